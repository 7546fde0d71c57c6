package io.driftgate.proxy.identity;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the {@code Authorization} headers of a request hold (RFC 6750, section 2.1). */
sealed interface BearerToken {

    /** One token. It is never shown. */
    record Present(String token) implements BearerToken {
        @Override
        public String toString() {
            return "***";
        }
    }

    /** No header. */
    record Absent() implements BearerToken {}

    /** Another scheme, or no token in its grammar. */
    record Malformed() implements BearerToken {}

    /** More than one header: which one counts is not for us to guess. */
    record Several() implements BearerToken {}

    /** The scheme's name is compared without case (RFC 9110, section 11.1). */
    static BearerToken read(List<String> authorization) {
        if (authorization.isEmpty()) {
            return new Absent();
        }
        if (authorization.size() > 1) {
            return new Several();
        }
        Matcher matcher = Grammar.BEARER.matcher(authorization.getFirst());
        return matcher.matches() ? new Present(matcher.group(1)) : new Malformed();
    }

    /** The grammar {@code b64token}. */
    final class Grammar {
        private static final Pattern BEARER = Pattern.compile("(?i:bearer) +([A-Za-z0-9._~+/-]+=*)");

        private Grammar() {}
    }
}
