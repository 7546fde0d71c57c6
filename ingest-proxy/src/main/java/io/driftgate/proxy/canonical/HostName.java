package io.driftgate.proxy.canonical;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A host as routes compare it: lower case, without port.
 *
 * @param text a name, an IPv4 address, or an IPv6 address in brackets
 */
public record HostName(String text) {

    private static final int LONGEST = 255;
    private static final Pattern GRAMMAR =
            Pattern.compile("[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)*|\\[[0-9a-f:.]+]");

    /** The host of that text, without port; nothing when it is no host name. */
    public static Optional<HostName> of(String host) {
        String lower = host.toLowerCase(Locale.ROOT);
        return lower.length() <= LONGEST && GRAMMAR.matcher(lower).matches()
                ? Optional.of(new HostName(lower))
                : Optional.empty();
    }
}
