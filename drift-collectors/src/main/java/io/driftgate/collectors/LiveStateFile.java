package io.driftgate.collectors;

import io.driftgate.collectors.config.CollectorsConfig.LiveSource;
import io.driftgate.collectors.live.LiveDecision;
import io.driftgate.collectors.live.LiveFileMemory;
import io.driftgate.collectors.live.LiveFileReader;
import io.driftgate.collectors.live.LiveLine;
import io.driftgate.collectors.publish.ResourceStates;
import io.driftgate.collectors.publish.SnapshotPublisher.Reading;
import io.driftgate.schemas.identity.Cover;
import io.driftgate.schemas.identity.Scope;
import io.driftgate.schemas.json.UnsetAttributes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/**
 * One live-state file, read when it changes: whole at first, then what changed. A file that is being written looks as if
 * things were gone: that is believed only of one that stayed the same for two seconds. One thread.
 */
final class LiveStateFile {

    private static final Duration HALF_WRITTEN = Duration.ofSeconds(2);

    private final LiveSource source;
    private final Path file;
    private final Scope scope;
    private final LiveFileReader reader;
    private final Outlet outlet;
    private final LiveFileMemory memory = new LiveFileMemory();
    private final Set<Cover> covers = new HashSet<>();

    private @Nullable FileStamp told;
    private long toldMarks = -1;
    private boolean whole;
    private @Nullable FileStamp seen;
    private Instant seenSince = Instant.EPOCH;
    private String snapshotId = "";
    private Instant toldAt = Instant.EPOCH;

    LiveStateFile(LiveSource source, LiveFileReader reader, Outlet outlet) {
        this.source = source;
        this.file = source.file().path();
        this.scope = Scope.liveFile(source.name());
        this.reader = reader;
        this.outlet = outlet;
        source.covers().forEach(cover -> covers.add(Cover.parse(cover)));
        // It is configured from now on, whether or not it can ever be read.
        outlet.statuses().configured(scope, source.interval());
    }

    /**
     * Looks at the file and tells what is new; a file that cannot be read makes the scope blind and is tried again.
     *
     * @throws KafkaException when Kafka did not take all: it is told again
     */
    void poll() {
        try {
            read(outlet.clock().instant());
        } catch (KafkaException notTaken) {
            throw notTaken;
        } catch (NoSuchFileException missing) {
            blind("source-missing", file + " is not there (expected: JSON lines)");
        } catch (IOException | RuntimeException failed) {
            blind(
                    "live-unreadable",
                    file + " cannot be read: " + failed.getClass().getSimpleName()
                            + " (expected: JSON lines that this user may read)");
        }
    }

    private void read(Instant now) throws IOException {
        FileStamp stamp = FileStamp.of(file);
        if (!stamp.equals(seen)) {
            seen = stamp;
            seenSince = now;
        }
        if (stamp.equals(told) && toldMarks == outlet.marks().version()) {
            renew(now);
            return;
        }
        byte[] content = Files.readAllBytes(file);
        if (!FileStamp.of(file).equals(stamp)) {
            return;
        }
        long marks = outlet.marks().version();
        List<LiveLine> lines = reader.read(new String(content, StandardCharsets.UTF_8), now).stream()
                .map(this::redacted)
                .toList();
        boolean settled = isSettled(stamp, now);
        boolean wholeDue = memory.isWholeDue(lines);
        boolean broken = lines.stream().anyMatch(LiveLine.Broken.class::isInstance);
        tell(memory.decide(lines, settled), now);
        if (!settled && (wholeDue || broken)) {
            return;
        }
        whole = !broken;
        if (broken && !stamp.equals(told)) {
            report(lines, content);
        } else if (!broken) {
            outlet.statuses().succeeded(scope, source.interval(), covers, now);
        }
        told = stamp;
        toldMarks = marks;
        toldAt = now;
    }

    /** Known to be written to its end: it stayed the same, or nobody had touched it for as long before we came. */
    private boolean isSettled(FileStamp stamp, Instant now) {
        Instant modified = Instant.EPOCH.plusNanos(stamp.modifiedNanos());
        return !now.isBefore(seenSince.plus(HALF_WRITTEN))
                || (told == null && !now.isBefore(modified.plus(HALF_WRITTEN)));
    }

    private void blind(String condition, String message) {
        outlet.statuses().failed(scope, source.interval(), condition, message);
        told = null;
    }

    private void tell(LiveDecision decision, Instant now) {
        switch (decision) {
            case LiveDecision.Whole whole -> {
                covers.addAll(whole.covers());
                List<Reading> readings =
                        whole.resources().stream().map(LiveStateFile::reading).toList();
                snapshotId = outlet.snapshots().snapshot(scope, "", covers, now, readings);
            }
            case LiveDecision.Some some -> {
                List<Reading> present = new ArrayList<>();
                List<Reading> gone = new ArrayList<>();
                for (LiveLine line : some.changed()) {
                    switch (line) {
                        case LiveLine.Present there -> present.add(reading(there));
                        case LiveLine.Gone no -> gone.add(new Reading(ResourceStates.gone(no.key()), no.readAt()));
                        case LiveLine.Broken broken -> {}
                    }
                }
                outlet.snapshots().refreshed(scope, present, gone);
            }
            case LiveDecision.Nothing nothing -> {}
        }
        memory.remember(decision);
    }

    private void report(List<LiveLine> lines, byte[] content) {
        for (LiveLine line : lines) {
            if (line instanceof LiveLine.Broken broken) {
                String message = "line " + broken.number() + ": " + broken.message();
                outlet.setAside("live-line-broken", message, file.toString(), content);
                outlet.statuses().failed(scope, source.interval(), "live-line-broken", message);
            }
        }
    }

    private void renew(Instant now) {
        if (whole && memory.hasBarrier() && !now.isBefore(toldAt.plus(source.interval()))) {
            outlet.snapshots().unchanged(scope, snapshotId, "", covers, now);
            outlet.statuses().succeeded(scope, source.interval(), covers, now);
            toldAt = now;
        }
    }

    /** Without secrets from here on, also those that only the state knows. */
    private LiveLine redacted(LiveLine line) {
        return line instanceof LiveLine.Present there
                ? new LiveLine.Present(
                        there.key(),
                        UnsetAttributes.named(outlet.redactor()
                                .redact(
                                        there.key(),
                                        there.attributes(),
                                        outlet.marks().of(there.key()))),
                        there.readAt())
                : line;
    }

    private static Reading reading(LiveLine.Present line) {
        return new Reading(ResourceStates.of(line.key(), "", line.attributes()), line.readAt());
    }
}
