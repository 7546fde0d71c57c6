package io.driftgate.correlator.scope;

import io.driftgate.schemas.events.Condition;
import io.driftgate.schemas.events.ScopeKind;
import io.driftgate.schemas.events.ScopeReport;
import io.driftgate.schemas.events.ScopeStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What operators are told of a scope. Silence is not health: nothing is called clean that is not known to be. Pure. */
public final class ScopeReports {

    /** A correlator that lags so far behind knows nothing of now. */
    private static final Duration STALE = Heartbeats.SILENCE.multipliedBy(2);

    private final Duration compared;

    /**
     * @param compared how long after its first complete reading a scope may still have resources of which it is not said
     *     yet that nothing can be said of them
     */
    public ScopeReports(Duration compared) {
        this.compared = compared;
    }

    /**
     * The report; nothing for what is retired.
     *
     * @param now the clock
     */
    public Optional<ScopeReport> of(ScopeRow row, Instant now) {
        if (row.retired()) {
            return Optional.empty();
        }
        Standing standing = current(row, now);
        Heard heard = row.heard();
        Tally drifts = row.counts().drifts();
        @Nullable Baseline baseline = row.baseline();
        return Optional.of(ScopeReport.newBuilder()
                .setScope(row.scope())
                .setKind(row.kind())
                .setStatus(standing.status())
                .setClean(isClean(row, standing))
                .setSince(Instant.ofEpochMilli(standing.since()))
                .setReason(standing.reason())
                .setReporter(heard.reporter())
                .setIntervalMs(heard.intervalMs())
                .setCovers(heard.covers())
                .setLastHeartbeat(time(heard.at()))
                .setLastSuccess(time(heard.lastSuccess()))
                .setLastComplete(time(row.read().lastAt()))
                .setConditions(heard.conditions().stream()
                        .map(note ->
                                new Condition(note.type(), true, note.message(), Instant.ofEpochMilli(note.since())))
                        .toList())
                .setResources(row.read().resources())
                .setOpen(drifts.open())
                .setBySeverity(Map.copyOf(drifts.bySeverity()))
                .setByStatus(Map.copyOf(drifts.byStatus()))
                .setFirstSight(drifts.firstSight())
                .setUnknown(drifts.unknown())
                .setAccepted(drifts.accepted())
                .setBaselinedAt(baseline == null ? null : time(baseline.at()))
                .setBaselinedBy(baseline == null ? "" : baseline.by())
                .setReady(row.kind() == ScopeKind.GATEWAY && heard.ready())
                .setConfigRevision(heard.revision())
                .setVersion(heard.version())
                .build());
    }

    private static Standing current(ScopeRow row, Instant now) {
        boolean stale = now.toEpochMilli() - row.heardAt() > STALE.toMillis();
        boolean judged =
                row.standing().status() == ScopeStatus.BLIND || row.standing().status() == ScopeStatus.FAILING;
        return stale && !judged
                ? new Standing(
                        ScopeStatus.BLIND,
                        row.heardAt(),
                        "no status of it came through since " + Instant.ofEpochMilli(row.heardAt())
                                + "; the correlator itself may lag")
                : row.standing();
    }

    private boolean isClean(ScopeRow row, Standing standing) {
        if (standing.status() != ScopeStatus.OK) {
            return false;
        }
        if (row.kind() == ScopeKind.GATEWAY) {
            return row.heard().conditions().isEmpty();
        }
        long first = row.read().firstAt();
        boolean isCompared = first != 0 && row.heard().at() >= first + compared.toMillis();
        Tally drifts = row.counts().drifts();
        return isCompared && drifts.open() == 0 && drifts.unknown() == 0;
    }

    private static @Nullable Instant time(long millis) {
        return millis == 0 ? null : Instant.ofEpochMilli(millis);
    }
}
