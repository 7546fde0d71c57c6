package io.driftgate.kit.config;

/**
 * Where a server listens: {@code 127.0.0.1:8090}, {@code [::1]:8090}.
 *
 * @param port 0 to 65535; 0 takes any free one
 */
public record HostPort(String host, int port) {

    /** @throws IllegalArgumentException when it is no host and port */
    public static HostPort parse(String text) {
        int colon = text.lastIndexOf(':');
        String host = colon < 0 ? "" : text.substring(0, colon);
        boolean bracketed = host.startsWith("[") && host.endsWith("]");
        if (bracketed) {
            host = host.substring(1, host.length() - 1);
        }
        int port = -1;
        try {
            port = Integer.parseInt(text.substring(colon + 1));
        } catch (NumberFormatException none) {
            // Refused below, with what was expected.
        }
        if (host.isEmpty() || (!bracketed && host.contains(":")) || host.contains("/") || port < 0 || port > 65_535) {
            throw new IllegalArgumentException("host:port, such as 127.0.0.1:8090 or [::1]:8090");
        }
        return new HostPort(host, port);
    }

    @Override
    public String toString() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
