package io.driftgate.correlator.drift;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import io.driftgate.correlator.attribution.AttributionQuestion;
import io.driftgate.correlator.attribution.Attributor;
import io.driftgate.correlator.compare.Comparison;
import io.driftgate.correlator.compare.Difference;
import io.driftgate.correlator.compare.DriftComparer;
import io.driftgate.correlator.exposure.ExposureInput;
import io.driftgate.correlator.exposure.ExposureRules;
import io.driftgate.correlator.exposure.Grade;
import io.driftgate.schemas.events.AttributeDifference;
import io.driftgate.schemas.events.CloudChange;
import io.driftgate.schemas.events.DriftStatus;
import io.driftgate.schemas.events.Severity;
import io.driftgate.schemas.identity.ResourceKey;
import io.driftgate.schemas.json.CanonicalJson;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Joins declared and live state of one resource. The answer follows from what was read and reported, and not from the order
 * in which it came. Pure.
 */
final class Judge {

    private final DriftComparer comparer;
    private final ExposureRules rules;
    private final Attributor attributor;

    Judge(DriftComparer comparer, ExposureRules rules, Attributor attributor) {
        this.comparer = comparer;
        this.rules = rules;
        this.attributor = attributor;
    }

    /**
     * @param scopes all that are known
     * @param changes what the cloud reported for the entity
     */
    Judgement judge(ResourceRow row, Scopes scopes, List<CloudChange> changes) {
        Optional<Contribution> live = row.live();
        Optional<Described> liveNow = live.flatMap(Contribution::present);
        List<Contribution> declared = row.declared();
        if (declared.isEmpty()) {
            return liveNow.isEmpty()
                    ? new Judgement.Absent()
                    : unmanaged(row, live.orElseThrow(), liveNow.get(), scopes, changes);
        }
        if (liveNow.isEmpty()) {
            return missing(row, declared, live, scopes, changes);
        }
        Contribution present = live.orElseThrow();
        return declared.stream()
                .map(code -> compared(row, code, present, scopes, changes))
                .max(Comparator.comparingInt(Judge::weight))
                .orElseThrow();
    }

    private Judgement compared(
            ResourceRow row, Contribution code, Contribution live, Scopes scopes, List<CloudChange> changes) {
        Described should = code.present().orElseThrow();
        Described is = live.present().orElseThrow();
        Instant since = Instant.ofEpochMilli(
                Math.max(newest(code).appended(), newest(live).appended()));
        if (should.attributes() == null || is.attributes() == null) {
            return should.digest().equals(is.digest())
                    ? new Judgement.InSync(List.of(), row.opening() != null, List.of())
                    : new Judgement.Undecided(since);
        }
        JsonNode declaredJson = CanonicalJson.read(should.attributes());
        JsonNode liveJson = CanonicalJson.read(is.attributes());
        Comparison comparison = comparer.compare(row.type(), declaredJson, liveJson);
        List<Difference> sinceOpening = sinceOpening(row, liveJson).orElse(comparison.differences());
        List<AttributeDifference> takenOver = takenOver(row, sinceOpening, comparison.differences(), liveJson);
        if (comparison.differences().isEmpty()) {
            boolean wasUnmanaged = row.opening() != null && row.opening().declared() == null;
            return new Judgement.InSync(comparison.unknownPaths(), wasUnmanaged || !takenOver.isEmpty(), takenOver);
        }
        List<AttributeDifference> differences =
                new ArrayList<>(graded(row.type(), comparison.differences(), declaredJson, liveJson));
        differences.addAll(takenOver);
        boolean firstSight = scopes.isFirstSight(row.declaredContributions(), code)
                && scopes.isFirstSight(row.liveContributions(), live);
        return differs(
                row,
                DriftStatus.DRIFTED,
                differences,
                comparison,
                attributes(sinceOpening),
                firstSight,
                newest(live).last() >= newest(code).first(),
                Window.of(code, live, (one, other) -> matches(row.type(), one, other)),
                since,
                changes);
    }

