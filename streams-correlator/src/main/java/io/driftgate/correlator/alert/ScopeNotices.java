package io.driftgate.correlator.alert;

import io.driftgate.correlator.scope.Heard.Note;
import io.driftgate.correlator.scope.Heartbeats;
import io.driftgate.correlator.scope.ScopeRow;
import io.driftgate.correlator.scope.ScopedDrift;
import io.driftgate.correlator.scope.Standing;
import io.driftgate.schemas.events.AlertKind;
import io.driftgate.schemas.events.Resolution;
import io.driftgate.schemas.events.ScopeKind;
import io.driftgate.schemas.events.ScopeStatus;
import io.driftgate.schemas.events.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What people have to be told of a scope or gateway: that it is blind; that it fails for long; what was found at its first
 * comparison; that a gateway reports something that has an alert of its own. Pure.
 */
public final class ScopeNotices {

    /** Shorter than this, failing is a hiccup. */
    private static final Duration FAILING = Duration.ofMinutes(5);

    /** A summary waits no longer than this for the last drift to come to rest. */
    private static final Duration LONGEST = Duration.ofMinutes(10);

    private final Duration settle;

    /** @param settle how long no drift of the scope may have moved before its summary is told */
    public ScopeNotices(Duration settle) {
        this.settle = settle;
    }

    /** Whether what is to be told of the row may change by the clock alone. */
    public static boolean isPending(ScopeRow row) {
        return row.counts().unsummedAt() != 0 || row.standing().status() == ScopeStatus.FAILING;
    }

    /**
     * What is certain now, each cause at most once.
     *
     * @param now append time
     * @param drifts of the scope, asked for only when its summary is told
     */
    public List<Notice> of(ScopeRow row, Instant now, Supplier<Collection<ScopedDrift>> drifts) {
        long at = now.toEpochMilli();
        if (row.retired() && !row.isGoneSince(Heartbeats.SILENCE, at)) {
            return List.of();
        }
        List<Notice> notices = new ArrayList<>();
        blind(row).ifPresent(notices::add);
        failing(row, at).ifPresent(notices::add);
        if (row.kind() == ScopeKind.GATEWAY) {
            ToldCondition.ALL.forEach(told -> notices.add(condition(row, told)));
        }
        summary(row, at, drifts).ifPresent(notices::add);
        return notices;
    }

    private static Optional<Notice> blind(ScopeRow row) {
        ScopeNoticeWords words = new ScopeNoticeWords(row);
        if (row.retired()) {
            return Optional.of(retired(row, AlertKind.BLIND, row.scope()));
        }
        if (row.standing().status() != ScopeStatus.BLIND) {
            return Optional.of(new Notice.Over(
                    AlertKind.BLIND,
                    row.scope(),
                    Resolution.REVERTED,
                    words.name() + " is heard again",
                    "It says how it is again."));
        }
        return Optional.of(new Notice.Holds(
                AlertKind.BLIND,
                row.scope(),
                row.scope(),
                Severity.HIGH,
                words.name() + " is blind: nothing is heard of it",
                words.blind(),
                List.of(),
                words.routes(),
                Instant.ofEpochMilli(row.standing().since())));
    }

    /** What is silent may fail or not: nothing is told of it, either way. */
    private static Optional<Notice> failing(ScopeRow row, long at) {
        String cause = "failing/" + row.scope();
        if (row.retired()) {
            return Optional.of(retired(row, AlertKind.CONFIGURATION, cause));
        }
        ScopeNoticeWords words = new ScopeNoticeWords(row);
        Standing standing = row.standing();
        return switch (standing.status()) {
            case BLIND -> Optional.empty();
            case OK, UNREAD ->
                Optional.of(new Notice.Over(
                        AlertKind.CONFIGURATION,
                        cause,
                        Resolution.REVERTED,
                        words.name() + " fails no longer",
                        "What was wrong has passed."));
            case FAILING -> {
                long most = Math.max(2 * row.heard().intervalMs(), FAILING.toMillis());
                yield at - standing.since() < most || isToldByName(row)
                        ? Optional.empty()
                        : Optional.of(new Notice.Holds(
                                AlertKind.CONFIGURATION,
                                cause,
                                row.scope(),
                                Severity.MEDIUM,
                                words.name() + words.fails(),
                                words.failing(),
                                List.of(),
                                words.routes(),
                                Instant.ofEpochMilli(standing.since())));
            }
        };
    }

