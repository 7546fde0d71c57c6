package io.driftgate.kit.kafka;

import io.driftgate.kit.config.Checked;
import io.driftgate.kit.config.Problems;
import io.driftgate.kit.config.Secret;
import io.driftgate.kit.text.UrlText;
import io.driftgate.schemas.registry.Credentials;
import io.driftgate.schemas.registry.RegistryConfig;
import java.net.URI;
import java.util.Optional;

/**
 * Where the Schema Registry is, the same in every service's file.
 *
 * @param url the root of its API as Confluent defines it
 * @param basicAuth {@code user:password}
 * @param bearerToken a token to send instead
 * @param tls whom to believe that it is the registry
 */
public record SchemaRegistrySection(
        URI url, Optional<Secret> basicAuth, Optional<Secret> bearerToken, Optional<RegistryTls> tls)
        implements Checked {

    /** A registry whose certificate, if it has one, the JVM's own authorities have signed. */
    public SchemaRegistrySection(URI url, Optional<Secret> basicAuth, Optional<Secret> bearerToken) {
        this(url, basicAuth, bearerToken, Optional.empty());
    }

    @Override
    public void check(Problems problems) {
        if (!"http".equals(url.getScheme()) && !"https".equals(url.getScheme())) {
            problems.at("url").add("'" + url.getScheme() + ":…'", "an http or https URL");
        } else if (UrlText.namesUser(url)) {
            problems.at("url").add("credentials in the URL", "basic_auth: {file: …}");
        } else if (url.getHost() == null || url.getRawQuery() != null || url.getRawFragment() != null) {
            problems.at("url").add("'" + UrlText.of(url) + "'", "a URL with a host name, without query or fragment");
        }
        if (tls.isPresent() && !"https".equals(url.getScheme())) {
            problems.at("tls").add("TLS for a URL without it", "an https URL");
        }
        if (basicAuth.isPresent() && bearerToken.isPresent()) {
            problems.add("basic_auth and bearer_token", "one of them");
        }
        if (basicAuth.isPresent() && basicAuth.get().reveal().indexOf(':') < 1) {
            problems.at("basic_auth").add("a secret without a colon", "user:password");
        }
    }

    /** The same for the registry's client. */
    public RegistryConfig toRegistryConfig() {
        RegistryConfig plain = RegistryConfig.of(url);
        RegistryConfig config =
                tls.map(section -> plain.withTls(section.context())).orElse(plain);
        if (basicAuth.isPresent()) {
            String[] parts = basicAuth.get().reveal().split(":", 2);
            return config.withCredentials(Credentials.basic(parts[0], parts[1]));
        }
        return bearerToken
                .map(token -> config.withCredentials(Credentials.bearer(token.reveal())))
                .orElse(config);
    }
}
