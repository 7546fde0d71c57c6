package io.driftgate.standalone;

import org.jspecify.annotations.Nullable;

/** What keeps the trial from starting, in one sentence for the person who started it. Nothing is left running. */
public final class StartRefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public StartRefusedException(String message) {
        this(message, null);
    }

    public StartRefusedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
