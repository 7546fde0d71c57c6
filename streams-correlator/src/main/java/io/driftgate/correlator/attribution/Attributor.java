package io.driftgate.correlator.attribution;

import io.driftgate.schemas.events.Actor;
import io.driftgate.schemas.events.Attribution;
import io.driftgate.schemas.events.AttributionCandidate;
import io.driftgate.schemas.events.Cause;
import io.driftgate.schemas.events.CloudChange;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds who made a resource differ. A candidate is a change of the entity that took effect, happened between the last reading
 * that matched and the first that differed, give or take the clocks' skew, and has anything to do with what differs. The same
 * changes in any order, duplicates included, give the same answer.
 *
 * <p>Score: {@value #PATH} for naming what differs + {@value #VALUE} for holding the differing value + {@value #TIME} for closeness
 * to the differing reading + {@value #IDENTITY} for a known identity. Confidence is the best score; a rival by somebody else lowers
 * it, from not at all when it scores {@value #CLEAR_LEAD} less, to half when it scores the same. Rivals by the same identity and
 * way cast no doubt on who it was.
 *
 * <p>Pure and thread-safe.
 */
public final class Attributor {

    static final double PATH = 0.4;
    static final double VALUE = 0.3;
    static final double TIME = 0.2;
    static final double IDENTITY = 0.1;
    static final double CLEAR_LEAD = 0.3;

    private static final int MOST_RIVALS = 5;
    /** How far to look back where nobody knows when live last matched. */
    private static final Duration WITHOUT_LOWER_BOUND = Duration.ofHours(24);
    /** CloudTrail cuts its times to the second: a change may seem to have happened that much before it did. */
    private static final Duration CUT = Duration.ofSeconds(1);
    /** Share of the time's score at the far end of the window. */
    private static final double FAR_END = 0.6;

    /** Best first: by score, then latest, then event id. */
    private static final Comparator<Candidate> ORDER = Comparator.comparingDouble(Candidate::score)
            .reversed()
            .thenComparing(candidate -> candidate.change().getOccurred(), Comparator.reverseOrder())
            .thenComparing(candidate -> candidate.change().getEventId());

    private record Candidate(CloudChange change, double score) {

        /** Whom it speaks against, and by which way. */
        List<Object> who() {
            Actor actor = change.getActor();
            return actor == null
                    ? List.of(change.getEventId())
                    : List.of(actor.getArn(), actor.getPrincipalId(), change.getChannel());
        }
    }

    private final CauseTable causes;
    private final Duration skew;

    /**
     * @param pipelines the identities that count as pipelines
     * @param skew how far the clocks of cloud and collector may lie apart
     */
    public Attributor(List<Pipeline> pipelines, Duration skew) {
        if (skew.isNegative()) {
            throw new IllegalArgumentException("skew " + skew + " (expected: not negative)");
        }
        this.causes = new CauseTable(pipelines);
        this.skew = skew;
    }

    /** The answer; cause UNKNOWN and no change where no candidate is left. */
    public Attribution attribute(AttributionQuestion question) {
        List<Candidate> candidates = candidates(question);
        if (candidates.isEmpty()) {
            return Attribution.newBuilder()
                    .setCause(Cause.UNKNOWN)
                    .setConfidence(0)
                    .setChange(null)
                    .setRivals(List.of())
                    .build();
        }
        Candidate best = candidates.getFirst();
        return Attribution.newBuilder()
                .setCause(causes.of(best.change()))
                .setConfidence(confidence(candidates))
                .setChange(asRecord(best))
                .setRivals(candidates.stream()
                        .skip(1)
                        .limit(MOST_RIVALS)
                        .map(Attributor::asRecord)
                        .toList())
                .build();
    }

    private List<Candidate> candidates(AttributionQuestion question) {
        Instant from = question.lastMatching()
                .map(last -> last.minus(skew))
                .orElse(question.firstDiffering().minus(WITHOUT_LOWER_BOUND));
        Instant to = question.firstDiffering().plus(skew);
        Map<List<String>, CloudChange> distinct = new LinkedHashMap<>();
        question.changes().stream()
                .filter(change -> !change.getReadOnly() && change.getErrorCode() == null)
                .filter(change -> change.getOccurred().isAfter(from)
                        && !change.getOccurred().isAfter(to))
                // Copies of one event may differ in when they came in; which of them stays must not follow their order.
                .sorted(Comparator.comparing(CloudChange::getIngested)
                        .thenComparing(CloudChange::getDoor)
                        .thenComparing(CloudChange::toString))
                .forEach(change -> distinct.putIfAbsent(List.of(change.getEventId(), change.getEntity()), change));
        return distinct.values().stream()
                .map(change -> scored(change, question))
                .filter(candidate -> candidate.score() > 0)
                .sorted(ORDER)
                .toList();
    }

    private Candidate scored(CloudChange change, AttributionQuestion question) {
        Evidence evidence = Evidence.of(change, question.type(), question.differences());
        if (!evidence.any()) {
            return new Candidate(change, 0);
        }
        double score = PATH * evidence.path()
                + VALUE * evidence.value()
                + TIME * closeness(change.getOccurred(), question)
                + IDENTITY * identity(change.getActor());
        return new Candidate(change, rounded(score));
    }

    /** 1 at the differing reading, {@value #FAR_END} at the matching one; beyond either, as far as skew lets it, less than that. */
    private double closeness(Instant occurred, AttributionQuestion question) {
        Instant to = question.firstDiffering();
        Instant from =
                question.lastMatching().orElse(to.minus(WITHOUT_LOWER_BOUND)).minus(CUT);
        if (occurred.isAfter(to)) {
            return FAR_END * (1 - share(Duration.between(to, occurred), skew));
        }
        if (occurred.isBefore(from)) {
            return FAR_END * (1 - share(Duration.between(occurred, from), skew));
        }
        return 1 - (1 - FAR_END) * share(Duration.between(occurred, to), Duration.between(from, to));
    }

    private static double share(Duration part, Duration whole) {
        return whole.isPositive() ? Math.min(1, (double) part.toMillis() / Math.max(1, whole.toMillis())) : 1;
    }

    private static double identity(@Nullable Actor actor) {
        if (actor == null) {
            return 0;
        }
        if (!actor.getArn().isEmpty()) {
            return 1;
        }
        return actor.getName().isEmpty() && actor.getPrincipalId().isEmpty() ? 0 : 0.5;
    }

    private static double confidence(List<Candidate> candidates) {
        Candidate best = candidates.getFirst();
        double lead = candidates.stream()
                .skip(1)
                .filter(rival -> !rival.who().equals(best.who()))
                .mapToDouble(rival -> best.score() - rival.score())
                .min()
                .orElse(CLEAR_LEAD);
        return rounded(best.score() * (0.5 + 0.5 * Math.min(1, lead / CLEAR_LEAD)));
    }

    private static double rounded(double score) {
        return Math.round(score * 1000) / 1000.0;
    }

    private static AttributionCandidate asRecord(Candidate candidate) {
        CloudChange change = candidate.change();
        return AttributionCandidate.newBuilder()
                .setEventId(change.getEventId())
                .setEventName(change.getEventName())
                .setActor(change.getActor())
                .setChannel(change.getChannel())
                .setSourceAddress(change.getSourceAddress())
                .setOccurred(change.getOccurred())
                .setScore(candidate.score())
                .build();
    }
}
