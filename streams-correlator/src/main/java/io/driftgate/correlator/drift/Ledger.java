package io.driftgate.correlator.drift;

import io.driftgate.schemas.events.AttributeDifference;
import io.driftgate.schemas.events.Attribution;
import io.driftgate.schemas.events.CloudChange;
import io.driftgate.schemas.events.DriftRecord;
import io.driftgate.schemas.events.DriftStatus;
import io.driftgate.schemas.events.Resolution;
import io.driftgate.schemas.events.Severity;
import io.driftgate.schemas.identity.ShortId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the story of each resource's drift: when an episode opens, what is added to it, how it ends.
 *
 * <pre>
 *               differs, settled                    in sync: REVERTED | ABSORBED
 *   (no row) ---------------------> OPEN ---------------------------------------> CLOSED
 *      |  ^                        |  ^                absent: DELETED               |
 *      |  +--differs, held--+      +--+ differs in another way, better evidence      |
 *      |                           ^                                                 |
 *      +--undecided, settled--> UNKNOWN      <-----------differs again, episode + 1--+
 *
 *   OPEN ---accepted by a person---> ACCEPTED: differs still, and is closed
 *                                       |  its time passed, or it differs otherwise: OPEN, episode + 1
 *                                       +--in sync, or absent: CLOSED, quietly
 * </pre>
 *
 * What cannot be decided closes nothing: an open drift stays open until both sides are known again. Pure but for the clock
 * that stamps {@code correlated}.
 */
final class Ledger {

    private final Settling settling;
    private final InstantSource clock;

    Ledger(Settling settling, InstantSource clock) {
        this.settling = settling;
        this.clock = clock;
    }

    /**
     * What the ruling is about.
     *
     * @param previous what was said last; null when nothing was
     * @param backing the routes in front
     * @param changes what is still remembered of the cloud's reports about the entity
     * @param at the engine's time: append time, or the deadline of a timer
     */
    record Case(
            ResourceRow row, @Nullable DriftRecord previous, Backing backing, List<CloudChange> changes, Instant at) {}

    Ruling rule(Judgement judgement, Case about) {
        DriftRecord previous = about.previous();
        Acceptance acceptance = about.row().acceptance();
        if (previous != null && acceptance != null && acceptance.holds()) {
            return judgement instanceof Judgement.Differs differs
                    ? accepted(differs, about, previous, acceptance)
                    : new Ruling.Keep();
        }
        if (previous != null && isOpen(previous)) {
            return switch (judgement) {
                case Judgement.Differs differs -> differs(differs, about, Optional.of(previous));
                case Judgement.InSync inSync -> inSync(inSync, about, previous);
                case Judgement.Absent absent -> new Ruling.Publish(closed(about, previous, Resolution.DELETED));
                case Judgement.Undecided unknown -> new Ruling.Keep();
            };
        }
        return switch (judgement) {
            case Judgement.Differs differs -> differs(differs, about, Optional.empty());
            case Judgement.InSync inSync -> clean(inSync, about);
            case Judgement.Absent absent -> clean(new Judgement.InSync(List.of(), false, List.of()), about);
            case Judgement.Undecided unknown -> undecided(unknown, about);
        };
    }

    /** Whether an episode is under way. */
    static boolean isOpen(DriftRecord record) {
        return record.getResolvedAt() == null && record.getResolution() == Resolution.UNRESOLVED && differs(record);
    }

    /** Whether it says that the sides differ, be it that somebody accepted that. */
    static boolean differs(DriftRecord record) {
        return switch (record.getStatus()) {
            case DRIFTED, MISSING, UNMANAGED -> true;
            case UNKNOWN, IN_SYNC -> false;
        };
    }

    private Ruling differs(Judgement.Differs differs, Case about, Optional<DriftRecord> open) {
        boolean wakes = open.isPresent() && open.get().getFirstSight() && !differs.firstSight();
        Instant acts = settling.actsAt(differs, about.backing().guardThreshold());
        if ((open.isEmpty() || wakes) && about.at().isBefore(acts)) {
            return new Ruling.Hold(acts);
        }
        DriftRecord next =
                open.map(previous -> amended(differs, about, previous)).orElseGet(() -> opened(differs, about));
        return open.isPresent() && saysTheSame(next, open.get()) ? new Ruling.Keep() : new Ruling.Publish(next);
    }

