package io.driftgate.correlator.alert;

import io.driftgate.schemas.events.Alert;
import io.driftgate.schemas.events.AlertKind;
import io.driftgate.schemas.events.AlertStatus;
import io.driftgate.schemas.events.AttributeDifference;
import io.driftgate.schemas.events.Cause;
import io.driftgate.schemas.events.DriftRecord;
import io.driftgate.schemas.events.DriftStatus;
import io.driftgate.schemas.events.Resolution;
import io.driftgate.schemas.events.Severity;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Decides what people are told of a drift. Each resource has one alert, under one {@link Fingerprint}, that opens and
 * resolves with every episode of its drift:
 *
 * <pre>
 *             drifted, or missing or unmanaged and graded HIGH by a rule:
 *             revision 1, notify
 *   (nothing) ────────────────────────────────────────────▶ OPEN ───┐
 *                                                           │  ▲ ▲  │ changed: next revision; notify when worse,
 *                   ended, in whatever way:                 │  │ └──┘ otherwise different, or the culprit is news
 *                   next revision, notify                   ▼  │
 *                                                        RESOLVED
 *                                                              next episode: revision 1, notify
 * </pre>
 *
 * <p>What cannot be told (UNKNOWN) neither opens nor resolves; what was there at first sight opens nothing; a record of an
 * episode that is over for the alert is late and is left out. A pure function: equal arguments give equal alerts. Texts
 * in {@code title} and {@code summary} are one line each, cut and without control characters; the other fields repeat the
 * drift as it is, and who renders them must escape them.
 */
public final class AlertComposer {

    /**
     * The next version of the alert, or nothing when there is nothing new to say.
     *
     * @param previous the version before, of whatever episode; null when there was none
     * @param appended append time of what caused this: versions follow it, so that they rise even if all memory were lost
     * @param now processing time, for {@code correlated}, and for the end where the drift does not say when it ended
     * @throws IllegalArgumentException when {@code previous} is about something else
     */
    public Optional<Alert> compose(DriftRecord drift, @Nullable Alert previous, Instant appended, Instant now) {
        Fingerprint fingerprint = Fingerprint.ofDrift(drift.getResourceKey());
        if (previous != null && !previous.getFingerprint().equals(fingerprint.text())) {
            throw new IllegalArgumentException("alert " + previous.getFingerprint() + " is not about "
                    + drift.getResourceKey() + " (expected: " + fingerprint + ")");
        }
        if (drift.getStatus() == DriftStatus.UNKNOWN) {
            return Optional.empty();
        }
        Instant correlated = now.truncatedTo(ChronoUnit.MILLIS);
        long version = Math.max(previous == null ? 1 : previous.getVersion() + 1, appended.toEpochMilli());
        return (previous == null ? first(drift, fingerprint, correlated) : next(drift, previous, correlated))
                .map(alert -> alert.setVersion(version).build());
    }

    private static Optional<Alert.Builder> first(DriftRecord drift, Fingerprint fingerprint, Instant correlated) {
        if (isOver(drift) || drift.getFirstSight() || !mustBeTold(drift)) {
            return Optional.empty();
        }
        return Optional.of(described(Alert.newBuilder(), drift, correlated)
                .setFingerprint(fingerprint.text())
                .setId(fingerprint.shortId())
                .setKind(AlertKind.DRIFT)
                .setEpisode(drift.getEpisode())
                .setRevision(1)
                .setNotify(true)
                .setSubject(drift.getResourceKey()));
    }

    private static Optional<Alert.Builder> next(DriftRecord drift, Alert previous, Instant correlated) {
        boolean late = drift.getEpisode() < previous.getEpisode();
        boolean open = previous.getStatus() == AlertStatus.OPEN;
        if (late || (isOver(drift) && !open)) {
            return Optional.empty();
        }
        if (isOver(drift)) {
            return Optional.of(resolved(drift, previous, correlated));
        }
        if (drift.getFirstSight()) {
            return Optional.empty();
        }
        if (open && previous.getEpisode() == drift.getEpisode()) {
            return revised(drift, previous, correlated);
        }
        // An alert that is open when the next episode begins has missed its end: the new episode is told, however
        // graded.
        return open || mustBeTold(drift) ? Optional.of(openedAgain(drift, previous, correlated)) : Optional.empty();
    }

