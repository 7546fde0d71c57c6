package io.driftgate.kit.config;

/**
 * One thing that is wrong with a configuration.
 *
 * @param path where: {@code routes[2].upstream}
 * @param found what is there; never a secret
 * @param expected what should be there, and what to do
 * @param line line of the file, from 1; 0 when it does not come from the file
 */
public record Problem(String path, String found, String expected, int line) {

    /** {@code routes[2].limit: -5 (expected: > 0), line 14}. */
    @Override
    public String toString() {
        return (path.isEmpty() ? "" : path + ": ") + found + " (expected: " + expected + ")"
                + (line > 0 ? ", line " + line : "");
    }
}
