package io.driftgate.correlator.assemble;

import io.driftgate.schemas.events.CollectorStatus;
import io.driftgate.schemas.events.EntityFact;
import io.driftgate.schemas.events.GatewayStatus;
import io.driftgate.schemas.events.ScopeFact;
import io.driftgate.schemas.events.ScopeFactKind;
import java.time.Instant;

/** Makes the facts that scopes and gateways are judged by. Each carries the append time of its record. Pure. */
public final class ScopeFacts {

    private ScopeFacts() {}

    /** What a collector says of a scope. */
    public static ScopeFact status(CollectorStatus status, Instant appended) {
        return builder(ScopeFactKind.STATUS, status.getScope(), appended)
                .setCollectorStatus(status)
                .build();
    }

    /** What a gateway says of itself; its configuration, which nobody here reads, stays behind. */
    public static ScopeFact status(String key, GatewayStatus status, Instant appended) {
        return builder(ScopeFactKind.GATEWAY_STATUS, key, appended)
                .setGatewayStatus(
                        GatewayStatus.newBuilder(status).setEffectiveConfig("").build())
                .build();
    }

    /** A scope or gateway that is to be watched no longer. */
    public static ScopeFact retired(String key, Instant appended) {
        return builder(ScopeFactKind.RETIRED, key, appended).build();
    }

    /** @param barrier of the scope's complete reading */
    static ScopeFact completed(EntityFact barrier, long resources) {
        return builder(ScopeFactKind.SCOPE_COMPLETED, barrier.getScope(), barrier.getAppendTime())
                .setSnapshotId(barrier.getSnapshotId())
                .setBeganAt(barrier.getBeganAt())
                .setResources(resources)
                .build();
    }

    /**
     * A binding of a gateway's instance, which is the fact's key.
     *
     * @param bindingKey gateway/route/instance
     * @param bound false when it was removed
     */
    public static ScopeFact binding(String bindingKey, boolean bound, Instant appended) {
        String[] parts = bindingKey.split("/", -1);
        return builder(ScopeFactKind.BINDING, parts[0] + "/" + parts[2], appended)
                .setBindingKey(bindingKey)
                .setBound(bound)
                .build();
    }

    /** The clock, for who is silent. */
    public static ScopeFact tick(Instant now) {
        return builder(ScopeFactKind.TICK, "", now).build();
    }

    private static ScopeFact.Builder builder(ScopeFactKind kind, String scope, Instant appended) {
        return ScopeFact.newBuilder().setKind(kind).setScope(scope).setAppendTime(appended);
    }
}
