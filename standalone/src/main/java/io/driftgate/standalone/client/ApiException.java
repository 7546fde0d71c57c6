package io.driftgate.standalone.client;

import org.jspecify.annotations.Nullable;

/** The API could not be asked, or said no; the message is one sentence, harmless on a terminal. */
public final class ApiException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final boolean outcomeUnknown;

    /** @param outcomeUnknown whether the API may have done what it was asked all the same */
    ApiException(String message, @Nullable Throwable cause, boolean outcomeUnknown) {
        super(message, cause);
        this.outcomeUnknown = outcomeUnknown;
    }

    ApiException(String message, @Nullable Throwable cause) {
        this(message, cause, false);
    }

    public ApiException(String message) {
        this(message, null);
    }

    boolean isOutcomeUnknown() {
        return outcomeUnknown;
    }
}
