package io.driftgate.correlator.feedback;

import io.driftgate.correlator.alert.Fingerprint;
import io.driftgate.kit.text.PrintableText;
import io.driftgate.schemas.events.Alert;
import io.driftgate.schemas.events.AlertKind;
import io.driftgate.schemas.events.AlertStatus;
import io.driftgate.schemas.events.Severity;
import io.driftgate.schemas.topic.TopicCatalogue;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Tells people that somebody speaks in the correlator's name: at once of the first attempt, then at most once an hour of how
 * many there were, and of the end when there was none for a day.
 *
 * <pre>
 *             attempt: revision 1                   hour over, more attempts: next revision
 *   (nothing) ───────────────────▶ OPEN ───────────────────▶ OPEN
 *                                   │ a day without one: next revision
 *                                   ▼
 *                                RESOLVED ──attempt: next episode, revision 1──▶ OPEN
 * </pre>
 *
 * <p>Every version notifies. Pure but for the clock that stamps {@code correlated}.
 */
public final class TamperReporter {

    private static final Duration BETWEEN = Duration.ofHours(1);
    private static final Duration QUIET = Duration.ofHours(24);
    private static final Duration REMEMBERED = Duration.ofDays(60);
    private static final int LONGEST_KEY = 120;

    private final InstantSource clock;

    public TamperReporter(InstantSource clock) {
        this.clock = clock;
    }

    /** The case as it is now, and what to tell. */
    public record Report(TamperCase tampering, Optional<Alert> alert) {}

    /** Takes an attempt. */
    public Report attempt(@Nullable TamperCase before, TamperNote note) {
        long at = note.at().toEpochMilli();
        boolean fresh = before == null || !before.open();
        TamperCase counted = new TamperCase(
                note.cause(),
                note.topic(),
                note.key().orElse(""),
                true,
                (before == null ? 0 : before.episode()) + (fresh ? 1 : 0),
                before == null || fresh ? 0 : before.revision(),
                before == null ? 0 : before.version(),
                before == null || fresh ? at : before.openedAt(),
                before == null ? at : Math.max(at, before.lastAttempt()),
                before == null || fresh ? at : before.lastTold(),
                before == null || fresh ? 1 : before.count() + 1,
                before == null || fresh ? 0 : before.told(),
                note.reason().name(),
                note.origin(),
                note.remedy().name());
        boolean due = fresh || at - counted.lastTold() >= BETWEEN.toMillis();
        return due ? told(counted, true, at) : new Report(counted, Optional.empty());
    }

    /**
     * Looks at a case again.
     *
     * @return nothing when nothing is due
     */
    public Optional<Report> tick(TamperCase before, Instant now) {
        long at = now.toEpochMilli();
        if (!before.open()) {
            return Optional.empty();
        }
        if (at - before.lastAttempt() >= QUIET.toMillis()) {
            return Optional.of(told(before, false, at));
        }
        boolean due = before.count() > before.told() && at - before.lastTold() >= BETWEEN.toMillis();
        return due ? Optional.of(told(before, true, at)) : Optional.empty();
    }

    /** Whether a case is so old that its next attempt may begin from nothing. */
    public boolean isForgotten(TamperCase tampering, Instant now) {
        return !tampering.open() && now.toEpochMilli() - tampering.lastAttempt() >= REMEMBERED.toMillis();
    }

    private Report told(TamperCase tampering, boolean open, long at) {
        TamperCase told = new TamperCase(
                tampering.cause(),
                tampering.topic(),
                tampering.key(),
                open,
                tampering.episode(),
                tampering.revision() + 1,
                Math.max(tampering.version() + 1, at),
                tampering.openedAt(),
                tampering.lastAttempt(),
                at,
                tampering.count(),
                tampering.count(),
                tampering.reason(),
                tampering.origin(),
                tampering.remedy());
        return new Report(told, Optional.of(alert(told, at)));
    }

    private Alert alert(TamperCase told, long at) {
        Fingerprint fingerprint = Fingerprint.of(AlertKind.TAMPERING, told.cause());
        boolean isRoute = told.topic().equals(TopicCatalogue.ROUTE_GUARDS.name());
        String place = told.topic() + (told.key().isEmpty() ? "" : " under " + shown(told.key()));
        return Alert.newBuilder()
                .setFingerprint(fingerprint.text())
                .setId(fingerprint.shortId())
                .setVersion(told.version())
                .setKind(AlertKind.TAMPERING)
                .setEpisode(told.episode())
                .setRevision(told.revision())
                .setNotify(true)
                .setStatus(told.open() ? AlertStatus.OPEN : AlertStatus.RESOLVED)
                .setSeverity(Severity.HIGH)
                .setTitle(
                        told.open()
                                ? "Somebody writes in the correlator's name to " + place
                                : "Nobody writes in the correlator's name to " + place + " any more")
                .setSummary(told.open() ? summary(told) : ended(told))
                .setSubject(told.topic() + (told.key().isEmpty() ? "" : " " + shown(told.key())))
                .setRoutes(isRoute && !told.key().isEmpty() ? List.of(told.key()) : List.of())
                .setOpenedAt(Instant.ofEpochMilli(told.openedAt()))
                .setResolvedAt(told.open() ? null : Instant.ofEpochMilli(at))
                .setOccurred(Instant.ofEpochMilli(told.lastAttempt()))
                .setIngested(Instant.ofEpochMilli(told.lastAttempt()))
                .setCorrelated(clock.instant().truncatedTo(ChronoUnit.MILLIS))
                .build();
    }

    private static String summary(TamperCase told) {
        return attempts(told) + ", the last at " + told.origin() + ": "
                + TamperReason.valueOf(told.reason()).clause() + ". "
                + Remedy.valueOf(told.remedy()).sentence()
                + " No reader acts on such a record. Only the correlator may write to this topic: find out who else can,"
                + " and take it away; driftgate config acls prints what each service needs.";
    }

    private static String ended(TamperCase told) {
        return attempts(told) + ", the last at " + told.origin() + ", and none for " + QUIET.toHours() + " h since.";
    }

    private static String attempts(TamperCase told) {
        return told.count() == 1 ? "1 attempt" : told.count() + " attempts";
    }

    private static String shown(String key) {
        return PrintableText.of(key, LONGEST_KEY);
    }
}
