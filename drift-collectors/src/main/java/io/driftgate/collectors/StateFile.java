package io.driftgate.collectors;

import io.driftgate.collectors.declared.DeclaredResource;
import io.driftgate.collectors.declared.StateReading;
import io.driftgate.collectors.declared.TerraformState;
import io.driftgate.collectors.publish.ResourceStates;
import io.driftgate.collectors.publish.SnapshotPublisher.Reading;
import io.driftgate.schemas.identity.Scope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One Terraform state on disk, read when it changes. A state that cannot be read may be half written: it is tried again
 * and set aside once it has stayed the same for two seconds. Nothing is ever concluded from it. One at a time.
 */
final class StateFile {

    private static final Duration HALF_WRITTEN = Duration.ofSeconds(2);

    private final Path file;
    private final Scope scope;
    private final Duration interval;
    private final TerraformState reader;
    private final Outlet outlet;

    private @Nullable FileStamp told;
    private @Nullable FileStamp refused;
    private Instant refusedSince = Instant.EPOCH;
    private boolean setAside;
    private boolean decided;
    private String snapshotId = "";
    private String version = "";
    private Instant toldAt = Instant.EPOCH;

    StateFile(Path file, Duration interval, TerraformState reader, Outlet outlet) {
        this.file = file;
        this.scope = scopeOf(file);
        this.interval = interval;
        this.reader = reader;
        this.outlet = outlet;
    }

    /** Looks at the file and tells what is new. */
    void poll() throws IOException {
        Instant now = outlet.clock().instant();
        FileStamp stamp = FileStamp.of(file);
        if (stamp.equals(told)) {
            if (!now.isBefore(toldAt.plus(interval))) {
                outlet.snapshots().unchanged(scope, snapshotId, version, Set.of(), now);
                succeeded(now);
            }
            return;
        }
        if (stamp.equals(refused) && setAside) {
            return;
        }
        byte[] content = Files.readAllBytes(file);
        if (!FileStamp.of(file).equals(stamp)) {
            return;
        }
        switch (reader.read(content)) {
            case StateReading.Read read -> {
                version = read.lineage() + "/" + read.serial();
                snapshotId = outlet.snapshots().snapshot(scope, version, Set.of(), now, readings(read, now));
                told = stamp;
                refused = null;
                decided = true;
                succeeded(now);
            }
            case StateReading.Refused no -> refuse(stamp, no, content, now);
        }
    }

    /** What it says is known, or that it says nothing that can be used. */
    boolean isDecided() {
        return decided;
    }

    Scope scope() {
        return scope;
    }

    /** The scope of the state at that place. */
    static Scope scopeOf(Path file) {
        return Scope.declaredTerraform("file:" + file.toAbsolutePath());
    }

    /** The next look reads and tells it, though nothing may have changed. */
    void forget() {
        told = null;
        refused = null;
        setAside = false;
    }

    /** It is configured, whether or not it can be read: who says nothing of it would be taken for complete without it. */
    void announce() {
        outlet.statuses().configured(scope, interval);
    }

    /** It is there and cannot be read: the scope goes blind. */
    void unreadable(Exception failed) {
        told = null;
        decided = true;
        outlet.statuses()
                .failed(
                        scope,
                        interval,
                        "state-unreadable",
                        file + " cannot be read: " + failed.getClass().getSimpleName()
                                + " (expected: a state file that this user may read)");
    }

    /** The file is not there: the scope goes blind, and nothing in it is taken for deleted. */
    void missing() {
        told = null;
        decided = true;
        outlet.statuses().failed(scope, interval, "source-missing", file + " is not there (expected: a state file)");
    }

    private void refuse(FileStamp stamp, StateReading.Refused no, byte[] content, Instant now) {
        if (!stamp.equals(refused)) {
            refused = stamp;
            refusedSince = now;
            setAside = false;
        } else if (!now.isBefore(refusedSince.plus(HALF_WRITTEN))) {
            String reason = "state-"
                    + no.reason().name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
            outlet.setAside(reason, no.message(), file.toString(), content);
            outlet.statuses().failed(scope, interval, reason, no.message());
            setAside = true;
            decided = true;
        }
    }

    private List<Reading> readings(StateReading.Read read, Instant now) {
        return read.resources().stream().map(resource -> reading(resource, now)).toList();
    }

    private Reading reading(DeclaredResource resource, Instant now) {
        outlet.marks().add(resource.key(), resource.marked());
        return new Reading(ResourceStates.declared(resource, outlet.redactor()), now);
    }

    private void succeeded(Instant now) {
        toldAt = now;
        outlet.statuses().succeeded(scope, interval, Set.of(), now);
    }
}
