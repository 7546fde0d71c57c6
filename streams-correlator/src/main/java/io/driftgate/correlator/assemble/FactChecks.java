package io.driftgate.correlator.assemble;

import com.fasterxml.jackson.databind.JsonNode;
import io.driftgate.schemas.events.CloudChange;
import io.driftgate.schemas.events.CollectorStatus;
import io.driftgate.schemas.events.GatewayStatus;
import io.driftgate.schemas.events.GuardPolicy;
import io.driftgate.schemas.events.ResourceState;
import io.driftgate.schemas.events.RouteBinding;
import io.driftgate.schemas.events.Severity;
import io.driftgate.schemas.events.SnapshotRecord;
import io.driftgate.schemas.identity.Cover;
import io.driftgate.schemas.identity.Entity;
import io.driftgate.schemas.identity.ResourceKey;
import io.driftgate.schemas.identity.Scope;
import io.driftgate.schemas.json.CanonicalJson;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Refuses records whose keys break their grammar before they become facts, so that the engine may rely on them. Each check
 * throws {@link IllegalArgumentException} with what was expected; the record becomes a dead letter.
 */
public final class FactChecks {

    private static final int BINDING_PARTS = 3;

    private FactChecks() {}

    /** Scope, covers and resource of a snapshot record. */
    public static void check(SnapshotRecord record) {
        Scope.parse(record.getScope());
        record.getCovers().forEach(Cover::parse);
        @Nullable ResourceState resource = record.getResource();
        if (resource == null) {
            return;
        }
        ResourceKey key = ResourceKey.parse(resource.getResourceKey());
        boolean agrees =
                key.entity().text().equals(resource.getEntity()) && key.type().equals(resource.getType());
        if (!agrees) {
            throw new IllegalArgumentException("resource " + key + " says another entity or type of itself (expected: "
                    + key.entity() + ", " + key.type() + ")");
        }
        if (resource.getAttributes() != null) {
            JsonNode attributes = CanonicalJson.read(resource.getAttributes());
            if (!attributes.isObject()) {
                throw new IllegalArgumentException("resource " + key + " has attributes of another kind, "
                        + attributes.getNodeType() + " (expected: an object)");
            }
        }
    }

    /** The entity of a change. */
    public static void check(CloudChange change) {
        var unused = Entity.parse(change.getEntity());
    }

    /** That a status is about the scope that is its key. */
    public static void check(String key, CollectorStatus status) {
        Scope.parse(status.getScope());
        status.getCovers().forEach(Cover::parse);
        if (!key.equals(status.getScope())) {
            throw new IllegalArgumentException(
                    "collector status " + key + " is about " + status.getScope() + " (expected: its key)");
        }
    }

    /** That a status is about the gateway that is its key. */
    public static void check(String key, GatewayStatus status) {
        String named = status.getGateway() + "/" + status.getInstance();
        if (!key.equals(named)
                || status.getGateway().isEmpty()
                || status.getInstance().isEmpty()) {
            throw new IllegalArgumentException(
                    "gateway status " + key + " is about " + named + " (expected: its key, gateway/instance)");
        }
    }

    /** A binding's key, and that its policy speaks of severities that are known: else it would guard less than it says. */
    public static void check(String key, RouteBinding binding) {
        checkBindingKey(key);
        String named = binding.getGateway() + "/" + binding.getRoute() + "/" + binding.getInstance();
        if (!key.equals(named)) {
            throw new IllegalArgumentException("binding " + key + " says it is " + named + " (expected: its key)");
        }
        @Nullable GuardPolicy policy = binding.getGuardPolicy();
        if (policy != null) {
            List<String> known =
                    java.util.Arrays.stream(Severity.values()).map(Enum::name).toList();
            policy.getActions().keySet().stream()
                    .filter(severity -> !known.contains(severity))
                    .findFirst()
                    .ifPresent(severity -> {
                        throw new IllegalArgumentException("binding " + key + " names severity '" + severity
                                + "' (expected: one of " + known + ")");
                    });
        }
    }

    /** {@code gateway/route/instance}. */
    public static void checkBindingKey(String key) {
        String[] parts = key.split("/", -1);
        boolean whole = parts.length == BINDING_PARTS && List.of(parts).stream().noneMatch(String::isEmpty);
        if (!whole) {
            throw new IllegalArgumentException("binding '" + key + "' (expected: gateway/route/instance)");
        }
    }
}
