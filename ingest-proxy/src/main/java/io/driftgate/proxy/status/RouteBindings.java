package io.driftgate.proxy.status;

import io.driftgate.proxy.config.GatewayConfig;
import io.driftgate.proxy.config.GuardPolicySection;
import io.driftgate.proxy.config.RouteSection;
import io.driftgate.schemas.events.BackingSelector;
import io.driftgate.schemas.events.Enforcement;
import io.driftgate.schemas.events.GuardPolicy;
import io.driftgate.schemas.events.RouteBinding;
import io.driftgate.schemas.json.AvroJson;
import io.driftgate.schemas.json.CanonicalJson;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What stands behind the routes of this instance, and what it said before that is true no more. */
public final class RouteBindings {

    private final GatewayConfig config;
    private final String incarnation;

    /** @param incarnation a UUID for each start */
    public RouteBindings(GatewayConfig config, String incarnation) {
        this.config = config;
        this.incarnation = incarnation;
    }

    /** The binding of every route with {@code backed_by}, by its key: gateway/route/instance. */
    public Map<String, RouteBinding> current(Instant now) {
        Map<String, RouteBinding> bindings = new TreeMap<>();
        for (RouteSection route : config.routes()) {
            if (!route.backedBy().isEmpty()) {
                bindings.put(key(route.name()), binding(route, now));
            }
        }
        return bindings;
    }

    /**
     * What tells each binding from one with another content, by route: SHA-256 as lower-case hexadecimal. It is the same at
     * every start and on every instance that is configured alike.
     */
    public Map<String, String> digests() {
        Map<String, String> digests = new TreeMap<>();
        current(Instant.EPOCH).values().forEach(binding -> digests.put(binding.getRoute(), binding.getDigest()));
        return digests;
    }

    /** Of the keys that are on the topic, those of this instance whose route is gone or has nothing behind it any more. */
    public Set<String> stale(Collection<String> onTopic) {
        Set<String> mine = current(Instant.EPOCH).keySet();
        Set<String> stale = new TreeSet<>();
        for (String key : onTopic) {
            String[] parts = key.split("/", -1);
            boolean ours = parts.length == 3
                    && parts[0].equals(config.gateway().name())
                    && parts[2].equals(config.gateway().instance());
            if (ours && !mine.contains(key)) {
                stale.add(key);
            }
        }
        return stale;
    }

    private String key(String route) {
        return config.gateway().name() + "/" + route + "/" + config.gateway().instance();
    }

    private RouteBinding binding(RouteSection route, Instant now) {
        RouteBinding binding = RouteBinding.newBuilder()
                .setGateway(config.gateway().name())
                .setRoute(route.name())
                .setInstance(config.gateway().instance())
                .setIncarnation(incarnation)
                .setConfigRevision(config.revision())
                .setBackedBy(
                        route.backedBy().stream().map(RouteBindings::selector).toList())
                .setGuardPolicy(route.guardPolicy()
                        .flatMap(config::guardPolicy)
                        .map(RouteBindings::policy)
                        .orElse(null))
                .setOccurred(now)
                .build();
        return RouteBinding.newBuilder(binding).setDigest(digest(binding)).build();
    }

    /** Only of what a guard is decided on: who says it, and when, must not make another binding of it. */
    private static String digest(RouteBinding binding) {
        return CanonicalJson.sha256Hex(AvroJson.node(binding).retain("backed_by", "guard_policy"));
    }

    private static BackingSelector selector(RouteSection.Backing backing) {
        return BackingSelector.newBuilder()
                .setTerraform(backing.terraform().orElse(null))
                .setEntity(backing.entity().orElse(null))
                .setTags(backing.tags())
                .build();
    }

    private static GuardPolicy policy(GuardPolicySection policy) {
        return GuardPolicy.newBuilder()
                .setName(policy.name())
                .setEnforcement(
                        switch (policy.mode()) {
                            case ENFORCE -> Enforcement.ENFORCED;
                            case DRY_RUN -> Enforcement.OBSERVED;
                        })
                .setActions(policy.guardActions())
                .build();
    }
}
