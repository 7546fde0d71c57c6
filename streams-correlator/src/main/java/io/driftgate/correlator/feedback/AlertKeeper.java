package io.driftgate.correlator.feedback;

import io.driftgate.correlator.feedback.Finding.Copy;
import io.driftgate.correlator.feedback.Finding.Own;
import io.driftgate.correlator.feedback.Finding.Past;
import io.driftgate.correlator.feedback.Finding.Tampered;
import io.driftgate.kit.signing.Attested.Genuine;
import io.driftgate.schemas.events.Alert;
import io.driftgate.schemas.events.AlertKind;
import io.driftgate.schemas.events.AlertStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Keeps alerts of every kind standing on their topic. Who composes an alert works in tasks of another partitioning, and
 * versions are his; so what others write over or erase is published again as it was, under the same version: readers who
 * know it drop it as an equal, and those who come later find it. Open alerts are published again daily, so that the topic's
 * retention does not end them; what was resolved 30 days ago is forgotten here as it is there. Pure.
 *
 * <p>A version that is published again can be overtaken by the next one of the composer, and then stands behind it: when it
 * is read back, the newer is published again. At most one publication per key is under way.
 */
public final class AlertKeeper {

    private static final Duration FRESH = Duration.ofDays(1);
    private static final Duration KEPT = Duration.ofDays(30);
    /** What was published is read back within a second or so; what was not by now will not be. */
    private static final Duration MISSED = Duration.ofMinutes(1);

    private static final FeedbackTopic<Alert> TOPIC = FeedbackTopic.alerts();

    private final FeedbackJudge<Alert> judge = new FeedbackJudge<>(TOPIC);
    private final String keyId;

    /** @param keyId of the key that the correlator signs with now */
    public AlertKeeper(String keyId) {
        this.keyId = keyId;
    }

    /**
     * What is known of a key beside its alert.
     *
     * @param underWay version that was published again and not read back yet; 0 when there is none
     * @param since when it was published again, ms of the epoch
     */
    public record Mark(Seen seen, long underWay, long since) {}

    /**
     * What follows from a record.
     *
     * @param kept the newest alert of its key, when it is this one
     * @param publish what to publish again
     * @param mark when it is another than before
     */
    public record Step(Optional<Alert> kept, Optional<Alert> publish, Optional<Mark> mark, Optional<TamperNote> note) {}

    /** What is due about an alert. */
    public sealed interface Due {
        record Nothing() implements Due {}

        record Publish(Mark mark) implements Due {}

        record Forget() implements Due {}
    }

    /** Takes a record that was read back; mark and alert are what is known of its key, both or none. */
    public Step read(ReadBack<Alert> record, @Nullable Mark mark, @Nullable Alert kept) {
        if (mark != null && kept != null && isLateCopy(record, mark, kept)) {
            return again(kept, mark, record.appended(), Optional.empty());
        }
        return switch (judge.judge(record, mark == null ? null : mark.seen(), kept)) {
            case Own<Alert> own ->
                mark == null && isForgotten(own.value(), record.appended())
                        ? noted(note(record, kept, TamperReason.REPLAYED, Remedy.NOTHING_HARMED))
                        : marked(Optional.of(own.value()), own.seen(), mark);
            case Copy<Alert> copy -> marked(Optional.empty(), copy.seen(), mark);
            case Past<Alert> past -> noted(Optional.empty());
            case Tampered<Alert> tampered -> tampered(record, tampered.reason(), mark, kept);
        };
    }

    /** Looks at an alert again. */
    public Due tick(Alert kept, Mark mark, Instant now) {
        long at = now.toEpochMilli();
        Instant resolved = kept.getResolvedAt();
        boolean open = kept.getStatus() == AlertStatus.OPEN || resolved == null;
        if (!open && at - resolved.toEpochMilli() >= KEPT.toMillis()) {
            return new Due.Forget();
        }
        boolean old = open && at - mark.seen().appended() >= FRESH.toMillis();
        boolean earlierKey = !mark.seen().keyId().equals(keyId);
        return (old || earlierKey) && !isUnderWay(mark, at)
                ? new Due.Publish(new Mark(mark.seen(), kept.getVersion(), at))
                : new Due.Nothing();
    }

    private static boolean isLateCopy(ReadBack<Alert> record, Mark mark, Alert kept) {
        return mark.underWay() > 0
                && record.atHome()
                && record.value() instanceof Genuine<Alert> genuine
                && Objects.equals(genuine.value().getFingerprint(), record.key())
                && genuine.value().getVersion() == mark.underWay()
                && mark.underWay() < kept.getVersion();
    }

    /** Versions follow append time, and alerts that were forgotten here are gone from the topic. */
    private static boolean isForgotten(Alert alert, long appended) {
        return appended - alert.getVersion() > KEPT.plus(FRESH).toMillis();
    }

    private static Step marked(Optional<Alert> kept, Seen seen, @Nullable Mark mark) {
        boolean returned = mark == null || mark.underWay() == seen.version();
        Mark next = mark == null || returned ? new Mark(seen, 0, 0) : new Mark(seen, mark.underWay(), mark.since());
        return new Step(kept, Optional.empty(), Optional.of(next), Optional.empty());
    }

    private Step tampered(ReadBack<Alert> record, TamperReason reason, @Nullable Mark mark, @Nullable Alert kept) {
        if (mark == null || kept == null || !record.atHome()) {
            return noted(note(record, null, reason, Remedy.NOTHING_HARMED));
        }
        return isUnderWay(mark, record.appended())
                ? noted(note(record, kept, reason, Remedy.STANDS_BEHIND))
                : again(kept, mark, record.appended(), note(record, kept, reason, Remedy.PUT_BACK));
    }

    private static boolean isUnderWay(Mark mark, long now) {
        return mark.underWay() > 0 && now - mark.since() < MISSED.toMillis();
    }

    private static Step again(Alert kept, Mark mark, long now, Optional<TamperNote> note) {
        return new Step(
                Optional.empty(), Optional.of(kept), Optional.of(new Mark(mark.seen(), kept.getVersion(), now)), note);
    }

    private static Step noted(Optional<TamperNote> note) {
        return new Step(Optional.empty(), Optional.empty(), Optional.empty(), note);
    }

    /** Alerts about tampering are not named: each attempt upon one would make one more, without end. */
    private static Optional<TamperNote> note(
            ReadBack<Alert> record, @Nullable Alert kept, TamperReason reason, Remedy remedy) {
        boolean named = kept != null && kept.getKind() != AlertKind.TAMPERING;
        return Optional.of(TamperNote.of(
                TOPIC, record, named ? Optional.ofNullable(record.key()) : Optional.empty(), reason, remedy));
    }
}