    private static boolean isOver(DriftRecord drift) {
        return drift.getResolution() != Resolution.UNRESOLVED || drift.getStatus() == DriftStatus.IN_SYNC;
    }

    /** A resource that is missing or unmanaged is news only where an exposure rule says so. */
    private static boolean mustBeTold(DriftRecord drift) {
        return drift.getStatus() == DriftStatus.DRIFTED
                || drift.getDifferences().stream()
                        .anyMatch(difference -> difference.getRule() != null
                                && difference.getSeverity().compareTo(Severity.HIGH) >= 0);
    }

    private static Alert.Builder openedAgain(DriftRecord drift, Alert previous, Instant correlated) {
        // A drift that comes back within its episode goes on counting: a revision must not be used twice.
        boolean sameEpisode = previous.getEpisode() == drift.getEpisode();
        return described(Alert.newBuilder(previous), drift, correlated)
                .setEpisode(drift.getEpisode())
                .setRevision(sameEpisode ? previous.getRevision() + 1 : 1)
                .setNotify(true)
                .setResolution(Resolution.UNRESOLVED)
                .setResolvedAt(null);
    }

    private static Optional<Alert.Builder> revised(DriftRecord drift, Alert previous, Instant correlated) {
        Culprit culprit = Culprit.of(drift.getAttribution());
        Culprit before = Culprit.of(previous.getAttribution());
        boolean known = before.cause() != culprit.cause() && culprit.cause() != Cause.UNKNOWN;
        boolean another = !sameDifferences(drift.getDifferences(), previous.getDifferences());
        boolean worse = drift.getSeverity().compareTo(previous.getSeverity()) > 0;
        Alert.Builder next = described(Alert.newBuilder(previous), drift, correlated)
                .setRevision(previous.getRevision() + 1)
                .setNotify(worse || known || another || culprit.accusesAnother(before));
        boolean same = !another
                && culprit.equals(before)
                && next.getSeverity() == previous.getSeverity()
                && next.getRoutes().equals(previous.getRoutes())
                && next.getAddress().equals(previous.getAddress())
                && next.getTitle().equals(previous.getTitle())
                && next.getSummary().equals(previous.getSummary());
        return same ? Optional.empty() : Optional.of(next);
    }

    private static boolean sameDifferences(List<AttributeDifference> one, List<AttributeDifference> other) {
        return one.size() == other.size() && one.containsAll(other) && other.containsAll(one);
    }

    private static Alert.Builder described(Alert.Builder alert, DriftRecord drift, Instant correlated) {
        DriftWords words = new DriftWords(drift);
        return alert.setStatus(AlertStatus.OPEN)
                .setSeverity(drift.getSeverity())
                .setTitle(words.title())
                .setSummary(words.summary())
                .setAddress(drift.getAddress())
                .setDriftIds(List.of(drift.getId()))
                .setDifferences(List.copyOf(drift.getDifferences()))
                .setAttribution(drift.getAttribution())
                .setRoutes(List.copyOf(drift.getRoutes()))
                .setOpenedAt(drift.getOpenedAt())
                .setOccurred(drift.getOccurred())
                .setIngested(drift.getIngested())
                .setCorrelated(correlated);
    }

    /**
     * Severity, differences, attribution and routes stay those of the last open version, so that the end goes to the same
     * people as the beginning. It always notifies: every episode opens with a version that did.
     */
    private static Alert.Builder resolved(DriftRecord drift, Alert previous, Instant correlated) {
        Instant ended = drift.getResolvedAt() == null ? correlated : drift.getResolvedAt();
        DriftWords words = new DriftWords(drift);
        return Alert.newBuilder(previous)
                .setRevision(previous.getRevision() + 1)
                .setNotify(true)
                .setStatus(AlertStatus.RESOLVED)
                .setResolution(drift.getResolution())
                .setTitle(words.titleOfEnd())
                .setSummary(words.summaryOfEnd(Duration.between(previous.getOpenedAt(), ended), previous.getTitle()))
                .setResolvedAt(ended)
                .setOccurred(drift.getOccurred())
                .setIngested(drift.getIngested())
                .setCorrelated(correlated);
    }
}
