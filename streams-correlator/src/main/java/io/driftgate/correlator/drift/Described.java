package io.driftgate.correlator.drift;

import io.driftgate.schemas.events.ResourceState;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one reading says of a resource, as the store keeps it.
 *
 * @param address Terraform's address within its state; empty for a live resource
 * @param attributes canonical JSON; null when the resource did not fit into a record
 * @param digest SHA-256 of the attributes' canonical JSON, hexadecimal
 */
public record Described(
        String entity,
        String type,
        String address,
        @Nullable String attributes,
        String digest,
        boolean oversize,
        Map<String, String> tags) {

    public Described {
        tags = Map.copyOf(tags);
    }

    static Described of(ResourceState state) {
        return new Described(
                state.getEntity(),
                state.getType(),
                state.getAddress(),
                state.getAttributes(),
                state.getAttributesDigest(),
                state.getOversize(),
                state.getTags());
    }

    ResourceState asState(String resourceKey) {
        return ResourceState.newBuilder()
                .setResourceKey(resourceKey)
                .setEntity(entity)
                .setType(type)
                .setAddress(address)
                .setAttributes(attributes)
                .setAttributesDigest(digest)
                .setOversize(oversize)
                .setTags(tags)
                .build();
    }

    /** Whether both say the same; two resources too large to travel are the same when their digests are. */
    boolean same(Described other) {
        return digest.equals(other.digest)
                && oversize == other.oversize
                && address.equals(other.address)
                && tags.equals(other.tags)
                && (oversize || java.util.Objects.equals(attributes, other.attributes));
    }
}
