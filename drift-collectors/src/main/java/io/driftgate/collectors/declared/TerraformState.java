package io.driftgate.collectors.declared;

import com.fasterxml.jackson.databind.JsonNode;
import io.driftgate.collectors.declared.StateReading.LeftOut;
import io.driftgate.collectors.declared.StateReading.Read;
import io.driftgate.collectors.declared.StateReading.Reason;
import io.driftgate.collectors.declared.StateReading.Refused;
import io.driftgate.collectors.redact.SensitivePath;
import io.driftgate.schemas.identity.ResourceKey;
import io.driftgate.schemas.identity.ResourceTypes;
import io.driftgate.schemas.json.CanonicalJson;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads a Terraform (or OpenTofu) state of format version 4, which Terraform has written since 0.12. A state is read whole
 * or refused: half a state would make the other half look unmanaged. Pure and thread-safe.
 *
 * @param types the table that names entities
 * @param account account of resources whose ARN names none
 * @param region region of resources whose ARN names none
 */
public record TerraformState(ResourceTypes types, String account, String region) {

    private static final int FORMAT = 4;

    /** What a state file says; {@link Refused} for anything that is not wholly a state, never an exception. */
    public StateReading read(byte[] content) {
        try {
            return read(StateText.of(content));
        } catch (IllegalArgumentException recoded) {
            return new Refused(Reason.NOT_UTF_8, String.valueOf(recoded.getMessage()));
        }
    }

    /** The same of text. */
    public StateReading read(String text) {
        JsonNode state;
        try {
            state = CanonicalJson.read(text);
        } catch (IllegalArgumentException broken) {
            return new Refused(Reason.NOT_JSON, String.valueOf(broken.getMessage()));
        }
        if (state.has("encrypted_data")) {
            return new Refused(
                    Reason.ENCRYPTED, "found an encrypted state (expected: a plain one; the key is OpenTofu's)");
        }
        JsonNode version = state.path("version");
        if (!version.isIntegralNumber() || state.has("format_version")) {
            return new Refused(
                    Reason.NOT_A_STATE,
                    "found JSON without a state's version (expected: a terraform.tfstate, as terraform state pull prints)");
        }
        if (version.asLong() != FORMAT) {
            return new Refused(
                    Reason.UNSUPPORTED_VERSION,
                    "found a state of version " + version.asLong() + " (expected: " + FORMAT
                            + "; Terraform 0.12 or later writes it with its next apply)");
        }
        try {
            return new Walk().read(state);
        } catch (IllegalArgumentException malformed) {
            return new Refused(Reason.MALFORMED, String.valueOf(malformed.getMessage()));
        }
    }

    /** One state's walk: what was found so far. */
    private final class Walk {

        private final Map<ResourceKey, DeclaredResource> resources = new LinkedHashMap<>();
        private final List<LeftOut> leftOut = new ArrayList<>();

        Read read(JsonNode state) {
            JsonNode list = state.path("resources");
            if (!list.isArray() && !list.isMissingNode() && !list.isNull()) {
                throw new IllegalArgumentException("resources: found " + kind(list) + " (expected: a list)");
            }
            for (JsonNode resource : list) {
                resource(resource);
            }
            return new Read(
                    state.path("lineage").asText(""),
                    state.path("serial").asLong(0),
                    List.copyOf(resources.values()),
                    leftOut);
        }

        private void resource(JsonNode resource) {
            String type = text(resource, "type");
            String name = text(resource, "name");
            String module = resource.path("module").asText("");
            String prefix = module.isEmpty() ? "" : module + ".";
            String mode = text(resource, "mode");
            if (!mode.equals("managed") && !mode.equals("data")) {
                throw new IllegalArgumentException(
                        prefix + type + "." + name + ": found another mode (expected: managed or data)");
            }
            if (!mode.equals("managed")) {
                leftOut.add(new LeftOut(prefix + "data." + type + "." + name, LeftOut.Kind.DATA_SOURCE));
                return;
            }
            String provider = ProviderAddress.shortName(text(resource, "provider"));
            if (!resource.path("instances").isArray()) {
                throw new IllegalArgumentException(
                        prefix + type + "." + name + ": found no list of instances (expected: one)");
            }
            for (JsonNode instance : resource.path("instances")) {
                String address = prefix + type + "." + name + index(instance.path("index_key"));
                if (!instance.path("deposed").asText("").isEmpty()) {
                    leftOut.add(new LeftOut(address, LeftOut.Kind.DEPOSED));
                } else {
                    add(instance(provider, type, address, instance));
                }
            }
        }

        /** Two instances may describe one thing: under a key of its own the second would be missing for ever. */
        private void add(DeclaredResource resource) {
            DeclaredResource first = resources.putIfAbsent(resource.key(), resource);
            if (first != null) {
                resources.put(resource.key(), first.alsoBy(resource));
                leftOut.add(new LeftOut(resource.address(), LeftOut.Kind.DESCRIBED_TWICE));
            }
        }

        private DeclaredResource instance(String provider, String type, String address, JsonNode instance) {
            JsonNode attributes = instance.path("attributes");
            if (!attributes.isObject()) {
                throw new IllegalArgumentException(address + ": found "
                        + (instance.has("attributes_flat") ? "attributes_flat" : "no attributes")
                        + " (expected: attributes; refresh the state with the provider's current version)");
            }
            String id = attributes.path("id").asText("");
            ResourceKey key;
            try {
                key = types.keyOf(provider, type, account, region, attributes, id.isEmpty() ? address : id);
                // Half a character in an id shows here, and not when the key is written.
                var unused = key.text();
            } catch (IllegalArgumentException unnamed) {
                throw new IllegalArgumentException(address + ": " + unnamed.getMessage());
            }
            return new DeclaredResource(key, address, id, attributes, marked(address, instance), List.of());
        }
    }

    /** What {@code sensitive_attributes} names: lists of steps, of which indices are left out. */
    private static Set<SensitivePath> marked(String address, JsonNode instance) {
        Set<SensitivePath> paths = new LinkedHashSet<>();
        for (JsonNode steps : instance.path("sensitive_attributes")) {
            List<String> names = new ArrayList<>();
            for (JsonNode step : steps.isArray() ? steps : instance.path("sensitive_attributes")) {
                switch (step.path("type").asText("")) {
                    case "get_attr" -> names.add(step.path("value").asText());
                    case "index" -> {
                        JsonNode index = step.path("value");
                        if (index.path("type").asText("").equals("string")) {
                            names.add(index.path("value").asText());
                        }
                    }
                    // A secret may hide behind what we cannot read: better no state than a leak.
                    default ->
                        throw new IllegalArgumentException(address
                                + ": found a sensitive path of an unknown form (expected: get_attr and index steps)");
                }
            }
            if (names.isEmpty()) {
                throw new IllegalArgumentException(
                        address + ": found a sensitive path without a name (expected: at least one attribute)");
            }
            paths.add(new SensitivePath(names));
        }
        return paths;
    }

    private static String index(JsonNode key) {
        if (key.isMissingNode() || key.isNull()) {
            return "";
        }
        return "[" + CanonicalJson.write(key) + "]";
    }

    private static String text(JsonNode node, String name) {
        JsonNode value = node.path(name);
        if (!value.isTextual() || value.textValue().isEmpty()) {
            throw new IllegalArgumentException(
                    "resource without " + name + " (expected: a state as Terraform writes it)");
        }
        return value.textValue();
    }

    private static String kind(JsonNode node) {
        return node.getNodeType().name().toLowerCase(java.util.Locale.ROOT);
    }
}
