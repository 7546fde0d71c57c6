package io.driftgate.correlator.topology;

import io.driftgate.correlator.feedback.FeedbackTopic;
import io.driftgate.correlator.feedback.ReadBack;
import io.driftgate.kit.signing.Attested;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;

/** Says of records that Streams hands over where they stand. */
final class ReadBacks<V extends SpecificRecord> {

    private final FeedbackTopic<V> topic;
    private final int partitions;

    ReadBacks(FeedbackTopic<V> topic, int partitions) {
        this.topic = topic;
        this.partitions = partitions;
    }

    ReadBack<V> of(Record<String, Attested<V>> record, ProcessorContext<?, ?> context) {
        RecordMetadata at = context.recordMetadata().orElseThrow();
        @Nullable String key = record.key();
        boolean atHome = key != null && Partitioning.of(topic.partitionedBy().apply(key), partitions) == at.partition();
        return new ReadBack<>(key, record.value(), atHome, at.topic(), at.partition(), at.offset(), record.timestamp());
    }
}
