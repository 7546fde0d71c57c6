package io.driftgate.standalone.client;

import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Set;

/** Tells whether a place is on this machine, and makes clients that mind it. */
public final class Loopback {

    private static final Set<String> HOSTS = Set.of("127.0.0.1", "localhost", "[::1]");

    private Loopback() {}

    /** By the name alone: nothing is looked up. */
    public static boolean is(URI place) {
        return HOSTS.contains(String.valueOf(place.getHost()));
    }

    /**
     * A client for one place, which gets a token: it follows no redirect to another, and no proxy for the world outside stands
     * before loopback.
     */
    static HttpClient clientOf(URI place, Duration connectTimeout) {
        HttpClient.Builder builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(connectTimeout)
                .followRedirects(HttpClient.Redirect.NEVER);
        return is(place) ? builder.proxy(HttpClient.Builder.NO_PROXY).build() : builder.build();
    }
}
