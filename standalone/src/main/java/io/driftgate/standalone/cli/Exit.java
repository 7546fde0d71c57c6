package io.driftgate.standalone.cli;

/** Exit codes of every command. */
final class Exit {

    static final int FINE = 0;
    /** What was asked for is there: an open drift, an open alert, a service that is not ready, a demo that missed. */
    static final int FOUND = 1;

    static final int COULD_NOT = 2;

    private Exit() {}
}
