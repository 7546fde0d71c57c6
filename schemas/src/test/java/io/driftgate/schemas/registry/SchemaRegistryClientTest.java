package io.driftgate.schemas.registry;

import static io.driftgate.schemas.registry.RegistryDouble.send;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import io.driftgate.schemas.registry.RegistryDouble.Received;
import io.driftgate.schemas.registry.RegistryException.Reason;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SchemaRegistryClientTest {

    private static final Schema SCHEMA =
            SchemaBuilder.record("R").fields().optionalString("a").endRecord();
    private static final Schema OTHER =
            SchemaBuilder.record("R").fields().optionalString("b").endRecord();

    private final RegistryDouble registry = RegistryDouble.start();
    private final List<Duration> pauses = new ArrayList<>();
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));

    @AfterEach
    void close() {
        registry.close();
    }

    @Test
    void shouldAskOncePerSchemaAndId() {
        try (SchemaRegistryClient client = client(config())) {
            int id = client.register("s-value", SCHEMA);

            assertThat(client.register("s-value", SCHEMA)).isEqualTo(id);
            assertThat(client.lookUp("s-value", SCHEMA)).hasValue(id);
            assertThat(client.schemaById(id)).isEqualTo(SCHEMA);
            assertThat(client.schemaById(id)).isEqualTo(SCHEMA);

            assertThat(registry.received())
                    .extracting(Received::method, Received::path)
                    .containsExactly(tuple("POST", "/subjects/s-value/versions"), tuple("GET", "/schemas/ids/" + id));
        }
    }

    @Test
    void shouldBelieveAnAbsenceForAWhileOnly() {
        try (SchemaRegistryClient client = client(config().withCache(10, Duration.ofSeconds(5)))) {
            assertThat(client.lookUp("s-value", SCHEMA)).isEmpty();
            assertNotFound(() -> client.schemaById(1));
            int asked = registry.received().size();

            try (SchemaRegistryClient somebody = client(config())) {
                assertThat(somebody.register("s-value", SCHEMA)).isEqualTo(1);
            }
            assertThat(client.lookUp("s-value", SCHEMA)).isEmpty();
            assertNotFound(() -> client.schemaById(1));
            assertThat(registry.received()).hasSize(asked + 1);

            now.updateAndGet(instant -> instant.plusSeconds(5));
            assertThat(client.lookUp("s-value", SCHEMA)).isEqualTo(OptionalInt.of(1));
            assertThat(client.schemaById(1)).isEqualTo(SCHEMA);
        }
    }

    @Test
    void shouldKeepItsCachesWithinTheirBound() {
        try (SchemaRegistryClient client = client(config().withCache(2, Duration.ofSeconds(5)))) {
            int first = registry.add(SCHEMA.toString());
            int second = registry.add(OTHER.toString());
            int third = registry.add("\"string\"");
            IntStream.of(first, second, third, third, second).forEach(client::schemaById);
            assertThat(registry.received()).hasSize(3);

            client.schemaById(first);
            assertThat(registry.received()).hasSize(4);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 429, 500, 502, 503})
    void shouldTryAgainWhenTheRegistryIsBusyOrBroken(int status) {
        registry.add(SCHEMA.toString());
        registry.next(status, "busy");
        registry.next(status, "");
        try (SchemaRegistryClient client = client(config())) {
            assertThat(client.schemaById(1)).isEqualTo(SCHEMA);
        }
        assertThat(registry.received()).hasSize(3);
        assertThat(pauses).hasSize(2);
        assertThat(pauses.get(0)).isBetween(Duration.ofMillis(50), Duration.ofMillis(100));
        assertThat(pauses.get(1)).isBetween(Duration.ofMillis(100), Duration.ofMillis(200));
    }

    @Test
    void shouldPauseAsLongAsTheRegistryAsksButNotLonger() {
        registry.add(SCHEMA.toString());
        registry.next(exchange -> {
            exchange.getResponseHeaders().add("Retry-After", "1");
            send(exchange, 429, "");
        });
        registry.next(exchange -> {
            exchange.getResponseHeaders().add("Retry-After", "3600");
            send(exchange, 429, "");
        });
        try (SchemaRegistryClient client = client(config())) {
            assertThat(client.schemaById(1)).isEqualTo(SCHEMA);
        }
        assertThat(pauses).containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(2));
    }

    @Test
    void shouldGiveUpAfterItsRoundsAndSayWhatItFound() {
        IntStream.range(0, 4).forEach(i -> registry.next(503, ""));
        try (SchemaRegistryClient client = client(config())) {
            assertFails(Reason.UNAVAILABLE, () -> client.schemaById(1), "4 rounds", "status 503", registry.url());
        }
        assertThat(registry.received()).hasSize(4);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "401, UNAUTHORIZED, {\"error_code\":401;\"message\":\"Unauthorized\"}",
                "403, UNAUTHORIZED, ``",
                "404, NOT_FOUND, {\"error_code\":40403;\"message\":\"Schema not found\"}",
                "404, UNEXPECTED_ANSWER, {\"error_code\":404;\"message\":\"HTTP 404 Not Found\"}",
                "404, UNEXPECTED_ANSWER, <html>nginx</html>",
                "404, UNEXPECTED_ANSWER, ``",
                "400, INVALID, {\"error_code\":400;\"message\":\"bad\"}",
                "422, INVALID, {\"error_code\":42201;\"message\":\"Invalid schema\"}",
                "302, UNEXPECTED_ANSWER, ``",
                "200, UNEXPECTED_ANSWER, <html>log in</html>",
                "200, UNEXPECTED_ANSWER, {}",
                "200, UNUSABLE_SCHEMA, {\"schema\":\"syntax = proto3\";\"schemaType\":\"PROTOBUF\"}",
                "200, UNUSABLE_SCHEMA, {\"schema\":\"{nonsense\"}",
            })
    void shouldTellTheReasonAndNeverRepeatARefusal(int status, Reason reason, String body) {
        registry.next(status, body.replace(';', ','));
        try (SchemaRegistryClient client = client(config())) {
            assertFails(reason, () -> client.schemaById(7), "7");
        }
        assertThat(registry.received()).hasSize(1);
        assertThat(pauses).isEmpty();
    }

    @Test
    void shouldTellWhyASchemaIsRefused() {
        registry.next(409, "{\"error_code\":409,\"message\":\"READER_FIELD_MISSING_DEFAULT_VALUE, field b\"}");
        try (SchemaRegistryClient client = client(config())) {
            assertFails(
                    Reason.INCOMPATIBLE,
                    () -> client.register("s-value", SCHEMA),
                    "/subjects/s-value/versions",
                    "READER_FIELD_MISSING_DEFAULT_VALUE, field b");
        }
    }

    @Test
    void shouldGoToTheNextAddressAndStayThere() throws Exception {
        URI gone;
        try (RegistryDouble ended = RegistryDouble.start()) {
            gone = ended.url();
        }
        registry.add(SCHEMA.toString());
        registry.add(OTHER.toString());
        try (RegistryDouble broken = RegistryDouble.start();
                SchemaRegistryClient client = client(RegistryConfig.of(gone, broken.url(), registry.url()))) {
            broken.next(500, "");
            assertThat(client.schemaById(1)).isEqualTo(SCHEMA);
            assertThat(client.schemaById(2)).isEqualTo(OTHER);

            assertThat(broken.received()).hasSize(1);
            assertThat(registry.received()).hasSize(2);
            assertThat(pauses).isEmpty();
        }
    }

    @Test
    void shouldCutOffABodyThatNeverEnds() {
        CountDownLatch end = new CountDownLatch(1);
        registry.next(exchange -> {
            exchange.sendResponseHeaders(200, 100);
            exchange.getResponseBody().write('{');
            exchange.getResponseBody().flush();
            try {
                end.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        try (SchemaRegistryClient client = client(
                config().withRetry(RetryPolicy.none()).withTimeouts(Duration.ofSeconds(1), Duration.ofMillis(200)))) {
            assertFails(Reason.UNAVAILABLE, () -> client.schemaById(1), "no whole answer", "PT0.2S");
        } finally {
            end.countDown();
        }
    }

    @Test
    void shouldEndACallWhenItsThreadIsInterrupted() {
        registry.next(500, "");
        RegistryTransport.Pause interrupted = time -> {
            throw new InterruptedException();
        };
        try (SchemaRegistryClient client =
                new SchemaRegistryClient(config(), now::get, interrupted, new SplittableRandom(1))) {
            assertFails(Reason.INTERRUPTED, () -> client.schemaById(1));
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void shouldEndCallsUnderWayWhenItIsClosed() {
        CountDownLatch arrived = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        registry.next(exchange -> {
            arrived.countDown();
            try {
                end.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        SchemaRegistryClient client = client(config());
        CompletableFuture<Schema> call = CompletableFuture.supplyAsync(() -> client.schemaById(1));
        try {
            arrived.await();
            client.close();
            client.close();

            assertThatExceptionOfType(CompletionException.class)
                    .isThrownBy(call::join)
                    .havingCause()
                    .isInstanceOfSatisfying(
                            RegistryException.class, e -> assertThat(e.reason()).isEqualTo(Reason.CLOSED));
            assertFails(Reason.CLOSED, () -> client.schemaById(1));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        } finally {
            end.countDown();
        }
    }

    @Test
    void shouldSendItsCredentialsToEveryAddressAndTellNobodyElse() {
        Credentials basic = Credentials.basic("driftgate", "päss:word");
        registry.next(exchange -> send(
                exchange,
                403,
                "{\"error_code\":40301,\"message\":\"no päss:word, no "
                        + exchange.getRequestHeaders().getFirst("Authorization") + "\"}"));
        try (SchemaRegistryClient client = client(config().withCredentials(basic))) {
            assertThatExceptionOfType(RegistryException.class)
                    .isThrownBy(() -> client.schemaById(1))
                    .withMessageContaining("no ***, no Basic ***")
                    .withMessageNotContaining("päss")
                    .withMessageNotContaining("ZHJpZnRnYXRlOnDDpHNzOndvcmQ=");
        }
        assertThat(registry.received().getFirst().authorization()).hasValue("Basic ZHJpZnRnYXRlOnDDpHNzOndvcmQ=");

        try (SchemaRegistryClient client = client(config().withCredentials(Credentials.bearer("t0ken")))) {
            assertNotFound(() -> client.schemaById(1));
        }
        assertThat(registry.received().getLast().authorization()).hasValue("Bearer t0ken");
        assertThat(config().withCredentials(basic).toString()).doesNotContain("päss");
        assertThat(config().withCredentials(Credentials.bearer("t0ken")).toString())
                .doesNotContain("t0ken");
    }

    @Test
    void shouldFollowNoRedirectWithItsCredentials() {
        try (RegistryDouble thief = RegistryDouble.start();
                SchemaRegistryClient client = client(config().withCredentials(Credentials.bearer("t0ken")))) {
            registry.next(exchange -> {
                exchange.getResponseHeaders().add("Location", thief.url() + "/schemas/ids/1");
                send(exchange, 307, "");
            });
            assertFails(Reason.UNEXPECTED_ANSWER, () -> client.schemaById(1), "307");
            assertThat(thief.received()).isEmpty();
        }
    }

    @Test
    void shouldReadVerdictsAndLevelsAsRegistriesWordThem() {
        try (SchemaRegistryClient client = client(config())) {
            registry.next(200, "{\"is_compatible\":true,\"messages\":[]}");
            assertThat(client.checkCompatibility("a/b c", SCHEMA)).isEqualTo(new CompatibilityVerdict.Compatible());
            registry.next(200, "{\"is_compatible\":false,\"messages\":[\"field b\",\"field c\"]}");
            assertThat(client.checkCompatibility("s", SCHEMA))
                    .isEqualTo(new CompatibilityVerdict.Incompatible(List.of("field b", "field c")));
            registry.next(404, "{\"error_code\":40401,\"message\":\"Subject not found\"}");
            assertThat(client.checkCompatibility("s", SCHEMA)).isEqualTo(new CompatibilityVerdict.Compatible());
            registry.next(200, "{\"is_compatible\":\"perhaps\"}");
            assertFails(Reason.UNEXPECTED_ANSWER, () -> client.checkCompatibility("s", SCHEMA), "is_compatible");

            registry.next(200, "{\"compatibilityLevel\":\"FULL\",\"normalize\":false,\"alias\":null}");
            assertThat(client.globalCompatibility()).isEqualTo(CompatibilityLevel.FULL);
            registry.next(404, "{\"error_code\":40408,\"message\":\"no subject-level configuration\"}");
            assertThat(client.compatibility("s")).isEmpty();
            registry.next(200, "{\"compatibility\":\"NONE\",\"normalize\":true}");
            client.setCompatibility("s", CompatibilityLevel.NONE);
            registry.next(200, "{\"compatibilityLevel\":\"SIDEWAYS\"}");
            assertFails(Reason.UNEXPECTED_ANSWER, client::globalCompatibility, "compatibilityLevel");
        }
        assertThat(registry.received().getFirst().path())
                .isEqualTo("/compatibility/subjects/a%2Fb%20c/versions?verbose=true");
    }

    private RegistryConfig config() {
        return RegistryConfig.of(URI.create(registry.url() + "/"));
    }

    private SchemaRegistryClient client(RegistryConfig config) {
        return new SchemaRegistryClient(config, now::get, pauses::add, new SplittableRandom(1));
    }

    private static void assertNotFound(ThrowingCallable call) {
        assertFails(Reason.NOT_FOUND, call);
    }

    private static void assertFails(Reason reason, ThrowingCallable call, Object... parts) {
        assertThatExceptionOfType(RegistryException.class).isThrownBy(call).satisfies(e -> {
            assertThat(e.reason()).isEqualTo(reason);
            for (Object part : parts) {
                assertThat(e).hasMessageContaining(part.toString());
            }
        });
    }
}