    private Ruling inSync(Judgement.InSync inSync, Case about, DriftRecord previous) {
        if (!stillOpen(previous, inSync.unknownPaths()).isEmpty()) {
            return new Ruling.Keep();
        }
        if (!inSync.absorbed()) {
            return new Ruling.Publish(closed(about, previous, Resolution.REVERTED));
        }
        DriftRecord.Builder absorbed = DriftRecord.newBuilder(closed(about, previous, Resolution.ABSORBED));
        if (!inSync.takenOver().isEmpty()) {
            List<AttributeDifference> told = Told.of(inSync.takenOver());
            absorbed.setDifferences(told).setSeverity(Judge.worst(told));
        }
        return new Ruling.Publish(absorbed.build());
    }

    /** Nothing is open. A row is only there when it has something to say. */
    private Ruling clean(Judgement.InSync inSync, Case about) {
        DriftRecord previous = about.previous();
        boolean wasUnknown = previous != null && previous.getStatus() == DriftStatus.UNKNOWN;
        // What differed and was accepted is in sync now: it ends quietly.
        boolean news = previous == null
                ? !inSync.unknownPaths().isEmpty()
                : previous.getStatus() != DriftStatus.IN_SYNC
                        || !previous.getUnknownPaths().equals(inSync.unknownPaths());
        if (!news) {
            return new Ruling.Keep();
        }
        DriftRecord.Builder record = previous == null || wasUnknown
                ? row(about).setSeverity(Severity.INFO)
                : DriftRecord.newBuilder(previous);
        return new Ruling.Publish(record.setStatus(DriftStatus.IN_SYNC)
                .setUnknownPaths(inSync.unknownPaths())
                .setAcceptedUntil(null)
                .setRevision(previous == null ? 1 : previous.getRevision() + 1)
                .setCorrelated(clock.instant())
                .build());
    }

    private Ruling undecided(Judgement.Undecided unknown, Case about) {
        DriftRecord previous = about.previous();
        if (previous != null && previous.getStatus() == DriftStatus.UNKNOWN) {
            return new Ruling.Keep();
        }
        Instant acts = settling.actsAt(unknown);
        if (about.at().isBefore(acts)) {
            return new Ruling.Hold(acts);
        }
        return new Ruling.Publish(row(about)
                .setStatus(DriftStatus.UNKNOWN)
                .setSeverity(Severity.INFO)
                .setRevision(previous == null ? 1 : previous.getRevision() + 1)
                .setIngested(unknown.since())
                .setOccurred(unknown.since())
                .build());
    }

    /** It differs still, and that is in order until a date: the record says both. */
    private Ruling accepted(Judgement.Differs differs, Case about, DriftRecord previous, Acceptance acceptance) {
        Instant until = Instant.ofEpochMilli(acceptance.until());
        boolean said = previous.getResolution() == Resolution.ACCEPTED
                && previous.getStatus() == differs.status()
                && previous.getAcceptedBy().equals(acceptance.by())
                && previous.getAcceptedReason().equals(acceptance.reason())
                && until.equals(previous.getAcceptedUntil());
        return said
                ? new Ruling.Keep()
                : new Ruling.Publish(DriftRecord.newBuilder(closed(about, previous, Resolution.ACCEPTED))
                        .setStatus(differs.status())
                        .setAcceptedBy(acceptance.by())
                        .setAcceptedReason(acceptance.reason())
                        .setAcceptedUntil(until)
                        .setIngested(about.at())
                        .build());
    }

    private DriftRecord opened(Judgement.Differs differs, Case about) {
        DriftRecord previous = about.previous();
        // What a person accepted was looked at.
        boolean firstSight = differs.firstSight() && !hasPassed(about);
        return differing(differs, about, noted(differs.differences(), about.row()), whoDidIt(differs, about))
                .setEpisode(previous == null ? 1 : previous.getEpisode() + 1)
                .setRevision(1)
                .setOpenedAt(about.at())
                .setFirstSight(firstSight)
                .build();
    }

    /** What opens again because its acceptance has passed was done by who did it then. */
    private static Attribution whoDidIt(Judgement.Differs differs, Case about) {
        DriftRecord previous = about.previous();
        return previous == null || !hasPassed(about)
                ? differs.attribution()
                : better(previous.getAttribution(), differs.attribution(), about);
    }

    private static boolean hasPassed(Case about) {
        Acceptance acceptance = about.row().acceptance();
        return acceptance != null && acceptance.end() == Acceptance.End.PASSED;
    }

