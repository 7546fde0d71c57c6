package io.driftgate.standalone.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.function.Consumer;

/**
 * One resource of the sample world.
 *
 * @param type the provider's type
 * @param name its name in Terraform
 * @param id the cloud's id
 * @param region or {@code global}
 * @param attributes as the provider writes them
 */
record SampleResource(String type, String name, String id, String region, ObjectNode attributes) {

    SampleResource {
        attributes = attributes.deepCopy();
    }

    /** A copy: who changes it changes nothing here. */
    @Override
    public ObjectNode attributes() {
        return attributes.deepCopy();
    }

    static SampleResource read(JsonNode json) {
        return new SampleResource(
                json.path("type").asText(),
                json.path("name").asText(),
                json.path("id").asText(),
                json.path("region").asText(),
                (ObjectNode) json.path("attributes"));
    }

    /** Terraform's address. */
    String address() {
        return type + "." + name;
    }

    SampleResource with(Consumer<ObjectNode> change) {
        ObjectNode changed = attributes();
        change.accept(changed);
        return new SampleResource(type, name, id, region, changed);
    }
}
