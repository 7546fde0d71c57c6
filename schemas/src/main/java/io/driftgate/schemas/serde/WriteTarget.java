package io.driftgate.schemas.serde;

import io.driftgate.schemas.registry.RegisteredSchema;
import io.driftgate.schemas.registry.SchemaRegistryClient;
import io.driftgate.schemas.serde.UnwritableRecordException.Reason;
import java.io.IOException;
import java.time.Duration;
import java.util.OptionalInt;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;

/** Where records of one schema for one subject go: the id they carry, and the schema they are written with. */
sealed interface WriteTarget {

    /** How long a subject's newest version is taken for it. */
    Duration LATEST_FOR = Duration.ofMinutes(1);

    int id();

    /** False when the registry has to be asked again. */
    boolean isFresh(long nanoTime);

    void write(SpecificRecord data, BinaryEncoder encoder) throws IOException;

    /** The record's own schema has this id for good. */
    record Own(int id, Schema schema) implements WriteTarget {

        @Override
        public boolean isFresh(long nanoTime) {
            return true;
        }

        @Override
        public void write(SpecificRecord data, BinaryEncoder encoder) throws IOException {
            encode(schema, data, encoder);
        }
    }

    /** The subject's newest version. Where its fields are not the record's own, the record is resolved to them. */
    record Latest(int id, Schema own, Schema latest, boolean same, long askAgain) implements WriteTarget {

        @Override
        public boolean isFresh(long nanoTime) {
            return nanoTime - askAgain < 0;
        }

        @Override
        public void write(SpecificRecord data, BinaryEncoder encoder) throws IOException {
            if (same) {
                encode(own, data, encoder);
                return;
            }
            WireFormat.Output output = new WireFormat.Output(id, 0);
            BinaryEncoder ownEncoder = EncoderFactory.get().directBinaryEncoder(output, null);
            encode(own, data, ownEncoder);
            ownEncoder.flush();
            byte[] bytes = output.toBytes();
            Object resolved = new GenericDatumReader<>(own, latest)
                    .read(
                            null,
                            DecoderFactory.get()
                                    .binaryDecoder(
                                            bytes,
                                            WireFormat.HEADER_LENGTH,
                                            bytes.length - WireFormat.HEADER_LENGTH,
                                            null));
            new GenericDatumWriter<>(latest).write(resolved, encoder);
        }
    }

    /**
     * Asks the registry.
     *
     * @throws UnwritableRecordException when the subject does not have the schema, or none that resolves with it
     * @throws io.driftgate.schemas.registry.RegistryException as the client does
     */
    static WriteTarget resolve(
            SchemaRegistryClient client, SchemaSelection selection, String subject, Schema schema, long nanoTime) {
        return switch (selection) {
            case REGISTERED -> {
                OptionalInt id = client.lookUp(subject, schema);
                yield new Own(id.orElseThrow(() -> notRegistered(subject, schema)), schema);
            }
            case AUTO_REGISTER -> new Own(client.register(subject, schema), schema);
            case LATEST -> latest(client, subject, schema, nanoTime);
        };
    }

    private static Latest latest(SchemaRegistryClient client, String subject, Schema schema, long nanoTime) {
        RegisteredSchema latest = client.latest(subject).orElseThrow(() -> notRegistered(subject, schema));
        if (SchemaCompatibility.checkReaderWriterCompatibility(latest.schema(), schema)
                        .getType()
                != SchemaCompatibilityType.COMPATIBLE) {
            throw new UnwritableRecordException(
                    Reason.SCHEMA_REFUSED,
                    "Version %d of subject %s cannot read what %s writes; register a version that can."
                            .formatted(latest.version(), subject, schema.getFullName()));
        }
        // The same canonical form is the same bytes: documentation, defaults and aliases do not travel.
        boolean same =
                SchemaNormalization.toParsingForm(latest.schema()).equals(SchemaNormalization.toParsingForm(schema));
        return new Latest(latest.id(), schema, latest.schema(), same, nanoTime + LATEST_FOR.toNanos());
    }

    private static void encode(Schema schema, SpecificRecord data, BinaryEncoder encoder) throws IOException {
        new SpecificDatumWriter<SpecificRecord>(schema, SpecificData.getForClass(data.getClass())).write(data, encoder);
    }

    private static UnwritableRecordException notRegistered(String subject, Schema schema) {
        return new UnwritableRecordException(
                Reason.SCHEMA_NOT_REGISTERED,
                "Subject %s does not have this schema of %s; register it with 'driftgate schemas register'."
                        .formatted(subject, schema.getFullName()));
    }
}
