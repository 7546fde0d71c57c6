package io.driftgate.kit.lifecycle;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a service has started, to be stopped in the opposite order. Stopping goes on past a part that fails to stop, and
 * doing it again does nothing. Thread-safe.
 */
public final class Lifecycle implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Lifecycle.class);

    private record Part(String name, AutoCloseable closeable) {}

    private final Deque<Part> started = new ArrayDeque<>();
    private boolean closed;

    /** Takes charge of a part that has started; one that comes after the end is closed at once. */
    public <T extends AutoCloseable> T add(String name, T part) {
        boolean late;
        synchronized (started) {
            late = closed;
            if (!late) {
                started.push(new Part(name, part));
            }
        }
        if (late) {
            close(new Part(name, part));
            throw new IllegalStateException("cannot start " + name + ": the service is stopping");
        }
        return part;
    }

    @Override
    public void close() {
        while (true) {
            Part next;
            synchronized (started) {
                closed = true;
                next = started.poll();
            }
            if (next == null) {
                return;
            }
            close(next);
        }
    }

    private static void close(Part part) {
        try {
            part.closeable().close();
        } catch (Exception failed) {
            if (failed instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            LOG.atWarn().addKeyValue("part", part.name()).setCause(failed).log("did not stop cleanly");
        }
    }
}
