package io.driftgate.schemas.serde;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.driftgate.schemas.events.Alert;
import io.driftgate.schemas.events.Severity;
import io.driftgate.schemas.registry.RegistryConfig;
import io.driftgate.schemas.registry.RegistryDouble;
import io.driftgate.schemas.registry.RegistryException;
import io.driftgate.schemas.registry.RetryPolicy;
import io.driftgate.schemas.registry.SchemaRegistryClient;
import io.driftgate.schemas.serde.PoisonRecordException.Reason;
import io.driftgate.schemas.topic.Topic;
import io.driftgate.schemas.topic.TopicCatalogue;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class AvroSerdeTest {

    private static final String TOPIC = "events";
    private static final Map<String, Object> NO_WAIT = Map.of(SerdeConfig.WAIT_MS, 0);

    private final RegistryDouble registry = RegistryDouble.start();
    private final SchemaRegistryClient client = new SchemaRegistryClient(
            RegistryConfig.of(registry.url()).withRetry(RetryPolicy.none()).withCache(100, Duration.ZERO));
    private final AvroSerde<TestEvent> serde = AvroSerde.of(TestEvent.class, client);

    AvroSerdeTest() {
        serde.configure(NO_WAIT, false);
    }

    @AfterEach
    void close() {
        serde.close();
        client.close();
        registry.close();
    }

    @Test
    void shouldWriteTheWireFormatByteForByte() {
        IntStream.range(0, 257).forEach(i -> registry.add("\"filler\""));
        assertThat(client.register(TOPIC + "-value", TestEvent.SCHEMA$)).isEqualTo(258);

        TestEvent event = TestEvent.of("é1", TestKind.B)
                .with(3, List.of("x"))
                .with(4, Map.of("n", -1L))
                .with(5, TestEvent.of("", TestKind.UNKNOWN));

        assertThat(hex(write(event)))
                .isEqualTo(String.join(
                        "",
                        "00", // magic
                        "00000102", // schema 258, big-endian
                        "06c3a931", // id: 3 bytes of UTF-8
                        "04", // kind: third symbol
                        "00", // note: first branch
                        "02027800", // tags: a block of one, and the end
                        "02026e0100", // counts: a block of one, zigzag -1, and the end
                        "02" + "00" + "00" + "00" + "00" + "00" + "00")); // parent: second branch, all empty
        assertThat(read(write(event))).isEqualTo(event);
    }

    static Stream<Topic> topics() {
        return TopicCatalogue.topics().stream().filter(topic -> topic.value().isPresent());
    }

    @ParameterizedTest
    @MethodSource("topics")
    void shouldCarryEveryEventAndLetPlainAvroReadIt(Topic topic) throws IOException {
        Class<? extends SpecificRecord> type = topic.value().orElseThrow();
        SpecificRecord event = withDefaults(type);
        client.register(topic.valueSubject(), event.getSchema());
        try (AvroSerde<SpecificRecord> events = serdeOf(type)) {
            byte[] bytes = events.serializer().serialize(topic.name(), event);
            assertThat(events.deserializer().deserialize(topic.name(), bytes)).isEqualTo(event);

            GenericRecord outside = new GenericDatumReader<GenericRecord>(event.getSchema())
                    .read(null, DecoderFactory.get().binaryDecoder(bytes, 5, bytes.length - 5, null));
            assertThat(encode(event.getSchema(), outside)).isEqualTo(Arrays.copyOfRange(bytes, 5, bytes.length));
            assertThat(outside.toString())
                    .contains(event.getSchema().getFields().getFirst().name());
        }
    }

    @Test
    void shouldMakeGeneratedEnumsOfDefaultsWithoutAnyJvmSetting() {
        assertThat(System.getProperty("org.apache.avro.SERIALIZABLE_PACKAGES")).isNull();
        assertThat(System.getProperty("org.apache.avro.SERIALIZABLE_CLASSES")).isNull();
        assertThat(Alert.newBuilder().build().getSeverity()).isEqualTo(Severity.CRITICAL);
    }

    @Test
    void shouldLeaveTombstonesAsTheyAre() {
        assertThat(serde.serializer().serialize(TOPIC, null)).isNull();
        assertThat(serde.deserializer().deserialize(TOPIC, (byte[]) null)).isNull();
        assertThat(serde.deserializer().deserialize(TOPIC, new RecordHeaders(), (ByteBuffer) null))
                .isNull();
        assertThat(registry.received()).isEmpty();
    }

    @Test
    void shouldReadFromThePlaceInABufferThatKafkaGives() {
        register();
        byte[] bytes = write(TestEvent.of("e1", TestKind.A));
        ByteBuffer inside = ByteBuffer.allocate(bytes.length + 9);
        inside.position(4).put(bytes).flip().position(4);
        ByteBuffer direct = ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();

        for (ByteBuffer buffer : List.of(inside.slice(), inside, direct, direct.asReadOnlyBuffer())) {
            assertThat(serde.deserializer().deserialize(TOPIC, new RecordHeaders(), buffer))
                    .isEqualTo(TestEvent.of("e1", TestKind.A));
        }
    }

    @Test
    void shouldAskTheRegistryOncePerTopicAndSchema() {
        register();
        TestEvent first = TestEvent.of("first", TestKind.A);
        assertThat(read(write(first))).isEqualTo(first);
        int before = registry.received().size();
        IntStream.range(0, 500).parallel().forEach(i -> {
            TestEvent event = TestEvent.of("e".repeat(i), TestKind.A);
            assertThat(read(write(event))).isEqualTo(event);
        });
        assertThat(registry.received()).hasSize(before);
    }

    @Test
    void shouldReadWhatANewerAndAnOlderVersionWrote() throws IOException {
        Schema newer = SchemaBuilder.record("TestEvent")
                .namespace("io.driftgate.schemas.serde")
                .fields()
                .name("added")
                .type()
                .longType()
                .longDefault(0)
                .name("kind")
                .type()
                .enumeration("TestKind")
                .defaultSymbol("UNKNOWN")
                .symbols("UNKNOWN", "A", "B", "C")
                .enumDefault("UNKNOWN")
                .requiredString("id")
                .endRecord();
        GenericRecord written = new GenericRecordBuilder(newer)
                .set("added", 7L)
                .set("kind", new GenericData.EnumSymbol(newer.getField("kind").schema(), "C"))
                .set("id", "e1")
                .build();

        TestEvent read = read(framed(registry.add(newer.toString()), encode(newer, written)));

        // Not known here: the symbol reads as the safe state, the field is left out, those missing have their defaults.
        assertThat(read).isEqualTo(TestEvent.of("e1", TestKind.UNKNOWN));
        assertThat(read.get(0)).isInstanceOf(String.class);
    }

    static Stream<Arguments> hostile() {
        return Stream.of(
                Arguments.of("nothing", "", Reason.NOT_AVRO_WIRE_FORMAT),
                Arguments.of("magic only", "00", Reason.NOT_AVRO_WIRE_FORMAT),
                Arguments.of("half a header", "00000000", Reason.NOT_AVRO_WIRE_FORMAT),
                Arguments.of("JSON", hex("{\"id\":1}".getBytes(UTF_8)), Reason.NOT_AVRO_WIRE_FORMAT),
                Arguments.of("another magic", "01" + "00000001" + "00", Reason.NOT_AVRO_WIRE_FORMAT),
                Arguments.of("negative id", "00" + "ffffffff" + "00", Reason.NOT_AVRO_WIRE_FORMAT),
                Arguments.of("unknown id", "00" + "00000063" + "00", Reason.UNKNOWN_SCHEMA_ID),
                Arguments.of("largest id", "00" + "7fffffff" + "00", Reason.UNKNOWN_SCHEMA_ID),
                Arguments.of("no body", "00" + "00000001", Reason.CORRUPT_BODY),
                Arguments.of("body cut off", "00" + "00000001" + "0465", Reason.CORRUPT_BODY),
                Arguments.of("string of 1 GiB", "00" + "00000001" + "8080808008", Reason.CORRUPT_BODY),
                Arguments.of("string of negative length", "00" + "00000001" + "03", Reason.CORRUPT_BODY),
                Arguments.of("string of 2^62", "00" + "00000001" + "80808080808080808001", Reason.CORRUPT_BODY),
                Arguments.of("varint without end", "00" + "00000001" + "ffffffffffffffffffffff", Reason.CORRUPT_BODY),
                Arguments.of("enum out of range", "00" + "00000001" + "00" + "06", Reason.CORRUPT_BODY),
                Arguments.of("negative enum", "00" + "00000001" + "00" + "01", Reason.CORRUPT_BODY),
                Arguments.of("union out of range", "00" + "00000001" + "00" + "00" + "04", Reason.CORRUPT_BODY),
                Arguments.of("negative union", "00" + "00000001" + "00" + "00" + "01", Reason.CORRUPT_BODY),
                Arguments.of(
                        "array of 2^31-9", "00" + "00000001" + "00" + "00" + "00" + "eeffffff0f", Reason.CORRUPT_BODY),
                Arguments.of(
                        "array of 2^60",
                        "00" + "00000001" + "00" + "00" + "00" + "808080808080808020",
                        Reason.CORRUPT_BODY),
                Arguments.of(
                        "array of -2^63",
                        "00" + "00000001" + "00" + "00" + "00" + "ffffffffffffffffff01",
                        Reason.CORRUPT_BODY),
                Arguments.of(
                        "map of 2^31-9",
                        "00" + "00000001" + "00" + "00" + "00" + "00" + "eeffffff0f",
                        Reason.CORRUPT_BODY),
                Arguments.of(
                        "a million nested parents",
                        "00" + "00000001" + "000000000002".repeat(1_000_000),
                        Reason.CORRUPT_BODY),
                Arguments.of("one byte more", "00" + "00000001" + "000000000000" + "00", Reason.TRAILING_BYTES),
                Arguments.of("two bodies", "00" + "00000001" + "000000000000".repeat(2), Reason.TRAILING_BYTES));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("hostile")
    void shouldClassifyHostileBytesWithoutBelievingTheirLengths(String name, String bytes, Reason reason) {
        register();
        assertThatExceptionOfType(PoisonRecordException.class)
                .as(name)
                .isThrownBy(() -> read(HexFormat.of().parseHex(bytes)))
                .withMessageContaining("topic events")
                .satisfies(e -> assertThat(e.reason()).isEqualTo(reason));
    }

    @Test
    void shouldNotReadAnotherTypeNorWhatDoesNotResolve() {
        int other = registry.add(
                SchemaBuilder.record("a.Other").fields().endRecord().toString());
        int primitive = registry.add("\"string\"");
        int incompatible = registry.add(SchemaBuilder.record("io.driftgate.schemas.serde.TestEvent")
                .fields()
                .requiredLong("id")
                .endRecord()
                .toString());
        int foreign = registry.add("syntax = proto3");

        assertPoison(Reason.WRONG_TYPE, framed(other, new byte[0]), "a.Other");
        assertPoison(Reason.WRONG_TYPE, framed(primitive, new byte[] {0}), "string");
        assertPoison(Reason.INCOMPATIBLE_SCHEMA, framed(incompatible, new byte[] {0}), "TestEvent");
        assertPoison(Reason.UNUSABLE_SCHEMA, framed(foreign, new byte[0]), "/schemas/ids/");
        int asked = registry.received().size();
        assertPoison(Reason.WRONG_TYPE, framed(other, new byte[0]), "a.Other");
        assertPoison(Reason.UNUSABLE_SCHEMA, framed(foreign, new byte[0]), "/schemas/ids/");
        assertThat(registry.received()).hasSize(asked);
    }

    @ParameterizedTest
    @CsvSource({"503, UNAVAILABLE", "401, UNAUTHORIZED", "404, UNEXPECTED_ANSWER", "422, INVALID"})
    void shouldKeepARecordWhenTheRegistryCannotBeAsked(int status, RegistryException.Reason reason) {
        register();
        byte[] bytes = write(TestEvent.of("e1", TestKind.A));
        registry.next(status, "<html>not a registry's words</html>");

        assertThatExceptionOfType(RegistryUnavailableException.class)
                .isThrownBy(() -> read(bytes))
                .satisfies(e -> assertThat(e.reason()).isEqualTo(reason));
        assertThat(read(bytes)).isEqualTo(TestEvent.of("e1", TestKind.A));
    }

    @Test
    void shouldWaitForARegistryThatIsAway() {
        register();
        byte[] bytes = write(TestEvent.of("e1", TestKind.A));
        registry.next(503, "");
        serde.configure(Map.of(SerdeConfig.WAIT_MS, 30_000), false);

        assertThat(read(bytes)).isEqualTo(TestEvent.of("e1", TestKind.A));
    }

    @Test
    void shouldWriteNothingUnderASchemaThatIsNotRegistered() {
        TestEvent event = TestEvent.of("e1", TestKind.A);
        assertUnwritable(UnwritableRecordException.Reason.SCHEMA_NOT_REGISTERED, event, "driftgate schemas register");
        assertThat(registry.received()).allMatch(request -> !request.path().endsWith("/versions"));

        register();
        assertThat(write(event)).isNotEmpty();
    }

    @Test
    void shouldTellTheFieldAndNeverTheValueThatCannotBeWritten() {
        register();
        assertUnwritable(
                UnwritableRecordException.Reason.INVALID_VALUE,
                TestEvent.of("s3cret", TestKind.A).with(0, null),
                "id");
        assertUnwritable(
                UnwritableRecordException.Reason.INVALID_VALUE,
                TestEvent.of("e1", TestKind.A).with(5, "s3cret"),
                "TestEvent");
        assertUnwritable(
                UnwritableRecordException.Reason.INVALID_VALUE,
                TestEvent.of("e1", TestKind.A).with(4, Map.of("n", "s3cret")),
                "TestEvent");
    }

    @Test
    void shouldKeepTheWriterWaitingForNobody() {
        registry.next(503, "");
        assertThatExceptionOfType(RegistryUnavailableException.class)
                .isThrownBy(() -> write(TestEvent.of("e1", TestKind.A)));
        registry.next(409, "{\"error_code\":409,\"message\":\"incompatible\"}");
        serde.configure(Map.of(SerdeConfig.AUTO_REGISTER, true), false);
        assertUnwritable(
                UnwritableRecordException.Reason.SCHEMA_REFUSED, TestEvent.of("e1", TestKind.A), "incompatible");
    }

    @Test
    void shouldRegisterOnlyWhenToldToAndKeysUnderASubjectOfTheirOwn() {
        serde.configure(Map.of(SerdeConfig.AUTO_REGISTER, "true"), true);

        byte[] bytes = write(TestEvent.of("e1", TestKind.A));

        assertThat(registry.received().getFirst().path()).isEqualTo("/subjects/events-key/versions");
        assertThat(read(bytes)).isEqualTo(TestEvent.of("e1", TestKind.A));
    }

    @Test
    void shouldWriteUnderTheNewestVersionWhenToldTo() throws IOException {
        Schema latest = SchemaBuilder.record("TestEvent")
                .namespace("io.driftgate.schemas.serde")
                .fields()
                .name("added")
                .type()
                .longType()
                .longDefault(7)
                .requiredString("id")
                .endRecord();
        int id = client.register(TOPIC + "-value", latest);
        serde.configure(Map.of(SerdeConfig.USE_LATEST, true), false);

        byte[] bytes = write(TestEvent.of("e1", TestKind.A));

        assertThat(hex(bytes)).isEqualTo("00" + "%08x".formatted(id) + "0e" + "046531");
        assertThat(read(bytes)).isEqualTo(TestEvent.of("e1", TestKind.UNKNOWN));
    }

    @Test
    void shouldNotWriteUnderANewestVersionThatCannotReadIt() {
        client.register(
                TOPIC + "-value",
                SchemaBuilder.record("io.driftgate.schemas.serde.TestEvent")
                        .fields()
                        .requiredLong("id")
                        .endRecord());
        serde.configure(Map.of(SerdeConfig.USE_LATEST, true), false);
        assertUnwritable(UnwritableRecordException.Reason.SCHEMA_REFUSED, TestEvent.of("e1", TestKind.A), "Version 1");
    }

    private void register() {
        assertThat(client.register(TOPIC + "-value", TestEvent.SCHEMA$)).isEqualTo(1);
    }

    private byte[] write(TestEvent event) {
        return serde.serializer().serialize(TOPIC, event);
    }

    private TestEvent read(byte[] bytes) {
        return serde.deserializer().deserialize(TOPIC, bytes);
    }

    private void assertPoison(Reason reason, byte[] bytes, String part) {
        assertThatExceptionOfType(PoisonRecordException.class)
                .isThrownBy(() -> read(bytes))
                .withMessageContaining(part)
                .satisfies(e -> assertThat(e.reason()).isEqualTo(reason));
    }

    private void assertUnwritable(UnwritableRecordException.Reason reason, TestEvent event, String part) {
        assertThatExceptionOfType(UnwritableRecordException.class)
                .isThrownBy(() -> write(event))
                .withMessageContaining(part)
                .satisfies(e -> {
                    assertThat(e.reason()).isEqualTo(reason);
                    assertThat(e).hasStackTraceContaining("UnwritableRecordException");
                    StringBuilder all = new StringBuilder();
                    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                        all.append(cause);
                    }
                    assertThat(all.toString()).doesNotContain("s3cret");
                });
    }

    @SuppressWarnings("unchecked") // the class is that of every record in this test
    private AvroSerde<SpecificRecord> serdeOf(Class<? extends SpecificRecord> type) {
        return AvroSerde.of((Class<SpecificRecord>) type, client);
    }

    /** Every field of our events has a default, so an empty writer's record resolves to all of them. */
    private static SpecificRecord withDefaults(Class<? extends SpecificRecord> type) {
        Schema schema = SpecificData.get().getSchema(type);
        SpecificRecord event = (SpecificRecord) SpecificData.newInstance(type, schema);
        SpecificData data = SpecificData.getForClass(type);
        for (Schema.Field field : schema.getFields()) {
            event.put(field.pos(), data.deepCopy(field.schema(), data.getDefaultValue(field)));
        }
        return event;
    }

    private static byte[] encode(Schema schema, GenericRecord value) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
        new GenericDatumWriter<GenericRecord>(schema).write(value, encoder);
        encoder.flush();
        return out.toByteArray();
    }

    private static byte[] framed(int id, byte[] body) {
        return ByteBuffer.allocate(5 + body.length)
                .put((byte) 0)
                .putInt(id)
                .put(body)
                .array();
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
