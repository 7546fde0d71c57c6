package io.driftgate.schemas.serde;

import io.driftgate.schemas.serde.PoisonRecordException.Reason;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.apache.avro.SchemaCompatibility.SchemaPairCompatibility;
import org.apache.avro.io.DatumReader;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificRecord;

/** What a writer's schema means to a reader; decided once per id, and for good, since ids never change meaning. */
sealed interface Resolution<T extends SpecificRecord> {

    /** Records of this schema can be read. The reader may be used by any number of threads. */
    record Readable<T extends SpecificRecord>(int id, String name, DatumReader<T> reader) implements Resolution<T> {}

    /** No record of this schema can be read. */
    record Unreadable<T extends SpecificRecord>(Reason reason, String message) implements Resolution<T> {}

    /** @param type the class to read into; empty takes the one that the writer's schema names */
    static <T extends SpecificRecord> Resolution<T> of(int id, Schema writer, Optional<GeneratedType<T>> type) {
        Optional<GeneratedType<T>> target = type.isPresent() ? type : named(writer);
        if (target.isEmpty()) {
            return new Unreadable<>(
                    Reason.WRONG_TYPE,
                    "schema %d is of type %s, and no generated class of that name is here."
                            .formatted(id, writer.getFullName()));
        }
        Schema reader = target.get().schema();
        if (!reader.getFullName().equals(writer.getFullName())
                && !reader.getAliases().contains(writer.getFullName())) {
            return new Unreadable<>(
                    Reason.WRONG_TYPE,
                    "schema %d is of type %s (expected: %s)."
                            .formatted(id, writer.getFullName(), reader.getFullName()));
        }
        SchemaPairCompatibility pair = SchemaCompatibility.checkReaderWriterCompatibility(reader, writer);
        if (pair.getType() != SchemaCompatibilityType.COMPATIBLE) {
            return new Unreadable<>(
                    Reason.INCOMPATIBLE_SCHEMA,
                    "schema %d does not resolve to the reader's %s: %s."
                            .formatted(
                                    id, reader.getFullName(), pair.getResult().getIncompatibilities()));
        }
        return new Readable<>(
                id,
                reader.getFullName(),
                new SpecificDatumReader<>(writer, reader, target.get().model()));
    }

    /** The class is only taken, and only then initialised, when it is a generated record. */
    @SuppressWarnings("unchecked") // the type and T are both the caller's word
    private static <T extends SpecificRecord> Optional<GeneratedType<T>> named(Schema writer) {
        if (writer.getType() != Schema.Type.RECORD) {
            return Optional.empty();
        }
        try {
            Class<?> found = Class.forName(
                    SpecificData.getClassName(writer),
                    false,
                    Thread.currentThread().getContextClassLoader());
            return SpecificRecord.class.isAssignableFrom(found)
                    ? Optional.of(GeneratedType.of((Class<T>) found))
                    : Optional.empty();
        } catch (ClassNotFoundException | LinkageError | IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