    private DriftRecord amended(Judgement.Differs differs, Case about, DriftRecord previous) {
        List<AttributeDifference> differences = new ArrayList<>(noted(differs.differences(), about.row()));
        List<String> paths =
                differences.stream().map(AttributeDifference::getPath).toList();
        stillOpen(previous, differs.unknownPaths()).stream()
                .filter(difference -> !paths.contains(difference.getPath()))
                .forEach(differences::add);
        return differing(differs, about, differences, better(previous.getAttribution(), differs.attribution(), about))
                .setEpisode(previous.getEpisode())
                .setRevision(previous.getRevision() + 1)
                .setOpenedAt(previous.getOpenedAt())
                .setFirstSight(previous.getFirstSight() && differs.firstSight())
                .build();
    }

    /** What somebody accepted once, and is reported on again, says so. */
    private static List<AttributeDifference> noted(List<AttributeDifference> differences, ResourceRow row) {
        Acceptance acceptance = row.acceptance();
        return acceptance == null
                ? differences
                : differences.stream()
                        .map(difference -> AttributeDifference.newBuilder(difference)
                                .setReason(difference.getReason() + "; " + acceptance.note())
                                .build())
                        .toList();
    }

    private DriftRecord.Builder differing(
            Judgement.Differs differs, Case about, List<AttributeDifference> differences, Attribution attribution) {
        List<AttributeDifference> told = Told.of(differences);
        var change = attribution.getChange();
        return row(about)
                .setStatus(differs.status())
                .setSeverity(Judge.worst(told))
                .setDifferences(told)
                .setUnknownPaths(differs.unknownPaths())
                .setAttribution(attribution)
                .setLiveReread(differs.liveReread())
                .setReadAt(differs.readAt())
                .setOccurred(change == null ? differs.readAt() : change.getOccurred())
                .setIngested(differs.since());
    }

    private DriftRecord closed(Case about, DriftRecord previous, Resolution resolution) {
        return DriftRecord.newBuilder(previous)
                .setStatus(DriftStatus.IN_SYNC)
                .setResolution(resolution)
                .setResolvedAt(about.at())
                .setRevision(previous.getRevision() + 1)
                .setRoutes(about.backing().names())
                .setIngested(lastMove(about.row()))
                .setCorrelated(clock.instant())
                .build();
    }

    private DriftRecord.Builder row(Case about) {
        ResourceRow row = about.row();
        DriftRecord previous = about.previous();
        List<String> live = row.liveContributions().stream()
                .filter(contribution -> contribution.present().isPresent())
                .map(Contribution::scope)
                .toList();
        List<Contribution> declared = row.declared();
        return DriftRecord.newBuilder()
                .setResourceKey(row.resourceKey())
                .setId(ShortId.drift(row.resourceKey()))
                .setEntity(row.entity())
                .setType(row.type())
                .setAddress(declared.stream()
                        .flatMap(contribution -> contribution.present().stream())
                        .map(Described::address)
                        .findFirst()
                        .orElse(previous == null ? "" : previous.getAddress()))
                .setDeclaredScopes(declared.stream().map(Contribution::scope).toList())
                .setLiveScopes(live)
                .setDeclaredTwice(declared.size() > 1)
                .setRoutes(about.backing().names())
                .setEpisode(previous == null ? 0 : previous.getEpisode())
                .setCorrelated(clock.instant());
    }

    /** Differences at places of which nothing can be said any more: what was open there stays open. */
    private static List<AttributeDifference> stillOpen(DriftRecord previous, List<String> unknownPaths) {
        return previous.getDifferences().stream()
                .filter(difference -> !difference.getPath().isEmpty())
                .filter(difference ->
                        unknownPaths.stream().anyMatch(unknown -> Paths.touch(unknown, difference.getPath())))
                .toList();
    }

    /** Evidence is only added: what is no longer remembered does not take away what was known. */
    private static Attribution better(@Nullable Attribution before, Attribution now, Case about) {
        if (before == null || before.getChange() == null) {
            return now;
        }
        String event = before.getChange().getEventId();
        boolean remembered =
                about.changes().stream().anyMatch(change -> change.getEventId().equals(event));
        boolean worse = now.getChange() == null || now.getConfidence() < before.getConfidence();
        return !remembered && worse ? before : now;
    }

    private static boolean saysTheSame(DriftRecord next, DriftRecord previous) {
        return DriftRecord.newBuilder(next)
                .setRevision(previous.getRevision())
                .setCorrelated(previous.getCorrelated())
                .setIngested(previous.getIngested())
                .build()
                .equals(previous);
    }

    private static Instant lastMove(ResourceRow row) {
        return Instant.ofEpochMilli(row.contributions().stream()
                .flatMap(contribution -> contribution.newest().stream())
                .mapToLong(Reading::appended)
                .max()
                .orElse(0));
    }
}
