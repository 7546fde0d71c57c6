package io.driftgate.correlator.drift;

import io.driftgate.schemas.events.BackingSelector;
import io.driftgate.schemas.events.Enforcement;
import io.driftgate.schemas.events.GuardAction;
import io.driftgate.schemas.events.GuardPolicy;
import io.driftgate.schemas.events.RouteBinding;
import io.driftgate.schemas.events.Severity;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Which routes an entity stands behind. A selector means the entity: one that names a security group by its address also
 * means the rules that are resources of their own. The union over a route's proxies counts.
 *
 * @param routes gateway/route to the lowest severity at which its policy does more than observe; CRITICAL when it never does
 */
record Backing(SortedMap<String, Severity> routes) {

    /** No binding means the entity. */
    static final Backing NONE = new Backing(new TreeMap<>());

    /** @param names of all resources that describe the entity */
    static Backing of(String entity, List<Name> names, Collection<RouteBinding> bindings) {
        SortedMap<String, Severity> routes = new TreeMap<>();
        for (RouteBinding binding : bindings) {
            boolean behind = binding.getBackedBy().stream().anyMatch(selector -> matches(selector, entity, names));
            if (behind) {
                routes.merge(
                        binding.getGateway() + "/" + binding.getRoute(),
                        threshold(binding.getGuardPolicy()),
                        (one, other) -> one.compareTo(other) <= 0 ? one : other);
            }
        }
        return new Backing(routes);
    }

    /** The lowest severity that shuts anything of these routes; HIGH when there are none. */
    Severity guardThreshold() {
        return routes.values().stream().min(Severity::compareTo).orElse(Severity.HIGH);
    }

    List<String> names() {
        return List.copyOf(routes.keySet());
    }

    private static boolean matches(BackingSelector selector, String entity, List<Name> names) {
        if (selector.getEntity() != null) {
            return selector.getEntity().equals(entity);
        }
        if (selector.getTerraform() != null) {
            return names.stream().anyMatch(one -> one.address().equals(selector.getTerraform()));
        }
        Map<String, String> tags = selector.getTags();
        return !tags.isEmpty()
                && names.stream().anyMatch(one -> one.tags().entrySet().containsAll(tags.entrySet()));
    }

    private static Severity threshold(@Nullable GuardPolicy policy) {
        if (policy == null || policy.getEnforcement() == Enforcement.OBSERVED) {
            return Severity.CRITICAL;
        }
        return policy.getActions().entrySet().stream()
                .filter(entry -> entry.getValue().compareTo(GuardAction.OBSERVE) > 0)
                .map(entry -> Severity.valueOf(entry.getKey()))
                .min(Severity::compareTo)
                .orElse(Severity.CRITICAL);
    }
}
