package io.driftgate.schemas.registry;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/**
 * Where the registry is and how to talk to it.
 *
 * @param urls base addresses without user info, query or slash at the end; the first that answers is kept until it fails
 * @param credentials sent with every request, to every address
 * @param tls trust and client key for {@code https} addresses; empty uses the JVM's. Host names are always verified
 * @param retry repetition on refused connections, time-outs, 408, 429 and 5xx; no other answer is ever repeated
 * @param connectTimeout limit on TCP and TLS set-up
 * @param requestTimeout limit on one request, from its start to the last byte of its answer
 * @param cacheCapacity bound of each of the client's caches, in entries
 * @param absenceMemory how long "there is no such schema" is believed; short, since somebody may register it
 */
public record RegistryConfig(
        List<URI> urls,
        Credentials credentials,
        Optional<SSLContext> tls,
        RetryPolicy retry,
        Duration connectTimeout,
        Duration requestTimeout,
        int cacheCapacity,
        Duration absenceMemory) {

    private static final int DEFAULT_CACHE_CAPACITY = 1000;

    public RegistryConfig {
        if (urls.isEmpty()) {
            throw new IllegalArgumentException("urls: [] (expected: one or more)");
        }
        urls = urls.stream().map(RegistryConfig::checkedBase).toList();
        requirePositive("connectTimeout", connectTimeout);
        requirePositive("requestTimeout", requestTimeout);
        if (cacheCapacity < 1) {
            throw new IllegalArgumentException("cacheCapacity: " + cacheCapacity + " (expected: 1 or more)");
        }
        if (absenceMemory.isNegative()) {
            throw new IllegalArgumentException("absenceMemory: " + absenceMemory + " (expected: 0 or more)");
        }
    }

    /** Anonymous, the JVM's trust store, standard retries, 5 s to connect and 10 s per request. */
    public static RegistryConfig of(URI... urls) {
        return new RegistryConfig(
                List.of(urls),
                Credentials.none(),
                Optional.empty(),
                RetryPolicy.standard(),
                Duration.ofSeconds(5),
                Duration.ofSeconds(10),
                DEFAULT_CACHE_CAPACITY,
                Duration.ofSeconds(5));
    }

    /** The same with one address, for a caller that has it as text. */
    public static RegistryConfig of(String url) {
        return of(URI.create(url));
    }

    public RegistryConfig withUrls(List<URI> newUrls) {
        return new RegistryConfig(
                newUrls, credentials, tls, retry, connectTimeout, requestTimeout, cacheCapacity, absenceMemory);
    }

    public RegistryConfig withCredentials(Credentials newCredentials) {
        return new RegistryConfig(
                urls, newCredentials, tls, retry, connectTimeout, requestTimeout, cacheCapacity, absenceMemory);
    }

    public RegistryConfig withTls(SSLContext context) {
        return new RegistryConfig(
                urls,
                credentials,
                Optional.of(context),
                retry,
                connectTimeout,
                requestTimeout,
                cacheCapacity,
                absenceMemory);
    }

    public RegistryConfig withRetry(RetryPolicy policy) {
        return new RegistryConfig(
                urls, credentials, tls, policy, connectTimeout, requestTimeout, cacheCapacity, absenceMemory);
    }

    public RegistryConfig withTimeouts(Duration connect, Duration request) {
        return new RegistryConfig(urls, credentials, tls, retry, connect, request, cacheCapacity, absenceMemory);
    }

    public RegistryConfig withCache(int capacity, Duration absence) {
        return new RegistryConfig(urls, credentials, tls, retry, connectTimeout, requestTimeout, capacity, absence);
    }

    /** Messages and logs name addresses, so what could hold a secret is refused here. */
    private static URI checkedBase(URI url) {
        boolean web = "http".equalsIgnoreCase(url.getScheme()) || "https".equalsIgnoreCase(url.getScheme());
        // By the authority: before a host that is no host name (host_name), Java sees no user.
        boolean user = url.getRawAuthority() != null && url.getRawAuthority().indexOf('@') >= 0;
        if (user || url.getRawQuery() != null || url.getRawFragment() != null) {
            throw new IllegalArgumentException(
                    "urls: %s://… (expected: no user info, query or fragment; give credentials apart)"
                            .formatted(url.getScheme()));
        }
        if (!web || url.getHost() == null) {
            throw new IllegalArgumentException("urls: " + url + " (expected: http://host:port or https://host:port)");
        }
        String text = url.toString();
        int end = text.length();
        while (text.charAt(end - 1) == '/') {
            end--;
        }
        return URI.create(text.substring(0, end));
    }

    private static void requirePositive(String name, Duration value) {
        if (value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: > 0)");
        }
    }
}
