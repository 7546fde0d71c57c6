package io.driftgate.correlator.assemble;

import io.driftgate.schemas.events.CloudChange;
import io.driftgate.schemas.events.EntityFact;
import io.driftgate.schemas.events.FactKind;
import io.driftgate.schemas.events.ResourceState;
import io.driftgate.schemas.events.RouteBinding;
import io.driftgate.schemas.events.SnapshotRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Makes the facts that the drift engine reads. Each carries the append time of the record that it comes from. Pure. */
public final class Facts {

    /** How far a source's clock may run ahead of the broker's before it is taken back. */
    private static final Duration AHEAD = Duration.ofMinutes(1);

    private Facts() {}

    static EntityFact resource(SnapshotRecord record, Instant appended) {
        ResourceState state = Objects.requireNonNull(record.getResource(), "resource");
        return builder(FactKind.RESOURCE, appended)
                .setEntity(state.getEntity())
                .setScope(record.getScope())
                .setSnapshotId(record.getSnapshotId())
                .setReadAt(clamped(record.getReadAt(), appended))
                .setResource(record.getGone() ? null : state)
                .setGoneResourceKey(record.getGone() ? state.getResourceKey() : null)
                .setRefreshed(record.getSnapshotId().isEmpty())
                .build();
    }

    static EntityFact completed(
            String scope, String snapshotId, Instant beganAt, List<String> covers, Instant appended) {
        return builder(FactKind.SCOPE_COMPLETED, appended)
                .setScope(scope)
                .setSnapshotId(snapshotId)
                .setBeganAt(beganAt)
                .setCovers(covers)
                .build();
    }

    /** A scope that somebody configured, whether or not it was read yet: {@code UNMANAGED} must wait for it. */
    public static EntityFact configured(String scope, Instant appended) {
        return builder(FactKind.SCOPE_CONFIGURED, appended).setScope(scope).build();
    }

    /** A scope that is read no longer: what it said counts no longer. */
    public static EntityFact retired(String scope, Instant at) {
        return builder(FactKind.SCOPE_RETIRED, at).setScope(scope).build();
    }

    /** A change, as it was reported. */
    public static EntityFact change(CloudChange change, Instant appended) {
        CloudChange sane = CloudChange.newBuilder(change)
                .setOccurred(clamped(change.getOccurred(), appended))
                .build();
        return builder(FactKind.CHANGE, appended)
                .setEntity(change.getEntity())
                .setChange(sane)
                .build();
    }

    /** @param binding null when it was removed */
    public static EntityFact binding(String key, @Nullable RouteBinding binding, Instant appended) {
        return builder(FactKind.BINDING, appended)
                .setBindingKey(key)
                .setBinding(binding)
                .build();
    }

    /** The clock, for timers when nothing else comes. */
    public static EntityFact tick(Instant now) {
        return builder(FactKind.TICK, now).build();
    }

    static Instant clamped(Instant said, Instant appended) {
        Instant latest = appended.plus(AHEAD);
        return said.isAfter(latest) ? latest : said;
    }

    private static EntityFact.Builder builder(FactKind kind, Instant appended) {
        return EntityFact.newBuilder().setKind(kind).setAppendTime(appended);
    }
}
