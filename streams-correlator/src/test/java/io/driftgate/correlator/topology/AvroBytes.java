package io.driftgate.correlator.topology;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;

/** Avro's plain binary form, for stores of tests that have no registry. */
final class AvroBytes<T extends SpecificRecord> implements Serde<T> {

    private final Class<T> type;

    AvroBytes(Class<T> type) {
        this.type = type;
    }

    @Override
    public Serializer<T> serializer() {
        return (topic, value) -> {
            if (value == null) {
                return null;
            }
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
            try {
                new SpecificDatumWriter<T>(value.getSchema(), SpecificData.getForClass(type)).write(value, encoder);
                encoder.flush();
            } catch (IOException impossible) {
                throw new UncheckedIOException(impossible);
            }
            return bytes.toByteArray();
        };
    }

    @Override
    public Deserializer<T> deserializer() {
        return (topic, bytes) -> {
            if (bytes == null) {
                return null;
            }
            try {
                SpecificData data = SpecificData.getForClass(type);
                return new SpecificDatumReader<T>(data.getSchema(type), data.getSchema(type), data)
                        .read(null, DecoderFactory.get().binaryDecoder(bytes, null));
            } catch (IOException broken) {
                throw new UncheckedIOException(broken);
            }
        };
    }
}
