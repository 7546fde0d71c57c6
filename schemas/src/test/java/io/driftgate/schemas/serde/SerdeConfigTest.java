package io.driftgate.schemas.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.driftgate.schemas.registry.Credentials;
import io.driftgate.schemas.registry.RegistryConfig;
import io.driftgate.schemas.registry.RegistryDouble;
import io.driftgate.schemas.registry.SchemaRegistryClient;
import java.net.URI;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SerdeConfigTest {

    @Test
    void shouldUnderstandConfluentsNames() {
        SerdeConfig config = new SerdeConfig(Map.of(
                "schema.registry.url", "https://one:8081/, https://two:8081/apis/ccompat/v7",
                "basic.auth.credentials.source", "USER_INFO",
                "basic.auth.user.info", "driftgate:a:b",
                "http.connect.timeout.ms", "1000",
                "http.read.timeout.ms", 2000,
                "max.retries", "1",
                "use.latest.version", "true",
                "value.subject.name.strategy", "io.confluent.kafka.serializers.subject.TopicNameStrategy",
                "specific.avro.reader", "true",
                "unrelated", "ignored"));

        RegistryConfig registry = config.registry();
        assertThat(registry.urls())
                .containsExactly(URI.create("https://one:8081"), URI.create("https://two:8081/apis/ccompat/v7"));
        assertThat(registry.credentials()).isEqualTo(Credentials.basic("driftgate", "a:b"));
        assertThat(registry.connectTimeout()).isEqualTo(Duration.ofSeconds(1));
        assertThat(registry.requestTimeout()).isEqualTo(Duration.ofSeconds(2));
        assertThat(registry.retry().rounds()).isEqualTo(2);
        assertThat(registry.tls()).isEmpty();
        assertThat(config.selection()).isEqualTo(SchemaSelection.LATEST);
        assertThat(config.readerClass()).isEmpty();
        assertThat(config.waitOr(Duration.ofSeconds(60))).isEqualTo(Duration.ofSeconds(60));
    }

    @Test
    void shouldTakeCredentialsFromTheAddressOrAToken() {
        RegistryConfig inUrl = new SerdeConfig(Map.of(SerdeConfig.URL, "http://me:s3cret@registry:8081")).registry();
        assertThat(inUrl.credentials()).isEqualTo(Credentials.basic("me", "s3cret"));
        assertThat(inUrl.toString()).doesNotContain("s3cret");
        assertThat(new SerdeConfig(Map.of(SerdeConfig.URL, "http://registry:8081", SerdeConfig.BEARER_TOKEN, "t0ken"))
                        .registry()
                        .credentials())
                .isEqualTo(Credentials.bearer("t0ken"));
        assertThat(new SerdeConfig(Map.of(SerdeConfig.URL, "http://registry:8081"))
                        .registry()
                        .credentials())
                .isEqualTo(Credentials.none());
    }

    @Test
    void shouldRegisterNothingUnlessTold() {
        assertThat(new SerdeConfig(Map.of(SerdeConfig.URL, "http://registry:8081")).selection())
                .isEqualTo(SchemaSelection.REGISTERED);
    }

    @ParameterizedTest
    @CsvSource({
        "schema.registry.url, 'http://me:s3cret@bad host'",
        "schema.registry.url, 'http://registry?token=s3cret'",
        "basic.auth.credentials.source, SASL_INHERIT",
        "basic.auth.credentials.source, USER_INFO",
        "bearer.auth.credentials.source, OAUTHBEARER",
        "specific.avro.reader, false",
        "specific.avro.reader.class, java.lang.String",
        "specific.avro.reader.class, no.such.Class",
        "value.subject.name.strategy, io.confluent.kafka.serializers.subject.RecordNameStrategy",
        "schema.registry.ssl.endpoint.identification.algorithm, ''",
        "max.retries, -1",
    })
    void shouldRefuseWhatItCannotDoAndKeepSecrets(String name, String value) {
        Map<String, Object> settings = new HashMap<>(Map.of(SerdeConfig.URL, "http://registry:8081"));
        settings.put(name, value);
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> {
                    SerdeConfig config = new SerdeConfig(settings);
                    assertThat(config.readerClass()).isNotNull();
                    assertThat(config.registry()).isNotNull();
                })
                .withMessageNotContaining("s3cret");
    }

    @Test
    void shouldWantAnAddress() {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> new SerdeConfig(Map.of()))
                .withMessageContaining("schema.registry.url");
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> new SerdeConfig(Map.of(SerdeConfig.URL, List.of())).registry());
    }

    /** What Kafka's clients do with the classes that their settings name; Confluent's would be named in their place. */
    @Test
    void shouldBeChosenByKafkasOrdinarySettings() {
        try (RegistryDouble registry = RegistryDouble.start();
                SchemaRegistryClient deployment = new SchemaRegistryClient(RegistryConfig.of(registry.url()))) {
            deployment.register("events-value", TestEvent.SCHEMA$);
            for (Optional<String> readerClass :
                    List.of(Optional.<String>empty(), Optional.of(TestEvent.class.getName()))) {
                Map<String, Object> settings = new HashMap<>(Map.of(
                        "bootstrap.servers", "127.0.0.1:9",
                        "key.serializer", "org.apache.kafka.common.serialization.StringSerializer",
                        "value.serializer", "io.driftgate.schemas.serde.AvroSerializer",
                        "key.deserializer", "org.apache.kafka.common.serialization.StringDeserializer",
                        "value.deserializer", "io.driftgate.schemas.serde.AvroDeserializer",
                        "schema.registry.url", registry.url().toString(),
                        "specific.avro.reader", "true"));
                readerClass.ifPresent(name -> settings.put(SerdeConfig.READER_CLASS, name));
                try (Serializer<TestEvent> serializer = serializer(settings);
                        Deserializer<TestEvent> deserializer = deserializer(settings)) {
                    TestEvent event = TestEvent.of("e1", TestKind.B);
                    assertThat(deserializer.deserialize("events", serializer.serialize("events", event)))
                            .isEqualTo(event);
                }
            }
        }
    }

    @SuppressWarnings("unchecked")
    private static Serializer<TestEvent> serializer(Map<String, Object> settings) {
        ProducerConfig config = new ProducerConfig(settings);
        Serializer<TestEvent> serializer =
                config.getConfiguredInstance(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, Serializer.class);
        serializer.configure(config.originals(Collections.singletonMap("client.id", "c")), false);
        return serializer;
    }

    @SuppressWarnings("unchecked")
    private static Deserializer<TestEvent> deserializer(Map<String, Object> settings) {
        ConsumerConfig config = new ConsumerConfig(settings);
        Deserializer<TestEvent> deserializer =
                config.getConfiguredInstance(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, Deserializer.class);
        deserializer.configure(config.originals(Collections.singletonMap("client.id", "c")), false);
        return deserializer;
    }
}
