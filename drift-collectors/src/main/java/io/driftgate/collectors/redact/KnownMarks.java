package io.driftgate.collectors.redact;

import io.driftgate.schemas.identity.ResourceKey;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What the states of this collector mark as sensitive, per resource: only a state knows that a variable in it is one, and the
 * same value stands in the live resource without any mark. What was marked once stays so until the collector ends.
 * Thread-safe.
 */
public final class KnownMarks {

    private final Map<ResourceKey, Set<SensitivePath>> marks = new ConcurrentHashMap<>();
    private final AtomicLong version = new AtomicLong();

    /** A state marks these paths of a resource. */
    public void add(ResourceKey resource, Set<SensitivePath> marked) {
        if (of(resource).containsAll(marked)) {
            return;
        }
        marks.merge(resource, Set.copyOf(marked), (before, more) -> {
            Set<SensitivePath> both = new HashSet<>(before);
            both.addAll(more);
            return Set.copyOf(both);
        });
        var unused = version.incrementAndGet();
    }

    /** What is marked of a resource. */
    public Set<SensitivePath> of(ResourceKey resource) {
        return marks.getOrDefault(resource, Set.of());
    }

    /** Rises whenever something may have been marked: then what was read before is to be looked at again. */
    public long version() {
        return version.get();
    }
}
