package io.driftgate.collectors.live;

import io.driftgate.schemas.identity.Cover;
import io.driftgate.schemas.identity.ResourceKey;
import io.driftgate.schemas.json.CanonicalJson;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What was told of one live-state file so far. It decides in two steps, so that a reading that Kafka did not take is told
 * again: {@link #decide} asks, {@link #remember} is called once it was acknowledged. One thread.
 *
 * <p>A file with a broken line never becomes a whole snapshot: the broken line may be the one that seems to be gone.
 */
public final class LiveFileMemory {

    private static final String GONE = "gone";

    private final Map<ResourceKey, String> told = new HashMap<>();
    private boolean wholeTold;

    /**
     * What to tell now. Of two lines about one resource the later counts.
     *
     * @param settled whether the file is known not to be in the middle of being written: only then does it count that
     *     something is not in it; what is in it is told in any case
     */
    public LiveDecision decide(List<LiveLine> lines, boolean settled) {
        Map<ResourceKey, LiveLine> latest = latest(lines);
        if (settled && isWholeDue(lines)) {
            return whole(latest);
        }
        List<LiveLine> changed = new ArrayList<>();
        latest.forEach((key, line) -> {
            if (!digest(line).equals(told.get(key))) {
                changed.add(line);
            }
        });
        return changed.isEmpty() ? new LiveDecision.Nothing() : new LiveDecision.Some(changed);
    }

    /**
     * Whether a whole snapshot is due: at first, when an earlier run may have told more than the file holds, and when
     * something that was there is in it no more. A file with a broken line is never whole.
     */
    public boolean isWholeDue(List<LiveLine> lines) {
        if (lines.stream().anyMatch(LiveLine.Broken.class::isInstance)) {
            return false;
        }
        Map<ResourceKey, LiveLine> latest = latest(lines);
        return !wholeTold
                || told.entrySet().stream()
                        .anyMatch(entry -> !entry.getValue().equals(GONE) && !latest.containsKey(entry.getKey()));
    }

    /** Takes a decision for told. */
    public void remember(LiveDecision decision) {
        switch (decision) {
            case LiveDecision.Whole whole -> {
                told.clear();
                whole.resources().forEach(line -> told.put(line.key(), digest(line)));
                wholeTold = true;
            }
            case LiveDecision.Some some -> latest(some.changed()).forEach((key, line) -> told.put(key, digest(line)));
            case LiveDecision.Nothing nothing -> {}
        }
    }

    /** Whether a barrier was told: only then may "nothing changed" renew it. */
    public boolean hasBarrier() {
        return wholeTold;
    }

    private static LiveDecision whole(Map<ResourceKey, LiveLine> latest) {
        List<LiveLine.Present> resources = new ArrayList<>();
        Set<Cover> covers = new HashSet<>();
        latest.forEach((key, line) -> {
            covers.add(Cover.of(key));
            if (line instanceof LiveLine.Present present) {
                resources.add(present);
            }
        });
        return new LiveDecision.Whole(resources, covers);
    }

    private static Map<ResourceKey, LiveLine> latest(List<LiveLine> lines) {
        Map<ResourceKey, LiveLine> latest = new LinkedHashMap<>();
        for (LiveLine line : lines) {
            switch (line) {
                case LiveLine.Present present -> latest.put(present.key(), present);
                case LiveLine.Gone gone -> latest.put(gone.key(), gone);
                case LiveLine.Broken broken -> {}
            }
        }
        return latest;
    }

    private static String digest(LiveLine line) {
        return line instanceof LiveLine.Present present ? CanonicalJson.sha256Hex(present.attributes()) : GONE;
    }
}
