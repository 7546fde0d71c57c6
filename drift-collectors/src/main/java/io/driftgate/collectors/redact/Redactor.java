package io.driftgate.collectors.redact;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.driftgate.schemas.identity.ResourceKey;
import io.driftgate.schemas.json.CanonicalJson;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Puts {@code {"$sensitive": "hmac-sha256:<key id>:<hex>"}} in the place of every sensitive value. The digest (HMAC,
 * RFC 2104) is taken over resource key, path and canonical value: declared and live compare equal exactly when their
 * values do, and equal values of two resources or two paths do not look alike. Thread-safe.
 */
public final class Redactor {

    /** Name of the only member of an object that stands for a sensitive value. */
    public static final String MARK = "$sensitive";

    private static final String ALGORITHM = "HmacSHA256";
    private static final int SHORTEST_KEY = 32;

    private final SensitiveAttributes sensitive;
    private final String keyId;
    private final SecretKeySpec key;

    /**
     * @param keyId names the key in every digest; digests of unlike keys cannot be compared
     * @param key at least 32 bytes, secret and random: who has it can guess short values
     */
    public Redactor(SensitiveAttributes sensitive, String keyId, byte[] key) {
        if (key.length < SHORTEST_KEY) {
            throw new IllegalArgumentException(
                    "digest key of " + key.length + " bytes (expected: at least " + SHORTEST_KEY + " random bytes)");
        }
        if (!keyId.matches("[A-Za-z0-9._-]{1,64}")) {
            throw new IllegalArgumentException(
                    "key id '" + keyId + "' (expected: 1 to 64 letters, digits, '.', '_', '-')");
        }
        this.sensitive = sensitive;
        this.keyId = keyId;
        this.key = new SecretKeySpec(key, ALGORITHM);
    }

    /** Id of the key that the digests are made with. */
    public String keyId() {
        return keyId;
    }

    /**
     * A copy without secrets.
     *
     * @param marked what the source itself marks as sensitive
     */
    public JsonNode redact(ResourceKey resource, JsonNode attributes, Set<SensitivePath> marked) {
        Set<List<String>> paths = marked.stream().map(SensitivePath::names).collect(Collectors.toSet());
        return new Walk(resource, paths).copy(attributes, List.of());
    }

    /** One resource's walk. */
    private final class Walk {

        private final ResourceKey resource;
        private final Set<List<String>> marked;

        Walk(ResourceKey resource, Set<List<String>> marked) {
            this.resource = resource;
            this.marked = marked;
        }

        JsonNode copy(JsonNode value, List<String> path) {
            boolean empty = value.isNull() || value.isBoolean() || (value.isContainerNode() && value.isEmpty());
            boolean hidden = !path.isEmpty() && (marked.contains(path) || sensitive.isSensitive(resource.type(), path));
            // Marked by the source: hidden whatever it is. By our own guess: not where there is nothing to hide.
            if (hidden && !value.isNull() && (marked.contains(path) || !empty)) {
                return digest(value, path);
            }
            return switch (value.getNodeType()) {
                case OBJECT -> {
                    ObjectNode copy = JsonNodeFactory.instance.objectNode();
                    value.properties().forEach(member -> {
                        List<String> below = new ArrayList<>(path);
                        below.add(member.getKey());
                        copy.set(member.getKey(), copy(member.getValue(), List.copyOf(below)));
                    });
                    yield copy;
                }
                case ARRAY -> {
                    ArrayNode copy = JsonNodeFactory.instance.arrayNode();
                    value.forEach(item -> copy.add(copy(item, path)));
                    yield copy;
                }
                case STRING -> sensitive.looksSecret(value.textValue()) ? digest(value, path) : value;
                case NUMBER, BOOLEAN, NULL, MISSING, BINARY, POJO -> value;
            };
        }

        private JsonNode digest(JsonNode value, List<String> path) {
            try {
                Mac mac = Mac.getInstance(ALGORITHM);
                mac.init(key);
                for (String part : List.of(resource.text(), String.join(".", path))) {
                    mac.update(part.getBytes(StandardCharsets.UTF_8));
                    mac.update((byte) 0);
                }
                byte[] digest = mac.doFinal(CanonicalJson.write(value).getBytes(StandardCharsets.UTF_8));
                return JsonNodeFactory.instance
                        .objectNode()
                        .put(MARK, "hmac-sha256:" + keyId + ":" + HexFormat.of().formatHex(digest));
            } catch (GeneralSecurityException impossible) {
                throw new IllegalStateException("every Java platform has " + ALGORITHM, impossible);
            }
        }
    }
}
