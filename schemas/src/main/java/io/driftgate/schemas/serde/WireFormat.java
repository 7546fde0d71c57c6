package io.driftgate.schemas.serde;

import java.io.OutputStream;
import java.util.Arrays;
import java.util.OptionalInt;

/** Confluent's wire format: magic 0, the schema's id as 4 bytes big-endian, the body. */
final class WireFormat {

    static final int HEADER_LENGTH = 5;
    private static final byte MAGIC = 0;

    private WireFormat() {}

    /** The id; empty when these bytes do not begin as the format wants. Ids of registries are never negative. */
    static OptionalInt schemaId(byte[] data, int offset, int length) {
        if (length < HEADER_LENGTH || data[offset] != MAGIC) {
            return OptionalInt.empty();
        }
        int id = (data[offset + 1] & 0xFF) << 24
                | (data[offset + 2] & 0xFF) << 16
                | (data[offset + 3] & 0xFF) << 8
                | (data[offset + 4] & 0xFF);
        return id < 0 ? OptionalInt.empty() : OptionalInt.of(id);
    }

    /** A growing buffer that begins with the header. For one thread and one record. */
    static final class Output extends OutputStream {

        private byte[] bytes;
        private int length = HEADER_LENGTH;

        /** @param expected length of the whole record; when it is met, {@link #toBytes} copies nothing */
        Output(int schemaId, int expected) {
            bytes = new byte[Math.max(expected, HEADER_LENGTH)];
            bytes[0] = MAGIC;
            bytes[1] = (byte) (schemaId >>> 24);
            bytes[2] = (byte) (schemaId >>> 16);
            bytes[3] = (byte) (schemaId >>> 8);
            bytes[4] = (byte) schemaId;
        }

        @Override
        public void write(int b) {
            reserve(1);
            bytes[length++] = (byte) b;
        }

        @Override
        public void write(byte[] source, int offset, int count) {
            reserve(count);
            System.arraycopy(source, offset, bytes, length, count);
            length += count;
        }

        byte[] toBytes() {
            return length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
        }

        private void reserve(int count) {
            int wanted = Math.addExact(length, count);
            if (wanted > bytes.length) {
                bytes = Arrays.copyOf(bytes, Math.max(wanted, bytes.length + (bytes.length >> 1)));
            }
        }
    }
}
