package io.driftgate.sinks.deliver;

import io.driftgate.schemas.events.Alert;
import io.driftgate.schemas.events.AlertDelivery;
import io.driftgate.schemas.events.AlertStatus;
import io.driftgate.schemas.events.DeliveryStatus;
import io.driftgate.sinks.dedupe.DeliveryMarks;
import io.driftgate.sinks.dedupe.Verdict;
import io.driftgate.sinks.route.AlertRouter;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes one alert after another to one sink, and is done with it only when Kafka knows what came of it. One thread.
 *
 * <pre>
 * alert -> not for this sink ------------------------------------------> SETTLED
 *       -> told before, or not to be told -> SUPPRESSED --+
 *       -> try -> told ------------------> DELIVERED -----+-> record --> SETTLED
 *           ^  -> refused, or given up --> FAILED --------+     |
 *           +---- wait <- not now                               +------> PUT_BACK, when the turn ends first
 * </pre>
 */
final class Courier {

    private static final Logger LOG = LoggerFactory.getLogger(Courier.class);

    /** Whether the alert's offset may be committed. */
    enum Turn {
        SETTLED,
        PUT_BACK
    }

    private final String sink;
    private final AlertRouter router;
    private final DeliveryMarks marks;
    private final Messenger messenger;
    private final DeliveryLog log;
    private final RetrySchedule schedule;
    private final Duration giveUpAfter;
    private final InstantSource clock;
    private final SinkMeters meters;

    /** What came of an alert whose turn ended before Kafka knew: it must not be told again, nor told wrong. */
    private @Nullable AlertDelivery unrecorded;

    Courier(
            String sink,
            AlertRouter router,
            DeliveryMarks marks,
            Messenger messenger,
            DeliveryLog log,
            RetrySchedule schedule,
            Duration giveUpAfter,
            InstantSource clock,
            SinkMeters meters) {
        this.sink = sink;
        this.router = router;
        this.marks = marks;
        this.messenger = messenger;
        this.log = log;
        this.schedule = schedule;
        this.giveUpAfter = giveUpAfter;
        this.clock = clock;
        this.meters = meters;
    }

    Turn take(Alert alert, Patience patience) {
        if (!router.sinksFor(alert).contains(sink) && !isEndOfWhatWasTold(alert)) {
            return Turn.SETTLED;
        }
        meters.received();
        AlertDelivery earlier = unrecorded;
        if (earlier != null && isOf(alert, earlier)) {
            unrecorded = null;
            return record(earlier, patience);
        }
        Verdict verdict = marks.judge(alert);
        return switch (verdict) {
            case TELL -> deliver(alert, patience);
            case ALREADY_TOLD, NOT_TO_BE_TOLD ->
                record(outcome(alert, DeliveryStatus.SUPPRESSED, 0, OptionalInt.empty(), verdict.reason()), patience);
        };
    }

    /** Who heard that it began hears that it is over, though it may have become another's matter in between. */
    private boolean isEndOfWhatWasTold(Alert alert) {
        return alert.getStatus() == AlertStatus.RESOLVED && marks.wasTold(alert);
    }

    private Turn deliver(Alert alert, Patience patience) {
        Instant giveUp = clock.instant().plus(giveUpAfter);
        for (int tries = 1; ; tries++) {
            meters.tried();
            switch (tell(alert)) {
                case Attempt.Told told -> {
                    return record(outcome(alert, DeliveryStatus.DELIVERED, tries, told.status(), ""), patience);
                }
                case Attempt.Refused refused -> {
                    return fail(alert, tries, refused.status(), refused.error(), patience);
                }
                case Attempt.NotNow later -> {
                    Duration left = Duration.between(clock.instant(), giveUp);
                    if (!left.isPositive()) {
                        return fail(alert, tries, later.status(), later.error(), patience);
                    }
                    Duration pause = schedule.pause(tries, later.retryAfter());
                    LOG.atDebug()
                            .addKeyValue("sink", sink)
                            .addKeyValue("alert", alert.getId())
                            .addKeyValue("tries", tries)
                            .addKeyValue("found", later.error())
                            .addKeyValue("pause_ms", pause.toMillis())
                            .log("not delivered, is tried again");
                    if (!patience.lasts(pause.compareTo(left) < 0 ? pause : left)) {
                        meters.putBack();
                        return Turn.PUT_BACK;
                    }
                }
            }
        }
    }

    /** A fault of ours in one alert must not hold up those behind it for ever; its message may quote the alert. */
    private Attempt tell(Alert alert) {
        try {
            return messenger.tell(alert);
        } catch (RuntimeException fault) {
            String name = fault.getClass().getSimpleName();
            return new Attempt.NotNow(OptionalInt.empty(), "could not be rendered or sent: " + name, Optional.empty());
        }
    }

    private Turn fail(Alert alert, int tries, OptionalInt status, String error, Patience patience) {
        LOG.atError()
                .addKeyValue("sink", sink)
                .addKeyValue("alert", alert.getId())
                .addKeyValue("tries", tries)
                .addKeyValue("found", error)
                .log("alert was not delivered and is not tried again; see to the sink");
        return record(outcome(alert, DeliveryStatus.FAILED, tries, status, error), patience);
    }

    private Turn record(AlertDelivery delivery, Patience patience) {
        for (int tries = 1; !log.record(delivery); tries++) {
            if (!patience.lasts(schedule.pause(tries, Optional.empty()))) {
                unrecorded = delivery;
                meters.putBack();
                return Turn.PUT_BACK;
            }
        }
        marks.settled(delivery.getFingerprint(), delivery.getEpisode(), delivery.getRevision());
        if (delivery.getStatus() == DeliveryStatus.DELIVERED) {
            marks.told(delivery.getFingerprint(), delivery.getEpisode());
        }
        meters.settled(delivery.getStatus());
        return Turn.SETTLED;
    }

    private AlertDelivery outcome(Alert alert, DeliveryStatus status, int tries, OptionalInt response, String error) {
        return AlertDelivery.newBuilder()
                .setFingerprint(alert.getFingerprint())
                .setEpisode(alert.getEpisode())
                .setRevision(alert.getRevision())
                .setSink(sink)
                .setStatus(status)
                .setAttempts(tries)
                .setResponseStatus(response.isPresent() ? response.getAsInt() : null)
                .setError(error)
                .setOccurred(clock.instant())
                .build();
    }

    private static boolean isOf(Alert alert, AlertDelivery delivery) {
        return delivery.getFingerprint().equals(alert.getFingerprint())
                && delivery.getEpisode() == alert.getEpisode()
                && delivery.getRevision() == alert.getRevision();
    }
}
