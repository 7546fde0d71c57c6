package io.driftgate.collectors.live;

import com.fasterxml.jackson.databind.JsonNode;
import io.driftgate.schemas.identity.Entity;
import io.driftgate.schemas.identity.ResourceKey;
import io.driftgate.schemas.identity.ResourceTypes;
import io.driftgate.schemas.json.CanonicalJson;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads a live-state file: JSON lines, one resource each, attributes in the provider's terms: {@code {"type":
 * "aws_security_group", "id": "sg-0abc", "account": "123456789012", "region": "eu-west-1", "read_at": "…", "attributes":
 * {…}}}, or {@code "gone": true} in the place of attributes. Pure and thread-safe.
 *
 * @param types the table that names entities
 */
public record LiveFileReader(ResourceTypes types) {

    private static final Instant EARLIEST = Instant.parse("2000-01-01T00:00:00Z");
    private static final Duration AHEAD = Duration.ofDays(1);

    /**
     * The file's lines that are not blank; a broken one costs only itself.
     *
     * @param readAt stands for {@code read_at} where a line has none
     */
    public List<LiveLine> read(String text, Instant readAt) {
        List<LiveLine> lines = new ArrayList<>();
        List<String> written = text.lines().toList();
        for (int i = 0; i < written.size(); i++) {
            if (!written.get(i).isBlank()) {
                try {
                    lines.add(line(CanonicalJson.read(written.get(i)), readAt));
                } catch (IllegalArgumentException broken) {
                    lines.add(new LiveLine.Broken(i + 1, String.valueOf(broken.getMessage())));
                }
            }
        }
        return lines;
    }

    private LiveLine line(JsonNode line, Instant fileReadAt) {
        String type = text(line, "type");
        String id = text(line, "id");
        String provider =
                line.path("provider").asText(type.contains("_") ? type.substring(0, type.indexOf('_')) : type);
        JsonNode attributes = line.path("attributes");
        boolean gone = line.path("gone").isBoolean() && line.path("gone").booleanValue();
        if (gone == attributes.isObject()) {
            throw new IllegalArgumentException("found " + (gone ? "attributes of what is gone" : "no attributes")
                    + " (expected: attributes, or gone: true)");
        }
        boolean regional = types.row(type).filter(row -> !row.global()).isPresent();
        if (regional && !line.path("region").isTextual()) {
            throw new IllegalArgumentException(
                    "found no region of a regional type (expected: one, or it never meets its code)");
        }
        Instant readAt = readAt(line, fileReadAt);
        ResourceKey key = types.keyOf(
                provider, type, text(line, "account"), line.path("region").asText(Entity.GLOBAL), attributes, id);
        // Half a character in an id shows here, and not when the key is written.
        var unused = key.text();
        return gone ? new LiveLine.Gone(key, readAt) : new LiveLine.Present(key, attributes, readAt);
    }

    private static Instant readAt(JsonNode line, Instant fileReadAt) {
        if (!line.has("read_at")) {
            return fileReadAt;
        }
        try {
            Instant readAt = Instant.parse(line.path("read_at").asText());
            if (readAt.isBefore(EARLIEST) || readAt.isAfter(fileReadAt.plus(AHEAD))) {
                throw new IllegalArgumentException("found a read_at that cannot be (expected: a time until now)");
            }
            return readAt;
        } catch (DateTimeException broken) {
            throw new IllegalArgumentException("found a broken read_at (expected: ISO 8601 in UTC)");
        }
    }

    private static String text(JsonNode line, String name) {
        JsonNode value = line.path(name);
        if (!value.isTextual() || value.textValue().isEmpty()) {
            throw new IllegalArgumentException("found no " + name + " (expected: type, id, account and attributes)");
        }
        return value.textValue();
    }
}
