package io.driftgate.correlator.drift;

import io.driftgate.schemas.events.DriftRecord;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Goes on with the sweeps that are under way, one chunk of each at every fact. Over the engine's state; one thread. */
final class Sweeper {

    private final EngineState state;
    private final int chunk;
    private final Consumer<ResourceRow> learn;
    private final Consumer<ResourceRow> review;

    /**
     * @param chunk resources per step
     * @param learn takes a row that says something new
     * @param review judges a row again
     */
    Sweeper(EngineState state, int chunk, Consumer<ResourceRow> learn, Consumer<ResourceRow> review) {
        this.state = state;
        this.chunk = chunk;
        this.learn = learn;
        this.review = review;
    }

    /** One step of each. */
    void goOn() {
        for (Sweep sweep : state.sweeps()) {
            switch (sweep.phase()) {
                case SCOPE -> sweepScope(sweep);
                case ONE_SIDED -> sweepOneSided(sweep);
                case BASELINE -> sweepFirstSights(sweep);
                case RETIRED -> sweepRetired(sweep);
            }
        }
    }

    private void sweepScope(Sweep sweep) {
        List<String> keys = state.members(sweep.scope(), sweep.cursor(), chunk);
        for (String key : keys) {
            ResourceRow row = state.row(key);
            if (row != null && row.of(sweep.scope()).missedBy(sweep.snapshotId(), sweep.beganAt())) {
                Contribution gone = row.of(sweep.scope()).with(Reading.swept(sweep.beganAt(), sweep.appended()));
                learn.accept(row.with(gone));
            }
        }
        state.put(keys.size() < chunk ? sweep.oneSided() : sweep.at(keys.getLast()));
    }

    private void sweepOneSided(Sweep sweep) {
        List<String> keys = state.waiting(sweep.cursor(), chunk);
        for (String key : keys) {
            ResourceRow row = state.row(key);
            if (row != null) {
                review.accept(row);
            }
        }
        goOn(sweep, keys);
    }

    /** What the scope said counts no longer, but for what it said since: it may be back. Then UNMANAGED is decided anew. */
    private void sweepRetired(Sweep sweep) {
        List<String> keys = state.members(sweep.scope(), sweep.cursor(), chunk);
        for (String key : keys) {
            ResourceRow row = state.row(key);
            Optional<Reading> said =
                    row == null ? Optional.empty() : row.of(sweep.scope()).newest();
            if (row != null && said.isPresent() && said.get().last() <= sweep.appended()) {
                learn.accept(row.with(row.of(sweep.scope()).retired(sweep.appended())));
            }
        }
        if (keys.size() < chunk) {
            state.remove(sweep);
            Sweep next = Sweep.after(sweep.scope(), "", sweep.beganAt(), sweep.appended());
            boolean readAnew = state.sweeps().stream()
                    .anyMatch(other -> other.key().equals(next.key()) && other.phase() == Sweep.Phase.SCOPE);
            if (!readAnew) {
                state.put(next);
            }
        } else {
            state.put(sweep.at(keys.getLast()));
        }
    }

    /** From here on what was a first sight is told like any other. */
    private void sweepFirstSights(Sweep sweep) {
        List<String> keys = state.members(sweep.scope(), sweep.cursor(), chunk);
        for (String key : keys) {
            DriftRecord said = state.drift(key);
            ResourceRow row = state.row(key);
            if (row != null && said != null && Ledger.isOpen(said) && said.getFirstSight()) {
                review.accept(row);
            }
        }
        goOn(sweep, keys);
    }

    private void goOn(Sweep sweep, List<String> done) {
        if (done.size() < chunk) {
            state.remove(sweep);
        } else {
            state.put(sweep.at(done.getLast()));
        }
    }
}
