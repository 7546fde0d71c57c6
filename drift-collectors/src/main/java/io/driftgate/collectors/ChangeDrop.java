package io.driftgate.collectors;

import io.driftgate.collectors.changes.ChangeReading;
import io.driftgate.collectors.changes.CloudTrailEnvelopes;
import io.driftgate.collectors.changes.CloudTrailReader;
import io.driftgate.collectors.changes.LeftOutReason;
import io.driftgate.collectors.changes.Unwrapped;
import io.driftgate.collectors.publish.Acknowledgements;
import io.driftgate.schemas.events.CloudChange;
import io.driftgate.schemas.serde.UnwritableRecordException;
import io.driftgate.schemas.topic.TopicCatalogue;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;

/** Takes one file of CloudTrail records and returns when Kafka has every change in it. Thread-safe. */
final class ChangeDrop {

    private static final Duration HALF_WRITTEN = Duration.ofSeconds(5);

    private final CloudTrailEnvelopes envelopes = new CloudTrailEnvelopes();
    private final CloudTrailReader reader;
    private final Outlet outlet;
    private final MeterRegistry metrics;

    ChangeDrop(CloudTrailReader reader, Outlet outlet, MeterRegistry metrics) {
        this.reader = reader;
        this.outlet = outlet;
        this.metrics = metrics;
    }

    /**
     * @param modified when the file was written last: one that is young and cannot be read may be half written
     * @throws org.apache.kafka.common.KafkaException when Kafka did not take all: the file must be read again
     * @throws IllegalStateException when the file must be read again because it may not be whole
     */
    void accept(String origin, byte[] content, Instant modified) {
        Instant received = outlet.clock().instant();
        Sending sending = new Sending(origin, content);
        List<Unwrapped> unwrapped = envelopes.unwrap(content);
        if (isYoung(modified) && isBroken(unwrapped)) {
            throw new IllegalStateException(origin + " may be half written (expected: whole within "
                    + HALF_WRITTEN.toSeconds() + " s of its last change)");
        }
        for (Unwrapped found : unwrapped) {
            switch (found) {
                case Unwrapped.LeftOut out -> sending.leaveOut(out.reason(), out.message());
                case Unwrapped.TrailRecord record -> {
                    switch (reader.read(record.json(), received)) {
                        case ChangeReading.LeftOut out -> sending.leaveOut(out.reason(), out.message());
                        case ChangeReading.Changes changes -> changes.list().forEach(sending::publish);
                    }
                }
            }
        }
        sending.await();
    }

    /** Whether a file is better left for later: it is young, and part of it cannot be read. */
    boolean isHalfWritten(Path file, Instant modified) {
        try {
            return isYoung(modified) && isBroken(envelopes.unwrap(Files.readAllBytes(file)));
        } catch (IOException unreadable) {
            // Whoever takes it finds that out again, and says so.
            return false;
        }
    }

    /** A time that is still to come says nothing of when the file was written. */
    private boolean isYoung(Instant modified) {
        Duration age = Duration.between(modified, outlet.clock().instant());
        return !age.isNegative() && age.compareTo(HALF_WRITTEN) < 0;
    }

    private static boolean isBroken(List<Unwrapped> unwrapped) {
        return unwrapped.stream()
                .anyMatch(found -> found instanceof Unwrapped.LeftOut out && out.reason() == LeftOutReason.NOT_JSON);
    }

    /** What one file became. A change that no record can hold costs only itself: its caller chose what is in it. */
    private final class Sending {

        private final String topic = outlet.prefix().name(TopicCatalogue.CLOUD_CHANGES);
        private final String origin;
        private final byte[] content;
        private final List<Future<RecordMetadata>> changes = new ArrayList<>();
        private final List<Future<RecordMetadata>> letters = new ArrayList<>();

        Sending(String origin, byte[] content) {
            this.origin = origin;
            this.content = content;
        }

        void publish(CloudChange change) {
            try {
                changes.add(outlet.producer().send(new ProducerRecord<>(topic, change.getEntity(), change)));
            } catch (UnwritableRecordException unwritable) {
                // A schema that the registry does not take is ours to mend: the file waits for that.
                if (unwritable.reason() != UnwritableRecordException.Reason.INVALID_VALUE) {
                    throw unwritable;
                }
                leaveOut(
                        LeftOutReason.MALFORMED,
                        "found a change that no record can hold (expected: a CloudTrail record)");
            }
        }

        void leaveOut(LeftOutReason reason, String message) {
            count(reason.label());
            if (reason.isDeadLetter()) {
                letters.add(outlet.deadLetters().publish(reason.label(), message, origin, content));
            }
        }

        void await() {
            for (Future<RecordMetadata> change : changes) {
                if (Acknowledgements.isTaken(outlet.producer(), change)) {
                    count("published");
                } else {
                    leaveOut(
                            LeftOutReason.TOO_DEEP_OR_LARGE,
                            "found a change that is too large for a record (expected: less than Kafka's limit)");
                }
            }
            Acknowledgements.await(outlet.producer(), letters);
        }
    }

    private void count(String outcome) {
        metrics.counter("driftgate_collectors_changes_total", "outcome", outcome)
                .increment();
    }
}
