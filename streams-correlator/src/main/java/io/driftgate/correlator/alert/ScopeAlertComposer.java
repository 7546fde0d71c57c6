package io.driftgate.correlator.alert;

import io.driftgate.schemas.events.Alert;
import io.driftgate.schemas.events.AlertStatus;
import io.driftgate.schemas.events.Resolution;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes alerts of what is noticed of scopes and gateways. Each cause has one alert that opens and resolves with every time
 * that it holds; while it is open only what makes it worse notifies. Versions follow append time, so that they rise even if
 * all memory of them were lost. A pure function.
 */
public final class ScopeAlertComposer {

    /**
     * The next version of the alert, or nothing when there is nothing new to say.
     *
     * @param previous the version before; null when there was none
     * @param at append time of the fact that it follows from
     * @param now processing time, for {@code correlated}
     */
    public Optional<Alert> compose(Notice notice, @Nullable Alert previous, Instant at, Instant now) {
        Instant correlated = now.truncatedTo(ChronoUnit.MILLIS);
        if (previous == null || previous.getStatus() == AlertStatus.RESOLVED) {
            return switch (notice) {
                case Notice.Holds holds -> Optional.of(opened(holds, previous, at, correlated));
                case Notice.Over over -> Optional.empty();
            };
        }
        return switch (notice) {
            case Notice.Holds holds -> revised(holds, previous, at, correlated);
            case Notice.Over over -> Optional.of(resolved(over, previous, at, correlated));
        };
    }

    private static Alert opened(Notice.Holds holds, @Nullable Alert previous, Instant at, Instant correlated) {
        Fingerprint fingerprint = Fingerprint.of(holds.kind(), holds.cause());
        return described(Alert.newBuilder(), holds)
                .setFingerprint(fingerprint.text())
                .setId(fingerprint.shortId())
                .setKind(holds.kind())
                .setVersion(version(previous, at))
                .setEpisode(previous == null ? 1 : previous.getEpisode() + 1)
                .setRevision(1)
                .setNotify(true)
                .setStatus(AlertStatus.OPEN)
                .setSubject(holds.subject())
                .setDifferences(List.of())
                .setResolution(Resolution.UNRESOLVED)
                .setOpenedAt(at)
                .setIngested(at)
                .setCorrelated(correlated)
                .build();
    }

    private static Optional<Alert> revised(Notice.Holds holds, Alert previous, Instant at, Instant correlated) {
        Alert next = described(Alert.newBuilder(previous), holds)
                .setVersion(version(previous, at))
                .setRevision(previous.getRevision() + 1)
                .setNotify(holds.severity().compareTo(previous.getSeverity()) > 0)
                .setIngested(at)
                .setCorrelated(correlated)
                .build();
        boolean same = next.getSeverity() == previous.getSeverity()
                && next.getTitle().equals(previous.getTitle())
                && next.getSummary().equals(previous.getSummary())
                && next.getDriftIds().equals(previous.getDriftIds())
                && next.getRoutes().equals(previous.getRoutes());
        return same ? Optional.empty() : Optional.of(next);
    }

    private static Alert.Builder described(Alert.Builder alert, Notice.Holds holds) {
        return alert.setSeverity(holds.severity())
                .setTitle(holds.title())
                .setSummary(holds.summary())
                .setDriftIds(holds.driftIds())
                .setRoutes(holds.routes())
                .setOccurred(holds.since());
    }

    /** Severity and routes stay, so that the end goes to the same people as the beginning. */
    private static Alert resolved(Notice.Over over, Alert previous, Instant at, Instant correlated) {
        return Alert.newBuilder(previous)
                .setVersion(version(previous, at))
                .setRevision(previous.getRevision() + 1)
                .setNotify(true)
                .setStatus(AlertStatus.RESOLVED)
                .setResolution(over.resolution())
                .setTitle(over.title())
                .setSummary(over.summary() + " It was told as: " + previous.getTitle() + ".")
                .setResolvedAt(at)
                .setOccurred(at)
                .setIngested(at)
                .setCorrelated(correlated)
                .build();
    }

    private static long version(@Nullable Alert previous, Instant at) {
        return Math.max(previous == null ? 1 : previous.getVersion() + 1, at.toEpochMilli());
    }
}
