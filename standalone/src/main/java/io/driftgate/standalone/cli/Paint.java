package io.driftgate.standalone.cli;

/**
 * Colours whole lines by the worst word in them.
 *
 * @param on whether there is anybody to see it
 */
record Paint(boolean on) {

    private static final String RED = "\u001b[31m";
    private static final String YELLOW = "\u001b[33m";
    private static final String PLAIN = "\u001b[0m";

    /** The line, which holds no foreign control characters any more. */
    String line(String text) {
        if (!on) {
            return text;
        }
        if (text.contains("CRITICAL") || text.contains("HIGH")) {
            return RED + text + PLAIN;
        }
        return text.contains("MEDIUM") ? YELLOW + text + PLAIN : text;
    }
}
