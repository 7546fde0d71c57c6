package io.driftgate.standalone.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.driftgate.kit.kafka.KafkaAccess;
import io.driftgate.kit.kafka.KafkaSection;
import io.driftgate.kit.kafka.SchemaRegistrySection;
import io.driftgate.kit.signing.Attested;
import io.driftgate.kit.signing.RecordVerifier;
import io.driftgate.schemas.events.Alert;
import io.driftgate.schemas.json.AvroJson;
import io.driftgate.schemas.topic.TopicCatalogue;
import io.driftgate.schemas.topic.TopicPrefix;
import io.driftgate.standalone.data.RunNote;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;

/** Reads the alerts' topic from its end, read committed. It belongs to no group and takes nothing away from anybody. */
public final class AlertFollower implements AutoCloseable {

    private static final Duration TURN = Duration.ofMillis(500);

    private final KafkaAccess kafka;
    private final Consumer<String, Attested<Alert>> consumer;

    /** @param verifier whose alerts are believed */
    public AlertFollower(RunNote running, TopicPrefix prefix, RecordVerifier verifier) {
        kafka = new KafkaAccess(
                new KafkaSection(running.kafka(), Optional.empty()),
                new SchemaRegistrySection(URI.create(running.registry()), Optional.empty(), Optional.empty()),
                prefix,
                "alerts-follow");
        consumer = kafka.consumer("alerts-follow-" + UUID.randomUUID(), Alert.class, verifier);
        List<TopicPartition> partitions = consumer.partitionsFor(prefix.name(TopicCatalogue.ALERTS)).stream()
                .map(part -> new TopicPartition(part.topic(), part.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToEnd(partitions);
        // Seeking is lazy: asked now, so that what comes after this is seen.
        partitions.forEach(consumer::position);
    }

    /**
     * Hands on each alert as JSON until this thread is interrupted.
     *
     * @param untrusted is told, in a word, why one was passed over that nobody believed signed
     */
    public void follow(java.util.function.Consumer<JsonNode> reader, java.util.function.Consumer<String> untrusted) {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                for (ConsumerRecord<String, Attested<Alert>> record : consumer.poll(TURN)) {
                    switch (record.value()) {
                        // A tombstone says nothing.
                        case null -> {}
                        case Attested.Genuine<Alert> genuine -> reader.accept(AvroJson.node(genuine.value()));
                        case Attested.Untrusted<Alert> no ->
                            untrusted.accept(no.reason().label());
                    }
                }
            }
        } catch (InterruptException told) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        // Closing waits for the broker and would refuse to on an interrupted thread.
        boolean interrupted = Thread.interrupted();
        consumer.close();
        kafka.close();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