    /** Whether all that is wrong has alerts of its own. */
    private static boolean isToldByName(ScopeRow row) {
        List<String> told = ToldCondition.ALL.stream().map(ToldCondition::type).toList();
        List<Note> conditions = row.heard().conditions();
        return row.kind() == ScopeKind.GATEWAY
                && row.heard().ready()
                && !conditions.isEmpty()
                && conditions.stream().allMatch(note -> told.contains(note.type()));
    }

    private static Notice condition(ScopeRow row, ToldCondition told) {
        String cause = told.type() + "/" + row.scope();
        if (row.retired()) {
            return retired(row, told.kind(), cause);
        }
        ScopeNoticeWords words = new ScopeNoticeWords(row);
        return row.heard().conditions().stream()
                .filter(note -> note.type().equals(told.type()))
                .findFirst()
                .<Notice>map(note -> new Notice.Holds(
                        told.kind(),
                        cause,
                        row.scope(),
                        told.severity(),
                        words.name() + " " + told.title(),
                        words.message(note),
                        List.of(),
                        words.routes(),
                        Instant.ofEpochMilli(note.since())))
                .orElseGet(() -> new Notice.Over(
                        told.kind(),
                        cause,
                        Resolution.REVERTED,
                        words.name() + " reports " + told.type() + " no longer",
                        "The condition has passed."));
    }

    private Optional<Notice> summary(ScopeRow row, long at, Supplier<Collection<ScopedDrift>> drifts) {
        if (row.counts().unsummedAt() == 0) {
            return Optional.empty();
        }
        if (row.retired()) {
            return Optional.of(retired(row, AlertKind.SCOPE_SUMMARY, row.scope()));
        }
        ScopeNoticeWords words = new ScopeNoticeWords(row);
        // Once the engine has taken it over, what is found at a first sight is new.
        if (row.baseline() != null && !row.baseline().recorded()) {
            return Optional.of(new Notice.Over(
                    AlertKind.SCOPE_SUMMARY,
                    row.scope(),
                    Resolution.UNRESOLVED,
                    words.name() + " has a baseline",
                    words.baselined(row.baseline())));
        }
        if (row.counts().drifts().summedUp() == 0) {
            return Optional.of(new Notice.Over(
                    AlertKind.SCOPE_SUMMARY,
                    row.scope(),
                    Resolution.UNRESOLVED,
                    words.name() + " has no drift of its first comparison any more",
                    "None that was found at the first comparison is open as it was then."));
        }
        long compared = row.read().firstAt();
        boolean atRest = at - Math.max(row.counts().movedAt(), compared) >= settle.toMillis();
        boolean late = at - Math.max(row.counts().unsummedAt(), compared) >= LONGEST.toMillis();
        if (compared == 0 || !(atRest || late)) {
            return Optional.empty();
        }
        List<ScopedDrift> found = drifts.get().stream()
                .filter(drift -> drift.isSummedUpBy(row.kind()))
                .toList();
        return Optional.of(words.summary(found, Instant.ofEpochMilli(compared)));
    }

    private static Notice retired(ScopeRow row, AlertKind kind, String cause) {
        return new Notice.Over(
                kind,
                cause,
                Resolution.DELETED,
                new ScopeNoticeWords(row).name() + " is watched no longer",
                "It was taken out of the configuration, or is gone for good.");
    }
}
