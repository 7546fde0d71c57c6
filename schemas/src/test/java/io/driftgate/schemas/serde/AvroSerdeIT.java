package io.driftgate.schemas.serde;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.driftgate.embedded.EmbeddedCluster;
import io.driftgate.schemas.events.Condition;
import io.driftgate.schemas.registry.CompatibilityLevel;
import io.driftgate.schemas.registry.CompatibilityVerdict;
import io.driftgate.schemas.registry.RegistryConfig;
import io.driftgate.schemas.registry.SchemaRegistryClient;
import io.driftgate.schemas.topic.Topic;
import io.driftgate.schemas.topic.TopicCatalogue;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.SchemaParser;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Against the real registry; the outside judge of the bytes is plain Avro with the registry's REST. */
class AvroSerdeIT {

    private final EmbeddedCluster cluster = EmbeddedCluster.shared();
    private final String prefix = cluster.newTopicPrefix();
    private final SchemaRegistryClient client = new SchemaRegistryClient(RegistryConfig.of(cluster.registryUrl()));

    @AfterEach
    void close() {
        client.close();
    }

    @Test
    void shouldRegisterEverySchemaOfTheCatalogueAndFindItAgain() {
        for (Topic topic : TopicCatalogue.topics()) {
            topic.value().ifPresent(type -> {
                Schema schema = schema(type);
                int id = client.register(prefix + topic.valueSubject(), schema);
                assertThat(client.lookUp(prefix + topic.valueSubject(), schema)).hasValue(id);
                assertThat(client.schemaById(id)).isEqualTo(schema);
            });
        }
    }

    @Test
    void shouldHoldSubjectsToFullTransitiveCompatibility() {
        String subject = prefix + "things-value";
        client.register(subject, Condition.SCHEMA$);
        Schema other = SchemaBuilder.record("io.driftgate.schemas.events.Condition")
                .fields()
                .requiredLong("type")
                .endRecord();

        assertThat(client.globalCompatibility()).isEqualTo(CompatibilityLevel.FULL_TRANSITIVE);
        assertThat(client.checkCompatibility(subject, Condition.SCHEMA$))
                .isInstanceOf(CompatibilityVerdict.Compatible.class);
        assertThat(client.checkCompatibility(subject, other)).isInstanceOf(CompatibilityVerdict.Incompatible.class);
    }

    @Test
    void shouldBeReadByAReaderWithoutOurSerde() throws Exception {
        String topic = prefix + "things";
        client.register(topic + "-value", Condition.SCHEMA$);
        byte[] bytes = Objects.requireNonNull(new AvroSerializer<Condition>(client)
                .serialize(topic, new Condition("spool-full", true, "free some space", Instant.ofEpochMilli(5))));
        ByteBuffer wire = ByteBuffer.wrap(bytes);
        assertThat(wire.get()).isZero();

        Schema writer = schemaByRest(wire.getInt());
        GenericRecord read = new GenericDatumReader<GenericRecord>(writer)
                .read(null, DecoderFactory.get().binaryDecoder(bytes, 5, bytes.length - 5, null));

        assertThat(read.get("type")).hasToString("spool-full");
        assertThat(read.get("since")).isEqualTo(5L);
    }

    @Test
    void shouldBeChosenAndConfiguredByKafkasOrdinarySettings() throws Exception {
        String topic = prefix + "configured";
        client.register(topic + "-value", Condition.SCHEMA$);
        Map<String, Object> settings =
                Map.of(SerdeConfig.URL, cluster.registryUrl(), SerdeConfig.READER_CLASS, Condition.class.getName());
        try (AvroSerializer<Condition> writer = new AvroSerializer<>();
                AvroDeserializer<Condition> reader = new AvroDeserializer<>()) {
            writer.configure(settings, false);
            reader.configure(settings, false);
            Condition condition = new Condition("x", false, "", Instant.EPOCH);

            assertThat(reader.deserialize(topic, writer.serialize(topic, condition)))
                    .isEqualTo(condition);
        }
    }

    private Schema schemaByRest(int id) throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<String> answer = http.send(
                    HttpRequest.newBuilder(URI.create(cluster.registryUrl() + "/schemas/ids/" + id))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            JsonNode body = new ObjectMapper().readTree(answer.body());
            return new SchemaParser().parse(body.get("schema").textValue()).mainSchema();
        }
    }

    private static Schema schema(Class<? extends SpecificRecord> type) {
        return SpecificData.get().getSchema(type);
    }
}
