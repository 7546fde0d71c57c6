package io.driftgate.standalone.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.driftgate.embedded.EmbeddedCluster;
import io.driftgate.kit.config.Secret;
import io.driftgate.kit.kafka.KafkaAccess;
import io.driftgate.kit.kafka.KafkaSection;
import io.driftgate.kit.kafka.SchemaRegistrySection;
import io.driftgate.kit.kafka.TopicsSection;
import io.driftgate.kit.signing.Ed25519Keys;
import io.driftgate.kit.signing.RecordSigner;
import io.driftgate.kit.signing.RecordVerifier;
import io.driftgate.kit.signing.SigningSection;
import io.driftgate.kit.signing.TrustedSigner;
import io.driftgate.schemas.events.Alert;
import io.driftgate.schemas.topic.TopicCatalogue;
import io.driftgate.schemas.topic.TopicPrefix;
import io.driftgate.standalone.data.RunNote;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

class AlertFollowerIT {

    private static final EmbeddedCluster CLUSTER = EmbeddedCluster.shared();

    private final TopicPrefix prefix = new TopicPrefix(CLUSTER.newTopicPrefix());
    private final Ed25519Keys.Pem pair = Ed25519Keys.generate();
    private final List<JsonNode> shown = new CopyOnWriteArrayList<>();
    private final List<String> untrusted = new CopyOnWriteArrayList<>();

    @Test
    void shouldShowOnlyWhatTheCorrelatorSigned() throws Exception {
        RecordVerifier verifier = RecordVerifier.of(List.of(new TrustedSigner("s1", new Secret(pair.publicKey()))));
        RecordSigner signer = new RecordSigner(new SigningSection(new Secret(pair.privateKey()), "s1"));
        try (KafkaAccess kafka = access()) {
            kafka.prepare(new TopicsSection(2, 1, true), List.of(TopicCatalogue.ALERTS));
            try (AlertFollower follower = new AlertFollower(note(), prefix, verifier);
                    Producer<String, SpecificRecord> genuine = kafka.signingProducer(signer);
                    Producer<String, SpecificRecord> forged = kafka.producer()) {
                Thread thread = Thread.ofPlatform().start(() -> follower.follow(shown::add, untrusted::add));
                forged.send(alert("a-forged")).get();
                genuine.send(alert("a-genuine")).get();
                await().atMost(Duration.ofSeconds(30)).until(() -> shown.size() + untrusted.size() == 2);
                thread.interrupt();
                thread.join();
            }
        }
        assertThat(shown).extracting(alert -> alert.path("id").asText()).containsExactly("a-genuine");
        assertThat(untrusted).containsExactly("unsigned");
    }

    private ProducerRecord<String, SpecificRecord> alert(String id) {
        return new ProducerRecord<>(
                prefix.name(TopicCatalogue.ALERTS),
                "f-" + id,
                Alert.newBuilder().setFingerprint("f-" + id).setId(id).build());
    }

    private KafkaAccess access() {
        return new KafkaAccess(
                new KafkaSection(CLUSTER.bootstrapServers(), Optional.empty()),
                new SchemaRegistrySection(URI.create(CLUSTER.registryUrl()), Optional.empty(), Optional.empty()),
                prefix,
                "alert-follower-it");
    }

    private static RunNote note() {
        return new RunNote(
                ProcessHandle.current().pid(),
                Path.of("data"),
                "http://127.0.0.1:8090",
                "http://127.0.0.1:8080",
                CLUSTER.bootstrapServers(),
                CLUSTER.registryUrl(),
                Map.of());
    }
}
