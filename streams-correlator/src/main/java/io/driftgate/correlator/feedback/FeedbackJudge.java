package io.driftgate.correlator.feedback;

import io.driftgate.correlator.feedback.Finding.Copy;
import io.driftgate.correlator.feedback.Finding.Own;
import io.driftgate.correlator.feedback.Finding.Past;
import io.driftgate.correlator.feedback.Finding.Tampered;
import io.driftgate.kit.signing.Attested.Genuine;
import io.driftgate.kit.signing.Attested.Untrusted;
import java.util.Objects;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * Tells the correlator's own records from all others. A signature alone does not: a record can be copied to another time,
 * key or partition, and nobody signs a tombstone. Pure.
 */
public final class FeedbackJudge<V extends SpecificRecord> {

    private final FeedbackTopic<V> topic;

    public FeedbackJudge(FeedbackTopic<V> topic) {
        this.topic = topic;
    }

    /**
     * What a record is.
     *
     * @param seen the newest of its key that was read back before; null when there was none
     * @param kept what the correlator holds under the key; null when nothing
     */
    public Finding<V> judge(ReadBack<V> record, @Nullable Seen seen, @Nullable V kept) {
        Finding<V> finding = switch (record.value()) {
            case null -> new Tampered<>(TamperReason.TOMBSTONE);
            case Untrusted<V> untrusted -> new Tampered<>(TamperReason.of(untrusted.reason()));
            case Genuine<V> genuine -> signed(record, genuine, seen, kept);
        };
        return finding instanceof Tampered && isPast(record, seen) ? new Past<>() : finding;
    }

    private Finding<V> signed(ReadBack<V> record, Genuine<V> genuine, @Nullable Seen before, @Nullable V kept) {
        V value = genuine.value();
        if (!Objects.equals(topic.key().apply(value), record.key())) {
            return new Tampered<>(TamperReason.FOREIGN_KEY);
        }
        if (!record.atHome()) {
            return new Tampered<>(TamperReason.FOREIGN_PARTITION);
        }
        long version = topic.version().applyAsLong(value);
        Seen seen = new Seen(version, genuine.keyId(), record.offset(), record.appended());
        if (before == null || version > before.version()) {
            return new Own<>(value, seen);
        }
        boolean another = kept != null && topic.version().applyAsLong(kept) == version && !kept.equals(value);
        return version == before.version() && !another ? new Copy<>(seen) : new Tampered<>(TamperReason.REPLAYED);
    }

    /**
     * Group offsets are forgotten when a correlator is away for a week; then all is read again. Both the place and the
     * broker's time must lie behind: a topic that was made anew begins at zero, and after a change of leader a clock may go
     * back.
     */
    private static boolean isPast(ReadBack<?> record, @Nullable Seen seen) {
        return seen != null && record.offset() < seen.offset() && record.appended() < seen.appended();
    }
}
