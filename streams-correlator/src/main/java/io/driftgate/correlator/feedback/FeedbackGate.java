package io.driftgate.correlator.feedback;

import io.driftgate.correlator.feedback.Finding.Copy;
import io.driftgate.correlator.feedback.Finding.Own;
import io.driftgate.correlator.feedback.Finding.Past;
import io.driftgate.correlator.feedback.Finding.Tampered;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/** Lets an order through when it is genuine and newer than all before it for its target: none is carried out twice. Pure. */
public final class FeedbackGate<V extends SpecificRecord> {

    private final FeedbackTopic<V> topic;
    private final FeedbackJudge<V> judge;

    public FeedbackGate(FeedbackTopic<V> topic) {
        this.topic = topic;
        this.judge = new FeedbackJudge<>(topic);
    }

    /** What becomes of a record. */
    public sealed interface Passage<V> {}

    /** It goes through. */
    public record News<V>(String key, V value, Seen seen) implements Passage<V> {}

    /** It was there before. */
    public record Nothing<V>() implements Passage<V> {}

    /** Not the correlator's word. */
    public record Refused<V>(TamperNote note) implements Passage<V> {}

    /** @param seen the newest of its key that went through before */
    public Passage<V> read(ReadBack<V> record, @Nullable Seen seen) {
        return switch (judge.judge(record, seen, null)) {
            case Own<V> own -> new News<>(topic.key().apply(own.value()), own.value(), own.seen());
            case Copy<V> copy -> new Nothing<>();
            case Past<V> past -> new Nothing<>();
            case Tampered<V> tampered -> {
                boolean known = seen != null && record.atHome();
                yield new Refused<>(TamperNote.of(
                        topic,
                        record,
                        known ? Optional.ofNullable(record.key()) : Optional.empty(),
                        tampered.reason(),
                        Remedy.NOT_CARRIED_OUT));
            }
        };
    }
}
