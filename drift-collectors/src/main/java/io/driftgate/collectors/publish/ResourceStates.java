package io.driftgate.collectors.publish;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.driftgate.collectors.declared.DeclaredResource;
import io.driftgate.collectors.redact.Redactor;
import io.driftgate.schemas.events.ResourceState;
import io.driftgate.schemas.identity.ResourceKey;
import io.driftgate.schemas.json.CanonicalJson;
import io.driftgate.schemas.json.UnsetAttributes;
import java.util.ArrayList;
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

    /** A declared resource without its secrets; what its state describes in several ways can be compared with nothing. */
    public static ResourceState declared(DeclaredResource resource, Redactor redactor) {
        JsonNode redacted = redacted(resource, resource.attributes(), redactor);
        if (resource.rivals().isEmpty()) {
            return of(resource.key(), resource.address(), redacted);
        }
        List<JsonNode> readings = new ArrayList<>(List.of(redacted));
        resource.rivals().forEach(attributes -> readings.add(redacted(resource, attributes, redactor)));
        return incomparable(resource.key(), resource.address(), readings);
    }

    private static JsonNode redacted(DeclaredResource resource, JsonNode attributes, Redactor redactor) {
        return UnsetAttributes.named(redactor.redact(resource.key(), attributes, resource.marked()));
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
