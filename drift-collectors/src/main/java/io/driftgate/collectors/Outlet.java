package io.driftgate.collectors;

import io.driftgate.collectors.publish.Acknowledgements;
import io.driftgate.collectors.publish.ScopeStatuses;
import io.driftgate.collectors.publish.SnapshotPublisher;
import io.driftgate.collectors.redact.KnownMarks;
import io.driftgate.collectors.redact.Redactor;
import io.driftgate.kit.kafka.DeadLetterPublisher;
import io.driftgate.schemas.topic.TopicPrefix;
import java.time.InstantSource;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.Producer;

/** What every source of this collector writes through. */
record Outlet(
        Producer<String, SpecificRecord> producer,
        TopicPrefix prefix,
        Redactor redactor,
        KnownMarks marks,
        SnapshotPublisher snapshots,
        ScopeStatuses statuses,
        DeadLetterPublisher deadLetters,
        InstantSource clock) {

    /** Sets input aside and waits until Kafka has the note. */
    void setAside(String reason, String message, String origin, byte[] content) {
        Acknowledgements.await(producer, List.of(deadLetters.publish(reason, message, origin, content)));
    }
}