    /** Where live is not what the code said when the open episode began. */
    private Optional<List<Difference>> sinceOpening(ResourceRow row, JsonNode live) {
        return opened(row)
                .map(before -> comparer.compare(row.type(), before, live).differences());
    }

    private static Optional<JsonNode> opened(ResourceRow row) {
        return Optional.ofNullable(row.opening())
                .flatMap(opening -> Optional.ofNullable(opening.declared()))
                .flatMap(declared -> Optional.ofNullable(declared.attributes()))
                .map(CanonicalJson::read);
    }

    /** What live was moved to in this episode, and the code says now, too. */
    private List<AttributeDifference> takenOver(
            ResourceRow row, List<Difference> sinceOpening, List<Difference> current, JsonNode live) {
        Optional<JsonNode> before = opened(row);
        Opening opening = row.opening();
        if (before.isEmpty() || opening == null) {
            return List.of();
        }
        List<Difference> taken = sinceOpening.stream()
                .filter(difference -> opening.attributes().contains(Paths.attribute(difference.path())))
                .filter(difference -> current.stream()
                        .noneMatch(other -> Paths.attribute(other.path()).equals(Paths.attribute(difference.path()))))
                .toList();
        return graded(row.type(), taken, before.get(), live).stream()
                .map(difference -> AttributeDifference.newBuilder(difference)
                        .setReason(difference.getReason() + "; the state has taken it over")
                        .build())
                .toList();
    }

    private Judgement missing(
            ResourceRow row,
            List<Contribution> declared,
            Optional<Contribution> live,
            Scopes scopes,
            List<CloudChange> changes) {
        Contribution code = declared.getFirst();
        long firstDeclared = code.presentSince().orElseThrow();
        long declaredAppended = newest(code).appended();
        Optional<Reading> gone = live.flatMap(Contribution::newest);
        Optional<Barrier> missedBy = scopes.barriers().stream()
                .filter(barrier -> !barrier.isDeclared() && barrier.beganAt() > firstDeclared)
                .filter(barrier -> barrier.covers(ResourceKey.parse(row.resourceKey())))
                .findFirst();
        boolean seenGone = gone.isPresent() && gone.get().last() >= firstDeclared;
        if (!seenGone && missedBy.isEmpty()) {
            return new Judgement.Undecided(Instant.ofEpochMilli(declaredAppended));
        }
        boolean neverThere = row.liveContributions().stream().noneMatch(Contribution::everPresent);
        Window window = seenGone
                ? Window.ofGone(live.orElseThrow())
                : Window.from(
                        Instant.ofEpochMilli(missedBy.map(Barrier::beganAt).orElse(firstDeclared)));
        JsonNode declaredJson = json(code.present().orElseThrow());
        Difference whole = new Difference("", Optional.of(declaredJson), Optional.empty());
        return differs(
                row,
                DriftStatus.MISSING,
                graded(row.type(), List.of(whole), declaredJson, NullNode.getInstance()),
                new Comparison(List.of(whole), List.of()),
                attributes(List.of(whole)),
                neverThere && scopes.isFirstSight(row.declaredContributions(), code),
                true,
                window,
                Instant.ofEpochMilli(
                        Math.max(declaredAppended, gone.map(Reading::appended).orElse(declaredAppended))),
                changes);
    }

    private Judgement unmanaged(
            ResourceRow row, Contribution live, Described is, Scopes scopes, List<CloudChange> changes) {
        long firstSeen = live.presentSince().orElseThrow();
        List<Reading> lastOfCode =
                row.declaredContributions().stream().map(Judge::newest).toList();
        Instant since = Instant.ofEpochMilli(Math.max(
                newest(live).appended(),
                lastOfCode.stream().mapToLong(Reading::appended).max().orElse(0)));
        List<Barrier> code =
                scopes.barriers().stream().filter(Barrier::isDeclared).toList();
        if (code.isEmpty() || code.stream().anyMatch(barrier -> barrier.beganAt() <= firstSeen)) {
            return new Judgement.Undecided(since);
        }
        boolean neverDeclared = row.declaredContributions().stream().noneMatch(Contribution::everPresent);
        JsonNode liveJson = json(is);
        Difference whole = new Difference("", Optional.empty(), Optional.of(liveJson));
        return differs(
                row,
                DriftStatus.UNMANAGED,
                graded(row.type(), List.of(whole), NullNode.getInstance(), liveJson),
                new Comparison(List.of(whole), List.of()),
                attributes(List.of(whole)),
                neverDeclared && scopes.isFirstSight(row.liveContributions(), live),
                lastOfCode.stream().allMatch(reading -> newest(live).last() >= reading.first()),
                Window.from(Instant.ofEpochMilli(firstSeen)),
                since,
                changes);
    }

