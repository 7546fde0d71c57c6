package io.driftgate.kit.token;

import io.driftgate.kit.config.Checked;
import io.driftgate.kit.config.Default;
import io.driftgate.kit.config.Problems;
import io.driftgate.kit.text.UrlText;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Whose tokens are believed.
 *
 * @param name what routes and principals call it
 * @param issuer the {@code iss} that tokens must have
 * @param audiences of which a token's {@code aud} must name one
 * @param algorithms that signatures may have, and no others (RFC 8725, section 3.1)
 * @param clockSkew how far the clocks of issuer and verifier may be apart
 * @param jwks where the issuer's public keys are
 */
public record IssuerSection(
        String name,
        String issuer,
        List<String> audiences,
        List<String> algorithms,
        @Default("30s") Duration clockSkew,
        Jwks jwks)
        implements Checked {

    private static final Set<String> KNOWN =
            Set.of("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512");
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    /** A JWK set (RFC 7517), in a file that may be replaced or at a URL. */
    public record Jwks(Optional<Path> file, Optional<URI> url) implements Checked {
        @Override
        public void check(Problems problems) {
            if (file.isPresent() == url.isPresent()) {
                problems.add(file.isPresent() ? "file and url" : "neither file nor url", "one of them");
            }
            url.ifPresent(place -> {
                boolean safe = "https".equals(place.getScheme())
                        || ("http".equals(place.getScheme()) && LOOPBACK.contains(String.valueOf(place.getHost())));
                if (UrlText.namesUser(place)) {
                    problems.at("url").add("credentials in the URL", "none: keys are public, and the URL is shown");
                } else if (place.getHost() == null) {
                    problems.at("url").add("'" + UrlText.of(place) + "', without a host name", "https://host/path");
                } else if (!safe) {
                    problems.at("url")
                            .add(
                                    "'" + UrlText.of(place) + "'",
                                    "https, or http on loopback: who sends keys can forge tokens");
                }
            });
        }
    }

    @Override
    public void check(Problems problems) {
        if (!name.matches("[a-z0-9][a-z0-9-]*")) {
            problems.at("name").add("'" + name + "'", "kebab-case");
        }
        if (audiences.isEmpty()) {
            problems.at("audiences").add("none", "at least one: else tokens for others would be taken");
        }
        if (algorithms.isEmpty() || !KNOWN.containsAll(algorithms)) {
            problems.at("algorithms")
                    .add(
                            algorithms.toString(),
                            "one or more of "
                                    + String.join(", ", KNOWN.stream().sorted().toList()));
        }
        if (clockSkew.compareTo(Duration.ofMinutes(5)) > 0) {
            problems.at("clock_skew").add(clockSkew.toSeconds() + "s", "at most 5m");
        }
    }
}
