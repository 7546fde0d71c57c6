package io.driftgate.correlator.drift;

import io.driftgate.schemas.events.AttributeDifference;
import io.driftgate.schemas.events.DriftRecord;
import io.driftgate.schemas.events.DriftStatus;
import io.driftgate.schemas.events.OperatorCommand;
import io.driftgate.schemas.events.Severity;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * What a person accepted of one resource, as the store keeps it: exactly the values that live had, at the places where it
 * differed. Anything else there, or anything worse, is not accepted. Times are milliseconds of the epoch.
 *
 * @param by principal of the person
 * @param until when it ends by itself, in append time
 * @param status as it was accepted
 * @param severity the worst that was accepted
 * @param values path to the digest of the live value there; the empty path stands for the whole resource
 * @param liveReadAt when live was read last before it was accepted; what was read later must be accepted, too
 * @param codeReadAt when the code was read last before
 * @param end how it ended; it is remembered for as long as the resource differs, because people want to know
 */
public record Acceptance(
        String by,
        String reason,
        long until,
        DriftStatus status,
        Severity severity,
        Map<String, String> values,
        long liveReadAt,
        long codeReadAt,
        End end) {

    private static final String WHOLE = "";

    /** How an acceptance ends while the resource still differs. */
    public enum End {
        NOT_YET,
        /** Its time passed. */
        PASSED,
        /** The resource differs in another way than was accepted. */
        OTHERWISE
    }

    public Acceptance {
        values = Map.copyOf(values);
    }

    /**
     * Accepts how a resource stands.
     *
     * @param said what people were told of it: what cannot be compared at this moment is accepted with the rest
     */
    static Acceptance of(OperatorCommand command, ResourceRow row, DriftRecord said, Judgement.Differs differs) {
        Map<String, String> values = new TreeMap<>();
        said.getDifferences().stream()
                .filter(difference -> !difference.getPath().isEmpty())
                .forEach(difference -> values.put(difference.getPath(), Told.digest(difference.getLive())));
        differs.differences().forEach(difference -> values.put(difference.getPath(), digest(difference, row)));
        return new Acceptance(
                command.getOperator(),
                command.getReason(),
                Objects.requireNonNull(command.getUntil(), "until").toEpochMilli(),
                differs.status(),
                said.getSeverity(),
                values,
                row.live().flatMap(Contribution::newest).map(Reading::last).orElse(0L),
                row.declaredContributions().stream()
                        .flatMap(code -> code.newest().stream())
                        .mapToLong(Reading::last)
                        .max()
                        .orElse(0),
                End.NOT_YET);
    }

    boolean holds() {
        return end == End.NOT_YET;
    }

    boolean isOverAt(Instant at) {
        return at.toEpochMilli() >= until;
    }

    Acceptance ended(End how) {
        return new Acceptance(by, reason, until, status, severity, values, liveReadAt, codeReadAt, how);
    }

    /** Whether what differs now is within what was accepted. */
    boolean covers(Judgement.Differs differs, ResourceRow row) {
        return differs.status() == status
                && differs.severity().compareTo(severity) <= 0
                && differs.differences().stream()
                        .allMatch(difference -> digest(difference, row).equals(values.get(difference.getPath())));
    }

    /** Whether a live value at a path is what was accepted there. */
    boolean coversValue(String path, String digest) {
        return digest.equals(values.get(path));
    }

    /** Whether a description of the whole resource is what was accepted, for one that no code declares. */
    boolean coversWhole(Described live) {
        return live.digest().equals(values.get(WHOLE));
    }

    /** Whether something that was accepted lies where nothing can be said now. */
    boolean touches(Collection<String> unknownPaths) {
        return values.keySet().stream()
                .anyMatch(path ->
                        !path.isEmpty() && unknownPaths.stream().anyMatch(unknown -> Paths.touch(unknown, path)));
    }

    /** Why the resource is reported on though somebody accepted it. */
    String note() {
        return switch (end) {
            case NOT_YET -> "accepted by " + by + " until " + Instant.ofEpochMilli(until);
            case PASSED -> "accepted by " + by + " until " + Instant.ofEpochMilli(until) + ", which has passed";
            case OTHERWISE -> "not what " + by + " accepted";
        };
    }

    private static String digest(AttributeDifference difference, ResourceRow row) {
        return difference.getPath().isEmpty()
                ? row.live()
                        .flatMap(Contribution::present)
                        .map(Described::digest)
                        .orElse("")
                : Told.digest(difference.getLive());
    }
}
