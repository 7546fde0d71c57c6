package io.driftgate.standalone.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Tells a person that work goes on. Nothing is said of what is done within two seconds; then a terminal shows one line that
 * counts and disappears, and anything else (a log, a pipe) gets a line now and then. Thread-safe.
 */
final class Waiting implements AutoCloseable {

    private static final Duration FIRST = Duration.ofSeconds(2);
    private static final Duration ON_TERMINAL = Duration.ofSeconds(1);
    private static final Duration ELSEWHERE = Duration.ofSeconds(10);
    private static final String CLEARED = "\r\u001b[K";

    private final PrintWriter err;
    private final boolean terminal;
    private final long began = System.nanoTime();
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("waiting").factory());
    private volatile String what;
    private boolean shown;
    private boolean closed;

    Waiting(PrintWriter err, boolean terminal, Duration first, Duration again, String what) {
        this.err = err;
        this.terminal = terminal;
        this.what = what;
        var unused =
                thread.scheduleWithFixedDelay(this::show, first.toMillis(), again.toMillis(), TimeUnit.MILLISECONDS);
    }

    static Waiting begin(PrintWriter err, boolean terminal, String what) {
        return new Waiting(err, terminal, FIRST, terminal ? ON_TERMINAL : ELSEWHERE, what);
    }

    /** What is being done from now on: {@code asking the broker}. */
    void now(String next) {
        what = next;
    }

    private synchronized void show() {
        if (closed) {
            return;
        }
        String text = "... " + what + " ("
                + Duration.ofNanos(System.nanoTime() - began).toSeconds() + " s)";
        if (terminal) {
            err.print(CLEARED + text);
            shown = true;
        } else {
            err.println(text);
        }
        err.flush();
    }

    @Override
    public synchronized void close() {
        closed = true;
        thread.shutdownNow();
        if (shown) {
            err.print(CLEARED);
            err.flush();
            shown = false;
        }
    }
}
