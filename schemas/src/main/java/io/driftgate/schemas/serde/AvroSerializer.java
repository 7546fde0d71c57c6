package io.driftgate.schemas.serde;

import io.driftgate.schemas.registry.RegistryException;
import io.driftgate.schemas.registry.SchemaRegistryClient;
import io.driftgate.schemas.serde.UnwritableRecordException.Reason;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * Writes generated records in Confluent's wire format, under the subject {@code <topic>-value} or {@code <topic>-key}.
 *
 * <p>Made by Kafka from its class name ({@code value.serializer}, settings: {@link SerdeConfig}), it opens and closes a
 * client of its own; made with a client, it shares that and leaves it open. Once configured it may be used by any number
 * of threads, as a producer does. {@code null} stays {@code null}: a tombstone.
 *
 * <p>Asks the registry once per topic and schema. Throws {@link UnwritableRecordException} for what will not heal by
 * itself and {@link RegistryUnavailableException} for what may.
 */
public final class AvroSerializer<T extends SpecificRecord> implements Serializer<T> {

    private static final int FIRST_EXPECTED_LENGTH = 512;
    private static final int LARGEST_EXPECTED_LENGTH = 64 << 10;
    private static final Duration DEFAULT_WAIT = Duration.ZERO;

    private record Destination(String topic, Schema schema) {}

    private final Map<Destination, WriteTarget> targets = new ConcurrentHashMap<>();
    private Optional<SchemaRegistryClient> shared = Optional.empty();
    private @Nullable SchemaRegistryClient client;
    private SchemaSelection selection = SchemaSelection.REGISTERED;
    private RegistryPatience patience = new RegistryPatience(DEFAULT_WAIT);
    private boolean isKey;
    /** Length of the last record, so that the next buffer most often fits. A guess: threads may race for it. */
    private int expectedLength = FIRST_EXPECTED_LENGTH;

    /** For Kafka, which calls {@link #configure} next. */
    public AvroSerializer() {}

    /** For values, with schemas that are registered already, without waiting for an absent registry. */
    public AvroSerializer(SchemaRegistryClient client) {
        this.shared = Optional.of(client);
        this.client = client;
    }

    /**
     * Takes over settings; with a shared client, those about the registry's address are not read.
     *
     * @throws org.apache.kafka.common.config.ConfigException on a setting that is missing or wrong
     */
    @Override
    public void configure(Map<String, ?> configs, boolean isKey) {
        this.isKey = isKey;
        SerdeConfig config = SerdeConfig.of(configs, shared.isPresent());
        selection = config.selection();
        patience = new RegistryPatience(config.waitOr(DEFAULT_WAIT));
        if (shared.isEmpty()) {
            close();
            client = new SchemaRegistryClient(config.registry());
        }
        targets.clear();
    }

    /**
     * Asks the registry now, so that a service finds out at its start, and not with its first record, that a schema is
     * not registered.
     *
     * @return the id that records to this topic will carry
     */
    public int prepare(String topic, Schema schema) {
        return target(topic, schema).id();
    }

    @Override
    public byte @Nullable [] serialize(String topic, @Nullable T data) {
        if (data == null) {
            return null;
        }
        Schema schema = data.getSchema();
        WriteTarget target = target(topic, schema);
        WireFormat.Output output = new WireFormat.Output(target.id(), expectedLength);
        BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(output, null);
        try {
            target.write(data, encoder);
            encoder.flush();
        } catch (NullPointerException e) {
            // Avro names the path to the field that must not be null, and has no value to tell.
            throw new UnwritableRecordException(Reason.INVALID_VALUE, invalid(topic, schema, e.getMessage()), e);
        } catch (RuntimeException | IOException e) {
            // Avro's message shows the value, so neither it nor the exception is passed on.
            throw new UnwritableRecordException(
                    Reason.INVALID_VALUE, invalid(topic, schema, e.getClass().getSimpleName()));
        }
        byte[] bytes = output.toBytes();
        expectedLength = Math.min(bytes.length, LARGEST_EXPECTED_LENGTH);
        return bytes;
    }

    /** Closes the client unless it is shared. Idempotent. */
    @Override
    public void close() {
        if (shared.isEmpty() && client != null) {
            client.close();
        }
    }

    private WriteTarget target(String topic, Schema schema) {
        Destination destination = new Destination(topic, schema);
        WriteTarget known = targets.get(destination);
        if (known != null && known.isFresh(System.nanoTime())) {
            return known;
        }
        // Asked outside of the map's lock: two threads may both ask, and get the same answer.
        WriteTarget found = ask(Subjects.of(topic, isKey), schema);
        targets.put(destination, found);
        return found;
    }

    private WriteTarget ask(String subject, Schema schema) {
        SchemaRegistryClient registry = client;
        if (registry == null) {
            throw new IllegalStateException("AvroSerializer: configure() was not called, and no client was given.");
        }
        try {
            return patience.call(() -> WriteTarget.resolve(registry, selection, subject, schema, System.nanoTime()));
        } catch (RegistryException e) {
            throw switch (e.reason()) {
                case INCOMPATIBLE, INVALID, UNUSABLE_SCHEMA, NOT_FOUND ->
                    new UnwritableRecordException(Reason.SCHEMA_REFUSED, e.getMessage(), e);
                case UNAVAILABLE, UNAUTHORIZED, UNEXPECTED_ANSWER, INTERRUPTED, CLOSED ->
                    new RegistryUnavailableException(e.getMessage(), e);
            };
        }
    }

    private static String invalid(String topic, Schema schema, @Nullable String found) {
        return "A %s for topic %s holds what its schema does not allow: %s."
                .formatted(schema.getFullName(), topic, found);
    }
}
