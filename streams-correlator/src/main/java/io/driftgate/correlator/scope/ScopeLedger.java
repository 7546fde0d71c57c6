package io.driftgate.correlator.scope;

import io.driftgate.schemas.events.CommandKind;
import io.driftgate.schemas.events.OperatorCommand;
import io.driftgate.schemas.events.ScopeFact;
import io.driftgate.schemas.events.ScopeKind;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Takes the facts about a scope into what is known of it, in their order. Equal facts give equal rows. Pure. */
public final class ScopeLedger {

    private static final int BINDING_PARTS = 3;

    private ScopeLedger() {}

    /** The row after any fact but {@code DRIFT_COUNTED} and {@code TICK}. */
    public static ScopeRow apply(ScopeRow row, ScopeFact fact) {
        long at = fact.getAppendTime().toEpochMilli();
        return switch (fact.getKind()) {
            case STATUS -> {
                ScopeRow back = returned(row, at);
                yield back.heard(Heard.of(
                        Objects.requireNonNull(fact.getCollectorStatus(), "collector_status"),
                        fact.getAppendTime(),
                        back.heard()));
            }
            case GATEWAY_STATUS -> {
                ScopeRow back = returned(row, at);
                yield back.heard(Heard.of(
                        Objects.requireNonNull(fact.getGatewayStatus(), "gateway_status"),
                        fact.getAppendTime(),
                        back.heard()));
            }
            case SCOPE_COMPLETED -> row.read(row.read().and(at, fact.getResources()));
            case RETIRED -> row.retired(at);
            case BINDING -> bound(row, fact.getBindingKey(), fact.getBound(), at);
            case COMMAND -> ordered(row, fact.getCommand(), at);
            case DRIFT_COUNTED, TICK, NOTHING -> row;
        };
    }

    /**
     * The row after one of its resources came to stand otherwise.
     *
     * @param before how it stood; null when as it should
     * @param after how it stands; null when as it should
     */
    public static ScopeRow counted(ScopeRow row, @Nullable ScopedDrift before, @Nullable ScopedDrift after, long at) {
        if (Objects.equals(before, after)) {
            return row;
        }
        boolean sum = isSummedUp(row.kind(), before) || isSummedUp(row.kind(), after);
        return row.counts(row.counts().and(row.counts().drifts().changed(row.kind(), before, after), at, sum));
    }

    private static boolean isSummedUp(ScopeKind kind, @Nullable ScopedDrift drift) {
        return drift != null && drift.isSummedUpBy(kind);
    }

    /** What was gone for good and is configured again is a new one, but for the drifts that it has. */
    private static ScopeRow returned(ScopeRow row, long at) {
        return row.isGoneSince(Heartbeats.SILENCE, at)
                ? ScopeRow.named(row.scope(), at).counts(row.counts()).routes(row.routes())
                : row;
    }

    private static ScopeRow bound(ScopeRow row, String bindingKey, boolean bound, long at) {
        String[] parts = bindingKey.split("/", -1);
        if (parts.length != BINDING_PARTS) {
            return row;
        }
        return row.routes(bound ? row.routes().with(parts[1]) : row.routes().without(parts[1], at));
    }

    private static ScopeRow ordered(ScopeRow row, @Nullable OperatorCommand command, long at) {
        if (command == null || command.getKind() != CommandKind.BASELINE_SCOPE) {
            return row;
        }
        @Nullable Baseline before = row.baseline();
        if (before != null && before.commandId().equals(command.getId())) {
            // The same order, delivered again.
            return row;
        }
        return row.baseline(new Baseline(
                        command.getId(),
                        command.getOperator(),
                        command.getReason(),
                        command.getOccurred().toEpochMilli(),
                        at,
                        ScopeWords.counts(row),
                        false))
                .counts(row.counts().unsummed(at));
    }
}
