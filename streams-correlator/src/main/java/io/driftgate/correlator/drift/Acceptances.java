package io.driftgate.correlator.drift;

import io.driftgate.correlator.compare.Difference;
import io.driftgate.correlator.compare.DriftComparer;
import io.driftgate.schemas.events.AttributeDifference;
import io.driftgate.schemas.events.DriftRecord;
import io.driftgate.schemas.events.OperatorCommand;
import io.driftgate.schemas.events.Resolution;
import io.driftgate.schemas.json.CanonicalJson;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Decides what a person may accept, and for how long it holds. Only what people were told may be accepted: what moved since
 * then was seen by nobody. Whether it holds follows from what was read, and not from the order in which that came. Pure.
 */
final class Acceptances {

    private final DriftComparer comparer;

    Acceptances(DriftComparer comparer) {
        this.comparer = comparer;
    }

    /** What may be said to an order. */
    sealed interface Verdict {}

    /** @param row with what was accepted */
    record Granted(ResourceRow row) implements Verdict {}

    /** @param why in words, and what to do */
    record Denied(String why) implements Verdict {}

    /**
     * @param row null when nothing is known of the resource
     * @param said what was said of it last
     * @param judgement of the row
     * @param appended append time of the order
     * @param now the engine's time
     */
    Verdict consider(
            OperatorCommand command,
            @Nullable ResourceRow row,
            @Nullable DriftRecord said,
            Judgement judgement,
            Instant appended,
            Instant now) {
        if (row == null || said == null || !(Ledger.isOpen(said) || isAccepted(said))) {
            return new Denied("no drift of it is open");
        }
        Instant until = command.getUntil();
        if (until == null || !until.isAfter(now)) {
            return new Denied("the time until which it was to hold has passed already");
        }
        return switch (judgement) {
            case Judgement.Differs differs ->
                isAsTold(differs, said) && !said.getIngested().isAfter(appended)
                        ? new Granted(row.accepted(Acceptance.of(command, row, said, differs)))
                        : new Denied("it is not what was told any more; look again, and accept that");
            case Judgement.Undecided unknown -> new Denied("it cannot be compared now; accept it once it can be");
            case Judgement.InSync inSync -> new Denied("nothing can be seen to differ any more");
            case Judgement.Absent absent -> new Denied("it is neither declared nor there any more");
        };
    }

    /** The row with its acceptance as it stands now: it ends by its time, by another difference, or with the drift. */
    ResourceRow upheld(ResourceRow row, Judgement judgement, Instant at) {
        Acceptance acceptance = row.acceptance();
        if (acceptance == null) {
            return row;
        }
        boolean over = acceptance.holds() && acceptance.isOverAt(at);
        return switch (judgement) {
            case Judgement.Absent absent -> row.accepted(null);
            case Judgement.InSync inSync -> {
                boolean unseen = acceptance.holds() && !over && acceptance.touches(inSync.unknownPaths());
                yield unseen ? row : row.accepted(null);
            }
            case Judgement.Undecided unknown -> over ? ended(row, acceptance, Acceptance.End.PASSED) : row;
            case Judgement.Differs differs -> {
                if (over) {
                    yield ended(row, acceptance, Acceptance.End.PASSED);
                }
                boolean holds =
                        acceptance.holds() && acceptance.covers(differs, row) && sawNothingElse(row, acceptance);
                yield holds || !acceptance.holds() ? row : ended(row, acceptance, Acceptance.End.OTHERWISE);
            }
        };
    }

    /** When the row must be looked at again for it. */
    static Optional<Instant> end(ResourceRow row) {
        return Optional.ofNullable(row.acceptance())
                .filter(Acceptance::holds)
                .map(acceptance -> Instant.ofEpochMilli(acceptance.until()));
    }

    private static ResourceRow ended(ResourceRow row, Acceptance acceptance, Acceptance.End how) {
        return row.accepted(acceptance.ended(how));
    }

    private static boolean isAccepted(DriftRecord said) {
        return said.getResolution() == Resolution.ACCEPTED && Ledger.differs(said);
    }

    private static boolean isAsTold(Judgement.Differs differs, DriftRecord said) {
        return differs.status() == said.getStatus()
                && differs.differences().stream().allMatch(difference -> wasTold(difference, said));
    }

    private static boolean wasTold(AttributeDifference difference, DriftRecord said) {
        return Told.isCut(said.getDifferences())
                || said.getDifferences().stream()
                        .anyMatch(told -> told.getPath().equals(difference.getPath())
                                && Told.digest(told.getLive()).equals(Told.digest(difference.getLive()))
                                && told.getSeverity().compareTo(difference.getSeverity()) >= 0);
    }

    /**
     * Whether all that was read since a person accepted a difference is what was accepted: what was something else in between
     * has ended it, though it came back, and in whatever order its readings came. What cannot be compared is something else.
     */
    private boolean sawNothingElse(ResourceRow row, Acceptance acceptance) {
        List<Described> codes =
                row.declared().stream().flatMap(code -> code.present().stream()).toList();
        Optional<Contribution> live = row.live();
        @Nullable Described liveNow = live.flatMap(Contribution::present).orElse(null);
        return live.stream()
                        .flatMap(one -> one.between(acceptance.liveReadAt()).stream())
                        .allMatch(reading -> isAccepted(acceptance, row.type(), codes, reading.described()))
                && row.declaredContributions().stream()
                        .flatMap(one -> one.between(acceptance.codeReadAt()).stream())
                        .map(reading -> Optional.ofNullable(reading.described()).stream()
                                .toList())
                        .allMatch(code -> isAccepted(acceptance, row.type(), code, liveNow));
    }

    private boolean isAccepted(Acceptance acceptance, String type, List<Described> codes, @Nullable Described live) {
        return switch (acceptance.status()) {
            case MISSING -> live == null && !codes.isEmpty();
            case UNMANAGED -> live != null && codes.isEmpty() && acceptance.coversWhole(live);
            case DRIFTED -> live != null && areAccepted(acceptance, type, codes, live);
            case IN_SYNC, UNKNOWN -> false;
        };
    }

    private boolean areAccepted(Acceptance acceptance, String type, List<Described> codes, Described live) {
        List<Difference> differences = new ArrayList<>();
        for (Described code : codes) {
            if (code.attributes() == null || live.attributes() == null) {
                return false;
            }
            differences.addAll(
                    comparer.compare(type, CanonicalJson.read(code.attributes()), CanonicalJson.read(live.attributes()))
                            .differences());
        }
        return !differences.isEmpty()
                && differences.stream()
                        .allMatch(difference -> acceptance.coversValue(
                                difference.path(),
                                Told.digest(difference
                                        .live()
                                        .map(CanonicalJson::write)
                                        .orElse(null))));
    }
}
