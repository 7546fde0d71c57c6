package io.driftgate.embedded;

/** The range of TCP ports that a configuration may name. */
final class Ports {

    static final String LOOPBACK = "127.0.0.1";

    private static final int HIGHEST = 65_535;

    private Ports() {}

    /** Refuses what is neither a port nor 0, which stands for a free one. */
    static void check(int port) {
        if (port < 0 || port > HIGHEST) {
            throw new IllegalArgumentException(
                    "port: " + port + " (expected: 0 for a free one, or 1 to " + HIGHEST + ")");
        }
    }
}
