package io.driftgate.correlator.topology;

import io.driftgate.kit.kafka.DeadLetterPublisher;
import io.driftgate.schemas.events.DeadLetter;
import io.driftgate.schemas.serde.AvroSerde;
import io.driftgate.schemas.topic.Service;
import io.driftgate.schemas.topic.TopicCatalogue;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the dead letters of the correlator's own topics, which keep their bytes: they hold no secret. Thread-safe. */
public final class DeadLetters {

    private static final Logger LOG = LoggerFactory.getLogger(DeadLetters.class);

    private final String topic;
    private final Serializer<DeadLetter> serializer;
    private final InstantSource clock;
    private final MeterRegistry metrics;

    public DeadLetters(Wiring wiring, MeterRegistry metrics) {
        this.topic = wiring.prefix().name(TopicCatalogue.deadLetters(Service.STREAMS_CORRELATOR));
        this.serializer = AvroSerde.of(DeadLetter.class, wiring.registry()).serializer();
        this.clock = wiring.clock();
        this.metrics = metrics;
    }

    static DeadLetters of(Map<String, ?> settings) {
        return (DeadLetters)
                Objects.requireNonNull(settings.get(DeadLetterHandlers.LETTERS), DeadLetterHandlers.LETTERS);
    }

    ProducerRecord<byte[], byte[]> letter(
            ErrorHandlerContext context, String reason, String message, byte @Nullable [] content) {
        String origin = context.topic() + "-" + context.partition() + "@" + context.offset();
        LOG.atWarn()
                .addKeyValue("origin", origin)
                .addKeyValue("reason", reason)
                .addKeyValue("message", message)
                .log("record set aside");
        metrics.counter("driftgate_correlator_dead_letters_total", "reason", reason)
                .increment();
        DeadLetter letter = DeadLetterPublisher.own(
                Service.STREAMS_CORRELATOR, reason, message, origin, content == null ? new byte[0] : content, clock);
        byte[] key = context.sourceRawKey();
        return new ProducerRecord<>(topic, key, serializer.serialize(topic, letter));
    }
}
