package io.driftgate.schemas.identity;

import java.util.Locale;

/**
 * Who calls: {@code jwt:<issuer name>/<sub>}, {@code key:<id>}, {@code mtls:<san>} or {@code ip:<address>}. The parts
 * are percent-encoded, so that no subject of a token can pose as another kind, another issuer or an address.
 *
 * @param kind how the caller was recognised
 * @param text the whole text, which is the key of the caller's events
 */
public record Principal(Kind kind, String text) {

    /** How a caller was recognised. */
    public enum Kind {
        JWT,
        KEY,
        MTLS,
        /** Not recognised at all: known only by address. */
        IP;

        private String prefix() {
            return name().toLowerCase(Locale.ROOT) + ":";
        }
    }

    public Principal {
        if (!text.startsWith(kind.prefix())) {
            throw new IllegalArgumentException("principal '" + text + "' (expected: " + kind.prefix() + "…)");
        }
        String rest = text.substring(kind.prefix().length());
        String[] parts = rest.split("/", -1);
        if (parts.length != (kind == Kind.JWT ? 2 : 1)) {
            throw new IllegalArgumentException("principal '" + text
                    + "' (expected: jwt:<issuer>/<sub>, key:<id>, mtls:<san> or ip:<address>, percent-encoded)");
        }
        for (String part : parts) {
            if (PercentEncoding.decode(part).isEmpty()) {
                throw new IllegalArgumentException("principal '" + text + "' has an empty part");
            }
        }
    }

    /** The bearer of a token. */
    public static Principal jwt(String issuerName, String subject) {
        return new Principal(
                Kind.JWT,
                Kind.JWT.prefix() + PercentEncoding.encode(issuerName) + "/" + PercentEncoding.encode(subject));
    }

    /** The holder of an API key, by its public id. */
    public static Principal key(String id) {
        return new Principal(Kind.KEY, Kind.KEY.prefix() + PercentEncoding.encode(id));
    }

    /** The holder of a client certificate, by its subject alternative name. */
    public static Principal mtls(String subjectAlternativeName) {
        return new Principal(Kind.MTLS, Kind.MTLS.prefix() + PercentEncoding.encode(subjectAlternativeName));
    }

    /** Somebody who was not recognised, by address. */
    public static Principal ip(String address) {
        return new Principal(Kind.IP, Kind.IP.prefix() + PercentEncoding.encode(address));
    }

    /** @throws IllegalArgumentException when it is no principal */
    public static Principal parse(String text) {
        for (Kind kind : Kind.values()) {
            if (text.startsWith(kind.prefix())) {
                return new Principal(kind, text);
            }
        }
        throw new IllegalArgumentException("principal '" + text + "' (expected: jwt:, key:, mtls: or ip:)");
    }

    @Override
    public String toString() {
        return text;
    }
}
