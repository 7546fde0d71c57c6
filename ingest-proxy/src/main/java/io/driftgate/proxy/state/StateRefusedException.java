package io.driftgate.proxy.state;

/** What an instance kept cannot be used; the message says what was found, what was expected and what to do. */
public final class StateRefusedException extends Exception {

    private static final long serialVersionUID = 1L;

    public StateRefusedException(String message) {
        super(message);
    }
}
