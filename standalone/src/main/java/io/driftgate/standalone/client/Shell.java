package io.driftgate.standalone.client;

/** Writes words so that a POSIX shell takes each for one word. */
public final class Shell {

    private Shell() {}

    /** The word, quoted where it has to be. */
    public static String quoted(String word) {
        return word.matches("[A-Za-z0-9_./:@%+=,-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
