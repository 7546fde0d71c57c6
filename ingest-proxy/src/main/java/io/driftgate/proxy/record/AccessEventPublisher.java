package io.driftgate.proxy.record;

import io.driftgate.schemas.events.AccessEvent;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends events to {@code access-events} on a thread of its own, so that no request waits for Kafka, and sends each again
 * until Kafka has it: none leaves here otherwise. An event may so come twice, under one id. The {@link AccessLedger} bounds
 * how many are here. {@link #publish} is for any thread.
 */
public final class AccessEventPublisher implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(AccessEventPublisher.class);
    private static final long IDLE_MS = 100;

    private final Producer<String, SpecificRecord> producer;
    private final String topic;
    private final AccessLedger ledger;
    private final Duration resendPause;
    private final Duration drainLimit;
    private final LinkedBlockingQueue<AccessEvent> fresh = new LinkedBlockingQueue<>();
    private final Queue<AccessEvent> failed = new ConcurrentLinkedQueue<>();
    private final Thread thread;
    private volatile boolean closing;

    /**
     * Starts it.
     *
     * @param producer stays the caller's to close, after this
     * @param resendPause between two rounds of sending what Kafka did not take
     * @param drainLimit how long {@link #close} waits for Kafka
     */
    public AccessEventPublisher(
            Producer<String, SpecificRecord> producer,
            String topic,
            AccessLedger ledger,
            Duration resendPause,
            Duration drainLimit) {
        this.producer = producer;
        this.topic = topic;
        this.ledger = ledger;
        this.resendPause = resendPause;
        this.drainLimit = drainLimit;
        this.thread = Thread.ofPlatform().name("access-events").start(this::run);
    }

    /** Takes an event that has a place in the ledger; returns at once. */
    public void publish(AccessEvent event) {
        fresh.add(event);
    }

    private void run() {
        long resendAt = System.nanoTime();
        while (!Thread.currentThread().isInterrupted()) {
            try {
                AccessEvent event = fresh.poll(IDLE_MS, TimeUnit.MILLISECONDS);
                if (event != null) {
                    send(event);
                }
                if (!failed.isEmpty() && System.nanoTime() - resendAt >= 0) {
                    resendAt = System.nanoTime() + resendPause.toNanos();
                    for (int i = failed.size(); i > 0; i--) {
                        AccessEvent again = failed.poll();
                        if (again != null) {
                            send(again);
                        }
                    }
                }
            } catch (InterruptedException stop) {
                return;
            }
        }
    }

    private void send(AccessEvent event) {
        ProducerRecord<String, SpecificRecord> record = new ProducerRecord<>(topic, event.getPrincipal(), event);
        String traceParent = event.getTraceparent();
        if (traceParent != null) {
            record.headers().add(TraceParent.HEADER, traceParent.getBytes(StandardCharsets.US_ASCII));
        }
        try {
            var unused = producer.send(record, (metadata, problem) -> done(event, problem));
        } catch (RuntimeException refused) {
            failed(event, refused);
        }
    }

    private void done(AccessEvent event, @Nullable Exception problem) {
        if (problem == null) {
            ledger.acknowledged();
        } else {
            failed(event, problem);
        }
    }

    private void failed(AccessEvent event, Exception problem) {
        failed.add(event);
        // The first of a row is told; the counter tells how many.
        if (ledger.failed() && !closing) {
            LOG.atError()
                    .addKeyValue("problem", problem.getClass().getSimpleName())
                    .log(
                            "Kafka did not take an access event; it is sent again, and new requests are refused until it is taken");
        }
    }

    /** Waits until Kafka has all events, up to the limit; what remains then is lost with the process, and is told. */
    @Override
    public void close() throws InterruptedException {
        closing = true;
        long end = System.nanoTime() + drainLimit.toNanos();
        while (ledger.balance().pending() > 0 && System.nanoTime() < end) {
            thread.join(Duration.ofMillis(IDLE_MS / 5));
        }
        thread.interrupt();
        thread.join();
        long lost = ledger.balance().pending();
        if (lost > 0) {
            LOG.atError().addKeyValue("events", lost).log("stopped before Kafka took all access events; they are lost");
        }
    }
}
