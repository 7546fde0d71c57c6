package io.driftgate.collectors.changes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.driftgate.collectors.redact.SensitiveAttributes;
import io.driftgate.schemas.json.CanonicalJson;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Hides secrets in a call's parameters. They are compared with nothing, so nothing is left of them, not even a digest. */
final class ParameterRedactor {

    private static final String HIDDEN = "***";
    /** Beside what is sensitive by name in resources: parameters that carry secrets under harmless names. */
    private static final Set<String> HIDDEN_NAMES =
            Set.of("environment", "userdata", "value", "parameters", "samlassertion", "requestbody", "overwritevalue");

    /**
     * @param json canonical JSON; nothing when the call had no parameters or they were too long
     * @param truncated whether they were too long
     */
    record Parameters(Optional<String> json, boolean truncated) {}

    private final SensitiveAttributes sensitive;

    ParameterRedactor(SensitiveAttributes sensitive) {
        this.sensitive = sensitive;
    }

    Parameters redact(JsonNode parameters, int longest) {
        if (parameters.isMissingNode() || parameters.isNull()) {
            return new Parameters(Optional.empty(), false);
        }
        String json = CanonicalJson.write(copy(parameters));
        return json.length() > longest
                ? new Parameters(Optional.empty(), true)
                : new Parameters(Optional.of(json), false);
    }

    private JsonNode copy(JsonNode value) {
        return switch (value.getNodeType()) {
            case OBJECT -> {
                ObjectNode copy = JsonNodeFactory.instance.objectNode();
                value.properties()
                        .forEach(member -> copy.set(
                                member.getKey(),
                                isHidden(member.getKey(), member.getValue())
                                        ? TextNode.valueOf(HIDDEN)
                                        : copy(member.getValue())));
                yield copy;
            }
            case ARRAY -> {
                ArrayNode copy = JsonNodeFactory.instance.arrayNode();
                value.forEach(item -> copy.add(copy(item)));
                yield copy;
            }
            case STRING -> sensitive.looksSecret(value.textValue()) ? TextNode.valueOf(HIDDEN) : value;
            case NUMBER, BOOLEAN, NULL, MISSING, BINARY, POJO -> value;
        };
    }

    private boolean isHidden(String name, JsonNode value) {
        if (value.isNull() || value.isBoolean() || (value.isContainerNode() && value.isEmpty())) {
            return false;
        }
        return HIDDEN_NAMES.contains(name.toLowerCase(Locale.ROOT)) || sensitive.isSensitive("", List.of(name));
    }
}
