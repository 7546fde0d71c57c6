package io.driftgate.collectors.publish;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.driftgate.schemas.events.ResourceState;
import io.driftgate.schemas.identity.ResourceKey;
import io.driftgate.schemas.json.CanonicalJson;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Makes the records of resources. */
public final class ResourceStates {

    /** Values stay under 256 KiB on a topic; this leaves room for the rest of the record. */
    private static final int LONGEST_ATTRIBUTES = 200 * 1024;

    private ResourceStates() {}

    /**
     * A resource that is there.
     *
     * @param redacted attributes without secrets; too long ones travel as their digest alone
     */
    public static ResourceState of(ResourceKey key, String address, JsonNode redacted) {
        String attributes = CanonicalJson.write(redacted);
        boolean oversize = attributes.getBytes(java.nio.charset.StandardCharsets.UTF_8).length > LONGEST_ATTRIBUTES;
        return ResourceState.newBuilder()
                .setResourceKey(key.text())
                .setEntity(key.entity().text())
                .setType(key.type())
                .setAddress(address)
                .setAttributes(oversize ? null : attributes)
                .setAttributesDigest(CanonicalJson.sha256Hex(redacted))
                .setOversize(oversize)
                .setTags(oversize ? Map.of() : tags(redacted))
                .build();
    }

    /**
     * A resource that its source describes in several ways: like one that is too large, it can be compared with nothing.
     *
     * @param redacted each description, without secrets
     */
    public static ResourceState incomparable(ResourceKey key, String address, List<JsonNode> redacted) {
        ArrayNode all = JsonNodeFactory.instance.arrayNode().addAll(redacted);
        return ResourceState.newBuilder(gone(key))
                .setAddress(address)
                .setAttributes(null)
                .setAttributesDigest(CanonicalJson.sha256Hex(all))
                .setOversize(true)
                .build();
    }

    /** A resource that is not there: only its names. */
    public static ResourceState gone(ResourceKey key) {
        return ResourceState.newBuilder()
                .setResourceKey(key.text())
                .setEntity(key.entity().text())
                .setType(key.type())
                .build();
    }

    private static Map<String, String> tags(JsonNode attributes) {
        Map<String, String> tags = new TreeMap<>();
        attributes.path("tags").properties().forEach(tag -> {
            if (tag.getValue().isTextual()) {
                tags.put(tag.getKey(), tag.getValue().textValue());
            }
        });
        return tags;
    }
}
