package io.driftgate.sinks.deliver;

import io.driftgate.kit.kafka.DeadLetterPublisher;
import io.driftgate.schemas.serde.PoisonRecordException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RecordDeserializationException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sets records aside that are no alerts. Every sink's worker meets each of them; the first writes the dead letter, the
 * others wait for it and go on. After a restart in between there may be a second letter of the same origin. Thread-safe.
 */
final class PoisonedAlerts {

    private static final Logger LOG = LoggerFactory.getLogger(PoisonedAlerts.class);
    private static final int REMEMBERED = 1000;

    private final DeadLetterPublisher letters;
    private final Counter counter;
    private final LinkedHashSet<String> settled = new LinkedHashSet<>();

    PoisonedAlerts(DeadLetterPublisher letters, MeterRegistry metrics) {
        this.letters = letters;
        this.counter = metrics.counter("driftgate_alerts_dead_letters_total");
    }

    /** @throws KafkaException when Kafka did not take the letter: the record must be met again */
    synchronized void setAside(RecordDeserializationException broken, PoisonRecordException poison) {
        String origin = broken.topicPartition() + "@" + broken.offset();
        if (settled.contains(origin)) {
            return;
        }
        String reason = poison.reason().name().toLowerCase(Locale.ROOT).replace('_', '-');
        byte[] key = bytes(broken.keyBuffer());
        try {
            var unused = letters.publishOwn(
                            key.length == 0 ? origin : new String(key, StandardCharsets.UTF_8),
                            reason,
                            String.valueOf(poison.getMessage()),
                            origin,
                            bytes(broken.valueBuffer()))
                    .get();
        } catch (ExecutionException refused) {
            throw new KafkaException("Kafka did not take a dead letter", refused.getCause());
        } catch (InterruptedException stop) {
            throw new InterruptException("interrupted before Kafka took a dead letter", stop);
        }
        counter.increment();
        LOG.atError()
                .addKeyValue("origin", origin)
                .addKeyValue("reason", reason)
                .log("a record is no alert and was set aside; see alert-sinks-dead-letters");
        if (settled.size() == REMEMBERED) {
            settled.removeFirst();
        }
        settled.add(origin);
    }

    private static byte[] bytes(@Nullable ByteBuffer buffer) {
        if (buffer == null) {
            return new byte[0];
        }
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }
}
