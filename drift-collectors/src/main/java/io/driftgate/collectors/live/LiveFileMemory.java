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
import java.util.stream.Collectors;

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

    /** What to tell now. Of two lines about one resource the later counts. */
    public LiveDecision decide(List<LiveLine> lines) {
        Map<ResourceKey, LiveLine> latest = latest(lines);
        boolean broken = lines.stream().anyMatch(LiveLine.Broken.class::isInstance);
        boolean vanished = told.entrySet().stream()
                .anyMatch(entry -> !entry.getValue().equals(GONE) && !latest.containsKey(entry.getKey()));
        if (!broken && (!wholeTold || vanished)) {
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

    /** Whether a decision would make something gone that was there: a file that is being written looks like that, too. */
    public boolean takesAway(LiveDecision decision) {
        return decision instanceof LiveDecision.Whole whole
                && !whole.resources().stream()
                        .map(LiveLine.Present::key)
                        .collect(Collectors.toSet())
                        .containsAll(told.entrySet().stream()
                                .filter(entry -> !entry.getValue().equals(GONE))
                                .map(Map.Entry::getKey)
                                .toList());
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
