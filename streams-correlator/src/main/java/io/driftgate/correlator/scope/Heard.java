package io.driftgate.correlator.scope;

import io.driftgate.schemas.events.CollectorStatus;
import io.driftgate.schemas.events.Condition;
import io.driftgate.schemas.events.GatewayStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

/**
 * What a collector or proxy said last of itself.
 *
 * @param at append time, ms of the epoch
 * @param first append time of the first that was heard of it, ms of the epoch
 * @param reporter name of the collector or of the gateway's instance
 * @param intervalMs how often a scope is read; 0 for a gateway
 * @param lastSuccess when the scope was last read with success, ms of the epoch by the collector's clock; 0 when never.
 *     A collector that starts anew does not take it back
 * @param conditions those that hold
 * @param ready whether a gateway serves
 * @param revision orders a gateway's configurations
 * @param version Driftgate's, of a gateway
 */
public record Heard(
        long at,
        long first,
        String reporter,
        long intervalMs,
        List<String> covers,
        long lastSuccess,
        List<Note> conditions,
        boolean ready,
        long revision,
        String version) {

    private static final Duration USUAL_INTERVAL = Duration.ofMinutes(5);

    /** How far a clock may run ahead of the broker's before it is taken back. */
    private static final Duration AHEAD = Duration.ofMinutes(1);

    /** A {@link Condition} that holds. */
    public record Note(String type, String message, long since) {}

    public Heard {
        covers = List.copyOf(covers);
        conditions = List.copyOf(conditions);
    }

    static Heard of(CollectorStatus status, Instant appended, Heard before) {
        Instant latest = appended.plus(AHEAD);
        long success = status.getLastSuccess() == null
                ? 0
                : Math.min(status.getLastSuccess().toEpochMilli(), latest.toEpochMilli());
        return new Heard(
                appended.toEpochMilli(),
                before.first == 0 ? appended.toEpochMilli() : before.first,
                status.getCollector(),
                status.getIntervalMs() > 0 ? status.getIntervalMs() : USUAL_INTERVAL.toMillis(),
                status.getCovers(),
                Math.max(success, before.lastSuccess),
                notes(status.getConditions()),
                true,
                0,
                "");
    }

    static Heard of(GatewayStatus status, Instant appended, Heard before) {
        return new Heard(
                appended.toEpochMilli(),
                before.first == 0 ? appended.toEpochMilli() : before.first,
                status.getInstance(),
                0,
                List.of(),
                0,
                notes(status.getConditions()),
                status.getReady(),
                status.getConfigRevision(),
                status.getVersion());
    }

    /** Of whom nothing was heard. */
    static Heard nothing() {
        return new Heard(0, 0, "", 0, List.of(), 0, List.of(), false, 0, "");
    }

    private static List<Note> notes(Collection<Condition> conditions) {
        return conditions.stream()
                .filter(Condition::getActive)
                .map(condition -> new Note(
                        condition.getType(),
                        condition.getMessage(),
                        condition.getSince().toEpochMilli()))
                .toList();
    }
}
