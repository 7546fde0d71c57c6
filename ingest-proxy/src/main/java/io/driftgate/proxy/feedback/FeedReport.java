package io.driftgate.proxy.feedback;

import io.driftgate.proxy.feedback.FeedUpdate.Reason;
import io.driftgate.schemas.events.Condition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** How a feed is, for the status of its gateway. Thread-safe. */
public final class FeedReport {

    private final String noun;
    private final BooleanSupplier complete;
    private final Tampering tampering;
    private volatile @Nullable Instant unwritable;

    public FeedReport(SignedBook<?> book) {
        this.noun = book.values().noun();
        this.complete = book::complete;
        this.tampering = new Tampering(noun);
    }

    /** What is missing before requests are served; nothing when all has been read. */
    public Optional<String> notReady() {
        if (complete.getAsBoolean()) {
            return Optional.empty();
        }
        return Optional.of(
                unwritable == null
                        ? noun + " are not read to their end yet"
                        : noun + " cannot be kept: state_dir cannot be written to");
    }

    /** {@code <noun>-tampered} and {@code <noun>-not-kept}, while they hold. */
    public List<Condition> conditions(Instant now) {
        List<Condition> conditions = new ArrayList<>(tampering.conditions(now));
        Instant since = unwritable;
        if (since != null) {
            conditions.add(Condition.newBuilder()
                    .setType(noun + "-not-kept")
                    .setActive(true)
                    .setMessage("state_dir cannot be written to, so no release of " + noun
                            + " comes into force (expected: a disk with room that the gateway may write to)")
                    .setSince(since)
                    .build());
        }
        return conditions;
    }

    /** @return whether to log it */
    boolean dropped(Reason reason, Instant now) {
        return tampering.count(reason, now);
    }

    /** How often a reason was counted since the attempts began. */
    long count(Reason reason) {
        return tampering.count(reason);
    }

    /** @return whether that is news */
    boolean notKept(Instant now) {
        if (unwritable != null) {
            return false;
        }
        unwritable = now;
        return true;
    }

    void kept() {
        unwritable = null;
    }
}
