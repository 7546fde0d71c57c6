package io.driftgate.correlator.feedback;

import io.driftgate.correlator.feedback.Finding.Copy;
import io.driftgate.correlator.feedback.Finding.Own;
import io.driftgate.correlator.feedback.Finding.Past;
import io.driftgate.correlator.feedback.Finding.Tampered;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.BinaryOperator;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the records of a topic standing whose truth the correlator holds itself, in the task that reads them back. What
 * others write over or erase is published again under a higher version, once: until that one is read back, it lies behind
 * whatever else was written, so a flood of forged records costs one of ours per round trip. Pure but for the clock that
 * stamps what is published.
 */
public final class RecordKeeper<V extends SpecificRecord> {

    /** A record of ours is read back within a second or so; one that was not by now will not be. */
    private static final Duration MISSED = Duration.ofMinutes(1);

    private final FeedbackTopic<V> topic;
    private final FeedbackJudge<V> judge;
    private final String keyId;
    private final BinaryOperator<V> stricter;
    private final InstantSource clock;

    /**
     * @param keyId of the key that the correlator signs with now
     * @param stricter of two orders the one that shuts more, and the first of equals
     */
    public RecordKeeper(FeedbackTopic<V> topic, String keyId, BinaryOperator<V> stricter, InstantSource clock) {
        this.topic = topic;
        this.judge = new FeedbackJudge<>(topic);
        this.keyId = keyId;
        this.stricter = stricter;
        this.clock = clock;
    }

    /**
     * What follows from a record.
     *
     * @param held what the correlator holds from now on, when that is something else than before
     * @param publish whether it is to be published
     * @param seen what was read back, when that is news
     */
    public record Step<V>(Optional<V> held, boolean publish, Optional<Seen> seen, Optional<TamperNote> note) {

        private static <V> Step<V> nothing() {
            return new Step<>(Optional.empty(), false, Optional.empty(), Optional.empty());
        }
    }

    /**
     * Takes a record that was read back.
     *
     * @param seen the newest of its key that was read back before
     * @param held what the correlator holds under the key
     */
    public Step<V> read(ReadBack<V> record, @Nullable Seen seen, @Nullable V held) {
        return switch (judge.judge(record, seen, held)) {
            case Own<V> own -> own(own, held, record.appended());
            case Copy<V> copy -> new Step<>(Optional.empty(), false, Optional.of(copy.seen()), Optional.empty());
            case Past<V> past -> Step.nothing();
            case Tampered<V> tampered -> tampered(record, tampered.reason(), seen, held);
        };
    }

    /**
     * Looks at what is held again: what is signed with an earlier key is signed anew, and what was never read back is
     * published once more.
     */
    public Optional<V> tick(V held, @Nullable Seen seen, Instant now) {
        boolean again = isUnderWay(held, seen)
                ? isMissed(held, now.toEpochMilli())
                : seen != null && !seen.keyId().equals(keyId);
        return again ? Optional.of(newer(held, version(held), now.toEpochMilli())) : Optional.empty();
    }

    /**
     * What is newer on the topic than here was ours before our memory went. It is taken over, for it is in force; but where
     * it opens what is held shut, it is what is held that is published.
     */
    private Step<V> own(Own<V> own, @Nullable V held, long appended) {
        Optional<Seen> seen = Optional.of(own.seen());
        long version = own.seen().version();
        if (held == null) {
            return new Step<>(Optional.of(own.value()), false, seen, Optional.empty());
        }
        if (version < version(held) || own.value().equals(held)) {
            return new Step<>(Optional.empty(), false, seen, Optional.empty());
        }
        V strict = stricter.apply(own.value(), held);
        return strict.equals(own.value())
                ? new Step<>(Optional.of(strict), false, seen, Optional.empty())
                : new Step<>(Optional.of(newer(strict, version, appended)), true, seen, Optional.empty());
    }

    private Step<V> tampered(ReadBack<V> record, TamperReason reason, @Nullable Seen seen, @Nullable V held) {
        if (held == null || !record.atHome()) {
            return noted(record, Optional.empty(), reason, Remedy.NOTHING_HARMED, Optional.empty());
        }
        Optional<String> key = Optional.ofNullable(record.key());
        if (isUnderWay(held, seen) && !isMissed(held, record.appended())) {
            return noted(record, key, reason, Remedy.STANDS_BEHIND, Optional.empty());
        }
        V again = newer(held, version(held), record.appended());
        return noted(record, key, reason, Remedy.PUT_BACK, Optional.of(again));
    }

    private Step<V> noted(
            ReadBack<V> record, Optional<String> key, TamperReason reason, Remedy remedy, Optional<V> again) {
        return new Step<>(
                again,
                again.isPresent(),
                Optional.empty(),
                Optional.of(TamperNote.of(topic, record, key, reason, remedy)));
    }

    private boolean isUnderWay(V held, @Nullable Seen seen) {
        return seen == null || seen.version() < version(held);
    }

    /** Versions follow append time. */
    private boolean isMissed(V held, long now) {
        return now - version(held) >= MISSED.toMillis();
    }

    private V newer(V value, long version, long appended) {
        return topic.newer().of(value, Math.max(version + 1, appended), clock.instant());
    }

    private long version(V value) {
        return topic.version().applyAsLong(value);
    }
}
