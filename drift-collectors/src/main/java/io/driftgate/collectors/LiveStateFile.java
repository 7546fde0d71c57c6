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
 * One live-state file, or a folder of such as one source, read when it changes: whole at first, then what changed. A file
 * that is being written looks as if things were gone: that is believed only of one that stayed the same for two seconds.
 * Thread-safe; one at a time reads.
 */
final class LiveStateFile {

    private static final Duration HALF_WRITTEN = Duration.ofSeconds(2);

    private final LiveSource source;
    private final Path path;
    private final Scope scope;
    private final LiveFileReader reader;
    private final Outlet outlet;
    private LiveFileMemory memory = new LiveFileMemory();
    private final Set<Cover> covers = new HashSet<>();

    private @Nullable LiveParts told;
    private long toldMarks = -1;
    private boolean whole;
    private @Nullable LiveParts seen;
    private Instant seenSince = Instant.EPOCH;
    private String snapshotId = "";
    private Instant toldAt = Instant.EPOCH;

    LiveStateFile(LiveSource source, LiveFileReader reader, Outlet outlet) {
        this.source = source;
        this.path = source.file().path();
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
    synchronized void poll() {
        try {
            read(outlet.clock().instant());
        } catch (KafkaException notTaken) {
            throw notTaken;
        } catch (NoSuchFileException missing) {
            blind(
                    "source-missing",
                    path + " is not there (expected: JSON lines, or a folder of *" + LiveParts.SUFFIX + " files)");
        } catch (IOException | RuntimeException failed) {
            blind(
                    "live-unreadable",
                    path + " cannot be read: " + failed.getClass().getSimpleName()
                            + " (expected: JSON lines that this user may read)");
        }
    }

    /**
     * Reads all of it again and tells it whole, though nothing may have changed.
     *
     * @throws KafkaException when Kafka did not take all: it is told at the next turn
     */
    synchronized void rescan() {
        told = null;
        memory = new LiveFileMemory();
        poll();
    }

    Scope scope() {
        return scope;
    }

    private void read(Instant now) throws IOException {
        LiveParts there = LiveParts.at(path);
        if (!there.equals(seen)) {
            seen = there;
            seenSince = now;
        }
        if (there.equals(told) && toldMarks == outlet.marks().version()) {
            renew(now);
            return;
        }
        List<LiveParts.Part> parts = there.read(reader, now);
        if (!LiveParts.at(path).equals(there)) {
            return;
        }
        long marks = outlet.marks().version();
        List<LiveLine> lines = parts.stream()
                .flatMap(part -> part.lines().stream())
                .map(this::redacted)
                .toList();
        boolean settled = isSettled(there, now);
        boolean wholeDue = memory.isWholeDue(lines);
        boolean broken = lines.stream().anyMatch(LiveLine.Broken.class::isInstance);
        tell(memory.decide(lines, settled), now);
        if (!settled && (wholeDue || broken)) {
            return;
        }
        whole = !broken;
        if (broken && !there.equals(told)) {
            parts.forEach(this::report);
        } else if (!broken) {
            outlet.statuses().succeeded(scope, source.interval(), covers, now);
        }
        told = there;
        toldMarks = marks;
        toldAt = now;
    }

    /** Known to be written to its end: it stayed the same, or nobody had touched it for as long before we came. */
    private boolean isSettled(LiveParts there, Instant now) {
        return !now.isBefore(seenSince.plus(HALF_WRITTEN))
                || (told == null && !now.isBefore(there.modified().plus(HALF_WRITTEN)));
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

    private void report(LiveParts.Part part) {
        for (LiveLine line : part.lines()) {
            if (line instanceof LiveLine.Broken broken) {
                String message = part.file().getFileName() + ", line " + broken.number() + ": " + broken.message();
                outlet.setAside("live-line-broken", message, part.file().toString(), part.content());
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
