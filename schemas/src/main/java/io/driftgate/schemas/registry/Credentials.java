package io.driftgate.schemas.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;
import java.util.Optional;

/** How we identify ourselves to the registry. No {@code toString} shows a secret. */
public sealed interface Credentials {

    /** The value of the {@code Authorization} header; empty when none is sent. */
    Optional<String> authorization();

    /** The text without any secret of ours that a peer may have echoed. */
    String redact(String text);

    /** No header is sent: an open registry, or one that goes by client certificates. */
    static Credentials none() {
        return new None();
    }

    /** RFC 7617, in UTF-8. */
    static Credentials basic(String user, String password) {
        return new Basic(user, password);
    }

    /** RFC 6750. */
    static Credentials bearer(String token) {
        return new Bearer(token);
    }

    /** No header. */
    record None() implements Credentials {
        @Override
        public Optional<String> authorization() {
            return Optional.empty();
        }

        @Override
        public String redact(String text) {
            return text;
        }
    }

    /** User and password. */
    record Basic(String user, String password) implements Credentials {

        public Basic {
            if (user.isEmpty() || user.indexOf(':') >= 0) {
                throw new IllegalArgumentException("user: (expected: a name without ':', RFC 7617)");
            }
        }

        @Override
        public Optional<String> authorization() {
            return Optional.of("Basic " + encoded());
        }

        @Override
        public String redact(String text) {
            String redacted = text.replace(encoded(), "***");
            return password.isEmpty() ? redacted : redacted.replace(password, "***");
        }

        private String encoded() {
            return Base64.getEncoder().encodeToString((user + ':' + password).getBytes(UTF_8));
        }

        @Override
        public String toString() {
            return "Basic[user=" + user + ", password=***]";
        }
    }

    /** A token that somebody else issued. */
    record Bearer(String token) implements Credentials {

        public Bearer {
            if (token.isBlank() || token.chars().anyMatch(c -> c <= ' ' || c > '~')) {
                throw new IllegalArgumentException(
                        "token: (expected: visible ASCII without spaces; a file often ends with a line feed)");
            }
        }

        @Override
        public Optional<String> authorization() {
            return Optional.of("Bearer " + token);
        }

        @Override
        public String redact(String text) {
            return text.replace(token, "***");
        }

        @Override
        public String toString() {
            return "Bearer[token=***]";
        }
    }
}
