package io.driftgate.schemas.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.driftgate.schemas.events.Condition;
import io.driftgate.schemas.registry.Credentials;
import io.driftgate.schemas.registry.RegistryConfig;
import io.driftgate.schemas.registry.RetryPolicy;
import io.driftgate.schemas.registry.SchemaRegistryClient;
import io.driftgate.schemas.serde.PoisonRecordException.Reason;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Golden bytes. The expected ones were worked out by hand from the Avro 1.12 specification (zig-zag lengths, UTF-8) and
 * Confluent's wire format; the registry here is a local HTTP server that knows one schema, id 7.
 */
class WireFormatTest {

    private static final String TOPIC = "things";
    /** 00, id 7; "a", true, "", 1 ms. */
    private static final String GOLDEN = "00" + "00000007" + "0261" + "01" + "00" + "02";

    private final AtomicInteger failures = new AtomicInteger();
    private final List<String> authorizations = new CopyOnWriteArrayList<>();
    private HttpServer server;
    private SchemaRegistryClient client;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        String schema =
                "\"" + Condition.SCHEMA$.toString().replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
        server.createContext("/", exchange -> {
            authorizations.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
            String path = exchange.getRequestURI().getPath();
            boolean failing = failures.getAndUpdate(n -> Math.max(0, n - 1)) > 0;
            boolean known = path.equals("/schemas/ids/7") || path.equals("/subjects/things-value");
            int status = failing ? 503 : known ? 200 : 404;
            String body = status == 200
                    ? "{\"subject\":\"things-value\",\"id\":7,\"version\":1,\"schema\":" + schema + "}"
                    : "{\"error_code\":" + (status == 404 ? 40403 : 50003) + ",\"message\":\"no\"}";
            byte[] bytes = body.getBytes(java.nio.charset.StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/vnd.schemaregistry.v1+json");
            exchange.sendResponseHeaders(status, bytes.length);
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(bytes);
            }
        });
        server.start();
        client = new SchemaRegistryClient(RegistryConfig.of(
                        URI.create("http://127.0.0.1:" + server.getAddress().getPort()))
                .withCredentials(Credentials.basic("driftgate", "s3cret-word")));
    }

    @AfterEach
    void stop() {
        client.close();
        server.stop(0);
    }

    @Test
    void shouldWriteTheGoldenBytes() {
        Condition condition = new Condition("a", true, "", Instant.ofEpochMilli(1));

        byte[] bytes = new AvroSerializer<Condition>(client).serialize(TOPIC, condition);

        assertThat(HexFormat.of().formatHex(bytes)).isEqualTo(GOLDEN);
    }

    @Test
    void shouldReadTheGoldenBytes() {
        Condition condition = reader().deserialize(TOPIC, HexFormat.of().parseHex(GOLDEN));

        assertThat(condition).isEqualTo(new Condition("a", true, "", Instant.ofEpochMilli(1)));
    }

    @Test
    void shouldPassATombstoneThroughBothWays() {
        assertThat(new AvroSerializer<Condition>(client).serialize(TOPIC, null)).isNull();
        assertThat(reader().deserialize(TOPIC, (byte[]) null)).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "'', NOT_AVRO_WIRE_FORMAT",
        "01000000070261010002, NOT_AVRO_WIRE_FORMAT",
        "000000, NOT_AVRO_WIRE_FORMAT",
        "00ffffffff0261010002, NOT_AVRO_WIRE_FORMAT",
        "00000000080261010002, UNKNOWN_SCHEMA_ID",
        "00000000070261, CORRUPT_BODY",
        "0000000007fefffffffffffffffd01, CORRUPT_BODY",
        "0000000007feffffff0f, CORRUPT_BODY",
        "000000000702610100020000, TRAILING_BYTES"
    })
    void shouldNameWhyARecordIsPoison(String hex, Reason reason) {
        AvroDeserializer<Condition> reader = reader();

        assertThatThrownBy(() -> reader.deserialize(TOPIC, HexFormat.of().parseHex(hex)))
                .isInstanceOfSatisfying(
                        PoisonRecordException.class,
                        poison -> assertThat(poison.reason()).isEqualTo(reason));
    }

    @Test
    void shouldAskAgainWhenTheRegistryIsOverloaded() {
        failures.set(2);

        assertThat(client.schemaById(7)).isEqualTo(Condition.SCHEMA$);
        assertThat(authorizations)
                .hasSize(3)
                .allSatisfy(header -> assertThat(header).isEqualTo("Basic ZHJpZnRnYXRlOnMzY3JldC13b3Jk"));
    }

    @Test
    void shouldAskOnceForASchemaThatItKnows() {
        assertThat(client.schemaById(7)).isSameAs(client.schemaById(7));

        assertThat(authorizations).hasSize(1);
    }

    @Test
    void shouldTellAnAbsentRegistryFromAMissingSchemaAndKeepTheSecret() {
        server.stop(0);
        try (SchemaRegistryClient lonely = new SchemaRegistryClient(RegistryConfig.of(
                        URI.create("http://127.0.0.1:" + server.getAddress().getPort()))
                .withCredentials(Credentials.basic("driftgate", "s3cret-word"))
                .withRetry(RetryPolicy.none()))) {
            assertThatThrownBy(() -> lonely.schemaById(7))
                    .isInstanceOfSatisfying(
                            io.driftgate.schemas.registry.RegistryException.class,
                            away -> assertThat(away.reason())
                                    .isEqualTo(io.driftgate.schemas.registry.RegistryException.Reason.UNAVAILABLE))
                    .message()
                    .doesNotContain("s3cret-word");
        }
    }

    private AvroDeserializer<Condition> reader() {
        return new AvroDeserializer<>(Condition.class, client);
    }
}
