package io.driftgate.schemas.identity;

/**
 * One resource that describes an entity, wholly or in part: {@code entity#type[/sub_id]}. A bucket, its policy and its
 * public access block are three resources of one entity; a rule is a resource of its security group.
 *
 * @param type the provider's resource type: {@code aws_security_group}
 * @param subId tells resources of one type and entity apart; empty where there is only one
 */
public record ResourceKey(Entity entity, String type, String subId) {

    public ResourceKey {
        if (type.isEmpty()) {
            throw new IllegalArgumentException("resource key of " + entity + " without a type (expected: entity#type)");
        }
    }

    /** The only resource of its type that describes the entity. */
    public static ResourceKey of(Entity entity, String type) {
        return new ResourceKey(entity, type, "");
    }

    /** @throws IllegalArgumentException when the text is not what {@link #text()} writes */
    public static ResourceKey parse(String text) {
        int hash = text.indexOf('#');
        if (hash < 0) {
            throw new IllegalArgumentException("resource key '" + text + "' (expected: entity#type[/sub_id])");
        }
        Entity entity = Entity.parse(text.substring(0, hash));
        String rest = text.substring(hash + 1);
        int slash = rest.indexOf('/');
        if (slash < 0) {
            return of(entity, PercentEncoding.decode(rest));
        }
        String subId = PercentEncoding.decode(rest.substring(slash + 1));
        if (subId.isEmpty()) {
            throw new IllegalArgumentException("resource key '" + text + "' ends in '/' (expected: a sub-id after it)");
        }
        return new ResourceKey(entity, PercentEncoding.decode(rest.substring(0, slash)), subId);
    }

    /** The key's text. */
    public String text() {
        String whole = entity.text() + "#" + PercentEncoding.encode(type);
        return subId.isEmpty() ? whole : whole + "/" + PercentEncoding.encode(subId);
    }

    @Override
    public String toString() {
        return text();
    }
}
