package io.driftgate.standalone.cli;

import java.util.concurrent.CountDownLatch;
import org.apache.kafka.common.errors.InterruptException;

/**
 * Turns the request to end the process (Ctrl-C, SIGTERM) into an interrupt of the working thread, and holds the process
 * until that thread has put everything away in order.
 */
final class Interruption {

    private final CountDownLatch done = new CountDownLatch(1);

    private Interruption(Thread worker) {
        Runtime.getRuntime()
                .addShutdownHook(Thread.ofPlatform().name("interruption").unstarted(() -> {
                    if (done.getCount() > 0) {
                        worker.interrupt();
                        try {
                            done.await();
                        } catch (InterruptedException again) {
                            Thread.currentThread().interrupt();
                        }
                    }
                }));
    }

    static Interruption ofThisThread() {
        return new Interruption(Thread.currentThread());
    }

    /** Whether an exception only says that this thread was told to end; libraries wrap that in exceptions of their own. */
    static boolean isBehind(Throwable failed) {
        for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
            if (cause instanceof InterruptedException || cause instanceof InterruptException) {
                return true;
            }
        }
        return false;
    }

    /** Everything is put away. */
    void done() {
        done.countDown();
    }
}
