package io.driftgate.proxy.state;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.driftgate.schemas.json.CanonicalJson;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.List;

/**
 * Signed records of one topic in a file of JSON. It is written whole and beside the old one, forced to the disk and moved
 * into its place, so a crash leaves the old or the new one. Who reads it verifies each record: the file itself is not
 * believed. One thread.
 */
public final class RecordFile {

    private static final int FORMAT = 1;

    private final Path file;
    private final String topic;

    RecordFile(Path file, String topic) {
        this.file = file;
        this.topic = topic;
    }

    /** Where it is. */
    public Path path() {
        return file;
    }

    /** Full name of the topic whose records it holds. */
    public String topic() {
        return topic;
    }

    /**
     * What was kept; nothing when there is no file.
     *
     * @throws StateRefusedException when it is not what {@link #write} leaves
     */
    public List<SignedRecord> read() throws StateRefusedException {
        try {
            JsonNode content = CanonicalJson.read(Files.readString(file));
            if (content.path("format").asInt() != FORMAT
                    || !content.path("records").isArray()) {
                throw refused("it is no file of format " + FORMAT);
            }
            if (!content.path("topic").asText().equals(topic)) {
                throw refused("its records are of topic " + content.path("topic") + ", not of " + topic);
            }
            List<SignedRecord> records = new ArrayList<>();
            for (JsonNode record : content.path("records")) {
                records.add(new SignedRecord(
                        record.path("key").asText(),
                        Base64.getDecoder().decode(record.path("value").asText()),
                        record.path("signature").asText().getBytes(StandardCharsets.US_ASCII)));
            }
            return records;
        } catch (NoSuchFileException none) {
            return List.of();
        } catch (IllegalArgumentException broken) {
            throw refused("it is cut off or changed");
        } catch (IOException unreadable) {
            throw refused("it cannot be read: " + unreadable);
        }
    }

    /** @throws IOException when they are not on the disk; what was there before is, then */
    public void write(Collection<SignedRecord> records) throws IOException {
        ObjectNode content = JsonNodeFactory.instance.objectNode();
        content.put("format", FORMAT).put("topic", topic);
        for (SignedRecord record : records) {
            content.withArray("records")
                    .addObject()
                    .put("key", record.key())
                    .put("signature", new String(record.signature(), StandardCharsets.US_ASCII))
                    .put("value", Base64.getEncoder().encodeToString(record.value()));
        }
        content.withArray("records");
        Path beside = file.resolveSibling(file.getFileName() + ".new");
        ByteBuffer bytes = ByteBuffer.wrap((CanonicalJson.write(content) + "\n").getBytes(StandardCharsets.UTF_8));
        try (FileChannel channel = FileChannel.open(
                beside, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        try (FileChannel folder = FileChannel.open(file.toAbsolutePath().getParent(), StandardOpenOption.READ)) {
            folder.force(true);
        }
    }

    /** Whoever made a floor unreadable may also replay what stood below it, so nothing is served without a person's word. */
    public StateRefusedException refused(String found) {
        return new StateRefusedException(
                file + " cannot be used: " + found + " (expected: what this gateway wrote there;"
                        + " it does not start, for what it knew may forbid what it would allow. Find out who changed the file; then"
                        + " move it away to begin with what the topic says)");
    }
}
