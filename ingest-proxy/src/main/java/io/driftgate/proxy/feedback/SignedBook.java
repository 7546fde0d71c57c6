package io.driftgate.proxy.feedback;

import io.driftgate.kit.signing.Attested;
import io.driftgate.proxy.feedback.FeedUpdate.Accepted;
import io.driftgate.proxy.feedback.FeedUpdate.Dropped;
import io.driftgate.proxy.feedback.FeedUpdate.Elsewhere;
import io.driftgate.proxy.feedback.FeedUpdate.Known;
import io.driftgate.proxy.feedback.FeedUpdate.Reason;
import io.driftgate.proxy.state.SignedRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The latest value of each key of a feedback topic. A value gives way only to one that the correlator signed with a higher
 * version: not to a tombstone, not to an older one, not to a forged one, and not to silence.
 *
 * <pre>
 *   record -- genuine, higher --> accepted -- it tightens ----------> in force
 *                                     |                                  ^
 *                                     +----- kept on the disk -----------+
 * </pre>
 *
 * What opens something waits for the disk, so that no restart can go back behind it; what shuts something waits for nothing.
 * One thread writes, any number ask {@link #of}, {@link #versions} and {@link #complete}.
 *
 * @param <V> type of the values
 */
public final class SignedBook<V> {

    /**
     * The latest of a key.
     *
     * @param vouched whether its signer is believed today
     */
    private record Entry<V>(V value, SignedRecord record, boolean vouched) {}

    private final FeedbackValues<V> values;
    private final Map<String, V> inForce = new ConcurrentHashMap<>();
    private final Map<String, Entry<V>> accepted = new TreeMap<>();
    private final Map<String, Long> read = new HashMap<>();
    private final Map<String, Integer> unknownKeys = new HashMap<>();
    private boolean unkept;
    private volatile boolean complete;

    public SignedBook(FeedbackValues<V> values) {
        this.values = values;
    }

    /** What it keeps. */
    public FeedbackValues<V> values() {
        return values;
    }

    /**
     * Takes over what was on the disk, before anything is read from the topic: from here on nothing goes back behind it.
     *
     * <p>A record whose signer is not believed any more was verified when it was accepted, and its key may have been taken
     * out because somebody else had it. So it goes on forbidding what it forbids, it permits nothing, and the same version
     * of a believed signer replaces it.
     *
     * @param vouched whether the record's signer is believed today
     * @return false when the record is not one of this book's
     */
    public boolean restore(SignedRecord record, V value, boolean vouched) {
        Optional<String> id = values.id(record.key());
        if (id.isEmpty() || !values.repeats(record.key(), value) || accepted.containsKey(id.get())) {
            return false;
        }
        V holds = vouched ? value : values.withoutPermission(value);
        accepted.put(id.get(), new Entry<>(holds, record, vouched));
        inForce.put(id.get(), holds);
        return true;
    }

    /**
     * Takes a record over, or says why not.
     *
     * @param sealed null for a tombstone
     */
    public FeedUpdate apply(@Nullable String key, @Nullable Sealed<V> sealed, Instant now) {
        if (key == null) {
            return new Dropped(Reason.KEY_MISMATCH);
        }
        Optional<String> id = values.id(key);
        if (id.isEmpty()) {
            return new Elsewhere();
        }
        if (sealed == null) {
            return new Dropped(Reason.TOMBSTONE);
        }
        return switch (sealed.value()) {
            case Attested.Untrusted<V> untrusted -> untrusted(id.get(), untrusted.reason());
            case Attested.Genuine<V> genuine ->
                values.repeats(key, genuine.value())
                        ? judge(id.get(), genuine.value(), sealed.record(key), now)
                        : new Dropped(Reason.KEY_MISMATCH);
        };
    }

    /**
     * The topic's history may hold records of a key that was taken out since. They are no news where the correlator has
     * written the same key again behind them; where it has not, {@link #completed} tells of them.
     */
    private FeedUpdate untrusted(String id, Attested.Reason reason) {
        if (reason == Attested.Reason.UNKNOWN_KEY && !complete) {
            unknownKeys.merge(id, 1, Integer::sum);
            return new Known();
        }
        return new Dropped(Reason.of(reason));
    }

    private FeedUpdate judge(String id, V value, SignedRecord record, Instant now) {
        long version = values.version(value);
        Entry<V> known = accepted.get(id);
        long before = read.getOrDefault(id, Long.MIN_VALUE);
        read.merge(id, version, Math::max);
        unknownKeys.remove(id);
        if (values.over(value, now)) {
            return new Known();
        }
        if (known == null || version > floor(known)) {
            accepted.put(id, new Entry<>(value, record, true));
            unkept = true;
            if (values.tightens(of(id), value)) {
                inForce.put(id, value);
            }
            return new Accepted(id, version, values.says(value));
        }
        if (version == values.version(known.value())) {
            return values.same(known.value(), value) ? new Known() : new Dropped(Reason.CONTENT_CHANGED);
        }
        // The topic tells its history before it comes to what was kept of it; a history only rises.
        boolean history = !complete && version >= before;
        return history ? new Known() : new Dropped(Reason.VERSION_NOT_HIGHER);
    }

    private long floor(Entry<V> known) {
        long version = values.version(known.value());
        return known.vouched() ? version : version - 1;
    }

    /** Whether something must go to the disk. */
    public boolean unkept() {
        return unkept;
    }

    /** All that must be on the disk. */
    public List<SignedRecord> toKeep() {
        return accepted.values().stream().map(Entry::record).toList();
    }

    /** All of {@link #toKeep} is on the disk, so what was accepted comes into force. */
    public void kept() {
        accepted.forEach((id, entry) -> inForce.put(id, entry.value()));
        unkept = false;
    }

    /** Forgets what says nothing any more. */
    public void forget(Instant now) {
        boolean some = accepted.values().removeIf(entry -> values.over(entry.value(), now));
        if (some) {
            inForce.keySet().retainAll(accepted.keySet());
            unkept = true;
        }
    }

    /**
     * All that the topic held at the start has been applied.
     *
     * @return what only the whole of it tells: keys of which it knows only older values than were kept, or none, and
     *     records of unknown keys that the correlator has not written over
     */
    public List<Reason> completed() {
        complete = true;
        List<Reason> found = new ArrayList<>();
        accepted.forEach((id, entry) -> {
            boolean behind = read.getOrDefault(id, Long.MIN_VALUE) < values.version(entry.value());
            if (entry.vouched() && behind) {
                found.add(Reason.TOPIC_BEHIND);
            }
        });
        unknownKeys.values().forEach(count -> found.addAll(Collections.nCopies(count, Reason.UNKNOWN_KEY)));
        unknownKeys.clear();
        return found;
    }

    /** Whether all that the topic held at the start has been applied; once true, it stays so. */
    public boolean complete() {
        return complete;
    }

    /** The value of a key that is in force; nothing when none was ever told. */
    public Optional<V> of(String id) {
        return Optional.ofNullable(inForce.get(id));
    }

    /** The version in force, by key. */
    public Map<String, Long> versions() {
        Map<String, Long> versions = new TreeMap<>();
        inForce.forEach((id, value) -> versions.put(id, values.version(value)));
        return versions;
    }
}
