package io.driftgate.standalone.client;

import org.jspecify.annotations.Nullable;

/** The API could not be asked, or said no; the message is one sentence, harmless on a terminal. */
public final class ApiException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ApiException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    public ApiException(String message) {
        this(message, null);
    }
}
