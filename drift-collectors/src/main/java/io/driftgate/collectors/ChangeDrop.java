package io.driftgate.collectors;

import io.driftgate.collectors.changes.ChangeReading;
import io.driftgate.collectors.changes.CloudTrailEnvelopes;
import io.driftgate.collectors.changes.CloudTrailReader;
import io.driftgate.collectors.changes.LeftOutReason;
import io.driftgate.collectors.changes.Unwrapped;
import io.driftgate.collectors.publish.Acknowledgements;
import io.driftgate.schemas.events.CloudChange;
import io.driftgate.schemas.topic.TopicCatalogue;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.SerializationException;

/** Takes one file of CloudTrail records and returns when Kafka has every change in it. Thread-safe. */
final class ChangeDrop {

    private final CloudTrailEnvelopes envelopes = new CloudTrailEnvelopes();
    private final CloudTrailReader reader;
    private final Outlet outlet;
    private final MeterRegistry metrics;

    ChangeDrop(CloudTrailReader reader, Outlet outlet, MeterRegistry metrics) {
        this.reader = reader;
        this.outlet = outlet;
        this.metrics = metrics;
    }

    /** @throws org.apache.kafka.common.KafkaException when Kafka did not take all: the file must be read again */
    void accept(String origin, byte[] content) {
        Instant received = outlet.clock().instant();
        String topic = outlet.prefix().name(TopicCatalogue.CLOUD_CHANGES);
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        for (Unwrapped found : envelopes.unwrap(content)) {
            switch (found) {
                case Unwrapped.LeftOut out -> leftOut(out.reason(), out.message(), origin, content, sent);
                case Unwrapped.TrailRecord record -> {
                    switch (reader.read(record.json(), received)) {
                        case ChangeReading.LeftOut out -> leftOut(out.reason(), out.message(), origin, content, sent);
                        case ChangeReading.Changes changes -> {
                            for (CloudChange change : changes.list()) {
                                publish(topic, change, origin, content, sent);
                            }
                        }
                    }
                }
            }
        }
        Acknowledgements.await(outlet.producer(), sent);
    }

    /** One change that no record can hold costs only itself: whoever made the call chose what is in it. */
    private void publish(
            String topic, CloudChange change, String origin, byte[] content, List<Future<RecordMetadata>> sent) {
        try {
            sent.add(outlet.producer().send(new ProducerRecord<>(topic, change.getEntity(), change)));
            count("published");
        } catch (SerializationException unwritable) {
            leftOut(
                    LeftOutReason.MALFORMED,
                    "found a change that no record can hold (expected: a CloudTrail record)",
                    origin,
                    content,
                    sent);
        }
    }

    private void leftOut(
            LeftOutReason reason, String message, String origin, byte[] content, List<Future<RecordMetadata>> sent) {
        count(reason.label());
        if (reason.isDeadLetter()) {
            sent.add(outlet.deadLetters().publish(reason.label(), message, origin, content));
        }
    }

    private void count(String outcome) {
        metrics.counter("driftgate_collectors_changes_total", "outcome", outcome)
                .increment();
    }
}
