package io.driftgate.standalone.demo;

/** Something that the story needs did not come in time; the message says what. */
final class MissingException extends Exception {

    private static final long serialVersionUID = 1L;

    MissingException(String message) {
        super(message);
    }
}
