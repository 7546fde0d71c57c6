package io.driftgate.standalone.explain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.driftgate.collectors.declared.DeclaredResource;
import io.driftgate.collectors.declared.StateReading;
import io.driftgate.collectors.publish.ResourceStates;
import io.driftgate.collectors.redact.Redactor;
import io.driftgate.kit.text.PrintableText;
import io.driftgate.schemas.events.ResourceState;
import io.driftgate.schemas.json.CanonicalJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What the collectors would make of a Terraform state. No secret of it is in here, only digests.
 *
 * @param documents one per resource and one per entry that declares nothing; or one that says why the state is refused
 * @param refused whether the state cannot be used at all
 */
public record StateExplanation(List<ObjectNode> documents, boolean refused) {

    public StateExplanation {
        documents = List.copyOf(documents);
    }

    /** Explains a reading. */
    public static StateExplanation of(StateReading reading, Redactor redactor) {
        return switch (reading) {
            case StateReading.Refused no ->
                new StateExplanation(
                        List.of(JsonNodeFactory.instance
                                .objectNode()
                                .put("outcome", "REFUSED")
                                .put("reason", label(no.reason().name()))
                                .put("message", no.message())),
                        true);
            case StateReading.Read read -> {
                List<ObjectNode> documents = new ArrayList<>();
                read.resources().forEach(resource -> documents.add(resource(resource, redactor)));
                read.leftOut().forEach(out -> documents.add(leftOut(out)));
                yield new StateExplanation(documents, false);
            }
        };
    }

    private static ObjectNode resource(DeclaredResource declared, Redactor redactor) {
        ResourceState state = ResourceStates.declared(declared, redactor);
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("outcome", "RESOURCE")
                .put("address", state.getAddress())
                .put("entity", state.getEntity())
                .put("key", state.getResourceKey())
                .put("type", state.getType())
                .put("comparable", !state.getOversize())
                .put("attributes_digest", state.getAttributesDigest());
        String attributes = state.getAttributes();
        // Parsed again out of what would be sent: nothing can be shown that would not be.
        json.set("attributes", attributes == null ? null : CanonicalJson.read(attributes));
        return json;
    }

    private static ObjectNode leftOut(StateReading.LeftOut out) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("outcome", "LEFT_OUT")
                .put("address", out.address())
                .put("reason", label(out.kind().name()));
    }

    /** The same for people: a block for each resource. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        for (ObjectNode document : documents) {
            switch (document.path("outcome").asText()) {
                case "RESOURCE" -> block(lines, document);
                case "LEFT_OUT" ->
                    lines.add(PrintableText.of(
                            "left out  " + document.path("address").asText() + "  "
                                    + document.path("reason").asText()));
                default ->
                    lines.add(PrintableText.of(
                            "refused   " + document.path("reason").asText() + ": "
                                    + document.path("message").asText()));
            }
        }
        return lines;
    }

    private static void block(List<String> lines, JsonNode document) {
        lines.add(PrintableText.of(document.path("address").asText()));
        lines.add(PrintableText.of("  entity  " + document.path("entity").asText()));
        lines.add(PrintableText.of("  key     " + document.path("key").asText()));
        if (!document.path("comparable").asBoolean()) {
            lines.add("  not comparable: too large, or described in several ways; drift of it is UNKNOWN");
        }
        document.path("attributes")
                .properties()
                .forEach(attribute -> lines.add(PrintableText.of(
                        "    " + attribute.getKey() + " = " + CanonicalJson.write(attribute.getValue()), 400)));
        lines.add("");
    }

    private static String label(String constant) {
        return constant.toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
