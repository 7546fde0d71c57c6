package io.driftgate.schemas.registry;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Keeps the entries used last, some of them for a while only. Safe to use from any thread. */
final class BoundedCache<K, V> {

    private record Kept<V>(V value, Instant until) {}

    private final InstantSource clock;
    private final Map<K, Kept<V>> entries;

    BoundedCache(int capacity, InstantSource clock) {
        this.clock = clock;
        this.entries = new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<K, Kept<V>> eldest) {
                return size() > capacity;
            }
        };
    }

    synchronized Optional<V> get(K key) {
        Kept<V> entry = entries.get(key);
        if (entry == null) {
            return Optional.empty();
        }
        if (!entry.until.isAfter(clock.instant())) {
            entries.remove(key);
            return Optional.empty();
        }
        return Optional.of(entry.value);
    }

    synchronized void put(K key, V value) {
        entries.put(key, new Kept<>(value, Instant.MAX));
    }

    synchronized void putFor(Duration time, K key, V value) {
        entries.put(key, new Kept<>(value, clock.instant().plus(time)));
    }
}
