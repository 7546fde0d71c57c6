package io.driftgate.kit.kafka;

import io.driftgate.schemas.events.DeadLetter;
import io.driftgate.schemas.topic.Service;
import io.driftgate.schemas.topic.Topic;
import io.driftgate.schemas.topic.TopicCatalogue;
import io.driftgate.schemas.topic.TopicPrefix;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.concurrent.Future;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;

/**
 * Sets aside what cannot be used, so that the pipeline goes on and nothing is lost without a trace. Of foreign input only
 * size and SHA-256 are kept: it may hold secrets. Thread-safe.
 */
public final class DeadLetterPublisher {

    /** Values of ours stay under 256 KiB; a letter must pass Kafka's own limit of 1 MiB. */
    private static final int MOST_KEPT = 512 * 1024;

    private final Producer<String, SpecificRecord> producer;
    private final TopicPrefix prefix;
    private final Service service;
    private final Topic topic;
    private final InstantSource clock;

    /** @param producer stays the caller's to close */
    public DeadLetterPublisher(
            Producer<String, SpecificRecord> producer, TopicPrefix prefix, Service service, InstantSource clock) {
        this.producer = producer;
        this.prefix = prefix;
        this.service = service;
        this.topic = TopicCatalogue.deadLetters(service);
        this.clock = clock;
    }

    /**
     * Sets foreign input aside.
     *
     * @param reason kebab-case, from a bounded list
     * @param message what was expected and found; no secret, no foreign text
     * @param origin where it came from, which is also the record's key
     * @param content what is measured and digested, and not kept
     * @return done when Kafka acknowledged it: only then may the source be acknowledged
     */
    public Future<RecordMetadata> publish(String reason, String message, String origin, byte[] content) {
        return send(origin, letter(service, reason, message, origin, content, clock));
    }

    /**
     * Sets a record of one of our own topics aside, with its bytes, so that it can be looked into and put back.
     *
     * @param key the record's own
     * @param reason kebab-case, from a bounded list
     * @param message what was expected and found
     * @param origin {@code topic-partition@offset}
     * @param content the value's bytes; above {@value #MOST_KEPT} they are measured and digested only
     * @return done when Kafka acknowledged it: only then may the offset be committed
     */
    public Future<RecordMetadata> publishOwn(String key, String reason, String message, String origin, byte[] content) {
        return send(key, own(service, reason, message, origin, content, clock));
    }

    /** The letter of {@link #publishOwn}, for who sends it himself: in the transaction that commits its offset. */
    public static DeadLetter own(
            Service service, String reason, String message, String origin, byte[] content, InstantSource clock) {
        DeadLetter letter = letter(service, reason, message, origin, content, clock);
        return content.length > MOST_KEPT
                ? letter
                : DeadLetter.newBuilder(letter)
                        .setContent(ByteBuffer.wrap(content.clone()))
                        .build();
    }

    private Future<RecordMetadata> send(String key, DeadLetter letter) {
        return producer.send(new ProducerRecord<>(prefix.name(topic), key, letter));
    }

    private static DeadLetter letter(
            Service service, String reason, String message, String origin, byte[] content, InstantSource clock) {
        return DeadLetter.newBuilder()
                .setService(service.label())
                .setReason(reason)
                .setMessage(message)
                .setOrigin(origin)
                .setSize(content.length)
                .setSha256(sha256(content))
                .setContent(null)
                .setOccurred(clock.instant())
                .build();
    }

    private static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }
}
