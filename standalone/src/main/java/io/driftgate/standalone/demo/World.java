package io.driftgate.standalone.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * The demo's shop in one account: what Terraform declares and what is live, the same at first. Each change gives a new
 * world; what it looks like on disk is {@link #state()} and {@link #live()}.
 *
 * @param serial counts the states, as Terraform does
 */
public record World(List<SampleResource> declared, List<SampleResource> cloud, int serial) {

    /** Twelve digits that belong to nobody: AWS uses them in its own examples. */
    static final String ACCOUNT = "123456789012";

    static final String GROUP = "aws_security_group.orders";
    static final String FUNCTION = "aws_lambda_function.thumbnails";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String EVERYBODY = "0.0.0.0/0";
    private static final int MORE_MEMORY = 512;
    private static final String LINEAGE = "4f1cbe2c-7a35-4a0c-9d6f-1b0c7f6a2d11";

    public World {
        declared = List.copyOf(declared);
        cloud = List.copyOf(cloud);
    }

    /** As shipped: in sync. */
    public static World sample() {
        try (InputStream file =
                Objects.requireNonNull(World.class.getResourceAsStream("/sample/resources.json"), "sample world")) {
            List<SampleResource> resources = StreamSupport.stream(
                            JSON.readTree(file).spliterator(), false)
                    .map(SampleResource::read)
                    .toList();
            return new World(resources, resources, 1);
        } catch (IOException broken) {
            throw new UncheckedIOException("the sample world cannot be read", broken);
        }
    }

    /** Somebody lets the whole internet in at the orders service's port; no code says so. */
    public World openGroup() {
        return live(GROUP, attributes -> {
            ArrayNode blocks = (ArrayNode) attributes.path("ingress").path(0).path("cidr_blocks");
            blocks.add(EVERYBODY);
        });
    }

    /** What is live is again what is declared. */
    public World putGroupBack() {
        SampleResource was = declared(GROUP);
        return live(GROUP, attributes -> {
            attributes.removeAll();
            attributes.setAll(was.attributes());
        });
    }

    /** The pipeline's apply has reached the cloud and not yet its state file. */
    public World deployFunction() {
        return live(FUNCTION, World::moreMemory);
    }

    /** The pipeline's apply has written its state. */
    public World stateFollows() {
        return new World(changed(declared, FUNCTION, World::moreMemory), cloud, serial + 1);
    }

    /** A Terraform state of version 4, as {@code terraform state pull} prints it. */
    public String state() {
        ObjectNode state = JSON.createObjectNode()
                .put("version", 4)
                .put("terraform_version", "1.13.4")
                .put("serial", serial)
                .put("lineage", LINEAGE);
        state.putObject("outputs");
        ArrayNode resources = state.putArray("resources");
        for (SampleResource resource : declared) {
            ObjectNode instance = resources
                    .addObject()
                    .put("mode", "managed")
                    .put("type", resource.type())
                    .put("name", resource.name())
                    .put("provider", "provider[\"registry.terraform.io/hashicorp/aws\"]")
                    .putArray("instances")
                    .addObject()
                    .put("schema_version", 1);
            instance.set("attributes", resource.attributes());
            instance.putArray("sensitive_attributes");
        }
        state.putNull("check_results");
        return text(state) + "\n";
    }

    /** What is live, one JSON object a line. */
    public String live() {
        return cloud.stream()
                .map(resource -> {
                    ObjectNode line = JSON.createObjectNode()
                            .put("type", resource.type())
                            .put("id", resource.id())
                            .put("account", ACCOUNT)
                            .put("region", resource.region());
                    line.set("attributes", resource.attributes());
                    return text(line) + "\n";
                })
                .collect(Collectors.joining());
    }

    private SampleResource declared(String address) {
        return declared.stream()
                .filter(resource -> resource.address().equals(address))
                .findFirst()
                .orElseThrow();
    }

    private World live(String address, Consumer<ObjectNode> change) {
        return new World(declared, changed(cloud, address, change), serial);
    }

    private static List<SampleResource> changed(
            List<SampleResource> resources, String address, Consumer<ObjectNode> change) {
        List<SampleResource> copy = new ArrayList<>(resources);
        copy.replaceAll(resource -> resource.address().equals(address) ? resource.with(change) : resource);
        return copy;
    }

    private static void moreMemory(ObjectNode attributes) {
        attributes.put("memory_size", MORE_MEMORY);
    }

    private static String text(JsonNode json) {
        try {
            return JSON.writeValueAsString(json);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a tree that cannot be written", impossible);
        }
    }
}