    private Judgement.Differs differs(
            ResourceRow row,
            DriftStatus status,
            List<AttributeDifference> graded,
            Comparison comparison,
            List<String> moved,
            boolean firstSight,
            boolean liveReread,
            Window window,
            Instant since,
            List<CloudChange> changes) {
        return new Judgement.Differs(
                status,
                graded,
                comparison.unknownPaths(),
                moved,
                worst(graded),
                firstSight,
                liveReread,
                row.live()
                        .flatMap(Contribution::newest)
                        .map(reading -> Instant.ofEpochMilli(reading.first()))
                        .orElse(window.firstDiffering()),
                since,
                attributor.attribute(new AttributionQuestion(
                        row.type(),
                        window.lastMatching(),
                        window.firstDiffering(),
                        comparison.differences(),
                        window.among(changes))));
    }

    /** All at once: what rules find of the whole resource is worked out once. */
    private List<AttributeDifference> graded(
            String type, List<Difference> differences, JsonNode declared, JsonNode live) {
        List<Grade> grades = rules.grade(differences.stream()
                .map(difference -> new ExposureInput(
                        type, difference.path(), difference.declared(), difference.live(), declared, live))
                .toList());
        List<AttributeDifference> graded = new ArrayList<>();
        for (int i = 0; i < differences.size(); i++) {
            graded.add(graded(differences.get(i), grades.get(i)));
        }
        return graded;
    }

    private static AttributeDifference graded(Difference difference, Grade grade) {
        return AttributeDifference.newBuilder()
                .setPath(difference.path())
                .setDeclared(difference.path().isEmpty() ? null : text(difference.declared()))
                .setLive(difference.path().isEmpty() ? null : text(difference.live()))
                .setSeverity(grade.severity())
                .setRule(grade.rule().orElse(null))
                .setTechnique(grade.technique().orElse(null))
                .setReason(grade.reason())
                .build();
    }

    private static List<String> attributes(List<Difference> differences) {
        return differences.stream()
                .map(difference -> Paths.attribute(difference.path()))
                .distinct()
                .toList();
    }

    static Severity worst(List<AttributeDifference> differences) {
        return differences.stream()
                .map(AttributeDifference::getSeverity)
                .max(Severity::compareTo)
                .orElse(Severity.INFO);
    }

    private boolean matches(String type, Described declared, Described live) {
        if (declared.attributes() == null || live.attributes() == null) {
            return declared.digest().equals(live.digest());
        }
        return comparer.compare(type, CanonicalJson.read(declared.attributes()), CanonicalJson.read(live.attributes()))
                .differences()
                .isEmpty();
    }

    private static Reading newest(Contribution contribution) {
        return contribution.newest().orElseThrow();
    }

    private static JsonNode json(Described described) {
        return described.attributes() == null ? NullNode.getInstance() : CanonicalJson.read(described.attributes());
    }

    private static @Nullable String text(Optional<JsonNode> value) {
        return value.map(CanonicalJson::write).orElse(null);
    }

    /** Of two codes for one resource the one that says worse counts. */
    private static int weight(Judgement judgement) {
        return switch (judgement) {
            case Judgement.Differs differs -> 2 + differs.severity().ordinal();
            case Judgement.Undecided unknown -> 1;
            case Judgement.InSync inSync -> 0;
            case Judgement.Absent absent -> 0;
        };
    }
}
