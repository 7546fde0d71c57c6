package io.driftgate.sinks.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftgate.schemas.events.Alert;
import io.driftgate.schemas.events.AlertDelivery;
import io.driftgate.schemas.events.AlertStatus;
import io.driftgate.schemas.events.DeliveryStatus;
import io.driftgate.schemas.events.Severity;
import io.driftgate.sinks.Alerts;
import io.driftgate.sinks.dedupe.DeliveryMarks;
import io.driftgate.sinks.deliver.Courier.Turn;
import io.driftgate.sinks.route.AlertRouter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CourierTest {

    private static final Duration GIVE_UP = Duration.ofMinutes(10);
    private static final Attempt TOLD = new Attempt.Told(OptionalInt.of(204));
    private static final Attempt GONE = new Attempt.Refused(OptionalInt.of(410), "the receiver answered 410");
    private static final Attempt DOWN =
            new Attempt.NotNow(OptionalInt.empty(), "the receiver does not take connections", Optional.empty());

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final DeliveryMarks marks = new DeliveryMarks();
    private final Deque<Attempt> answers = new ArrayDeque<>();
    private final List<Alert> told = new ArrayList<>();
    private final List<AlertDelivery> recorded = new ArrayList<>();
    private final List<Duration> waits = new ArrayList<>();
    private Instant now = Alerts.NOW;
    private int recordsRefused;
    private int waitsLeft = Integer.MAX_VALUE;

    private final Courier courier = new Courier(
            "ops",
            new AlertRouter(
                    Set.of("ops"),
                    List.of(new AlertRouter.Route(Set.of(Severity.INFO), Set.of(), Set.of("elsewhere")))),
            marks,
            alert -> {
                told.add(alert);
                Attempt next = answers.size() > 1 ? answers.remove() : answers.element();
                return next;
            },
            delivery -> recordsRefused-- <= 0 && recorded.add(delivery),
            RetrySchedule.standard(new SplittableRandom(7)),
            GIVE_UP,
            () -> now,
            new SinkMeters(meters, "ops"));

    /** Every test, whatever way its alerts took. */
    @AfterEach
    void shouldAccountForEveryAlert() {
        assertThat(count("received"))
                .isEqualTo(settled("delivered")
                        + settled("failed")
                        + settled("suppressed")
                        + settled("put_back")
                        + pending());
        assertThat(pending()).isZero();
        assertThat(settled("delivered")).isEqualTo(recordedAs(DeliveryStatus.DELIVERED));
        assertThat(settled("failed")).isEqualTo(recordedAs(DeliveryStatus.FAILED));
        assertThat(settled("suppressed")).isEqualTo(recordedAs(DeliveryStatus.SUPPRESSED));
        assertThat(count("attempts")).isEqualTo(told.size());
    }

    @Test
    void shouldRecordWhatWasDelivered() {
        answers.add(TOLD);

        assertThat(take(Alerts.opened("f"))).isEqualTo(Turn.SETTLED);

        AlertDelivery delivery = recorded.getFirst();
        assertThat(delivery.getFingerprint()).isEqualTo("f");
        assertThat(delivery.getSink()).isEqualTo("ops");
        assertThat(delivery.getStatus()).isEqualTo(DeliveryStatus.DELIVERED);
        assertThat(delivery.getAttempts()).isEqualTo(1);
        assertThat(delivery.getResponseStatus()).isEqualTo(204);
        assertThat(delivery.getOccurred()).isEqualTo(now);
        assertThat(settled("delivered")).isEqualTo(1);
    }

    @Test
    void shouldNotTouchWhatIsForOthers() {
        Alert info =
                Alert.newBuilder(Alerts.opened("f")).setSeverity(Severity.INFO).build();

        assertThat(take(info)).isEqualTo(Turn.SETTLED);

        assertThat(recorded).isEmpty();
        assertThat(count("received")).isZero();
    }

    @Test
    void shouldTellTheEndToWhomItWasToldThoughItIsForOthersNow() {
        answers.add(TOLD);
        Alert over = Alert.newBuilder(Alerts.resolved("f"))
                .setSeverity(Severity.INFO)
                .build();
        Alert less = Alert.newBuilder(over)
                .setStatus(AlertStatus.OPEN)
                .setResolvedAt(null)
                .build();

        take(Alerts.opened("f"));
        take(less);
        take(over);
        take(Alert.newBuilder(over).setFingerprint("g").build());

        assertThat(told).containsExactly(Alerts.opened("f"), over);
    }

    @Test
    void shouldTellAVersionOnceAndTheNextOneAgain() {
        answers.add(TOLD);

        take(Alerts.opened("f"));
        take(Alerts.opened("f"));
        take(Alerts.resolved("f"));
        take(Alerts.opened("f"));

        assertThat(told).extracting(Alert::getRevision).containsExactly(1L, 2L);
        assertThat(recorded)
                .extracting(AlertDelivery::getStatus)
                .containsExactly(
                        DeliveryStatus.DELIVERED,
                        DeliveryStatus.SUPPRESSED,
                        DeliveryStatus.DELIVERED,
                        DeliveryStatus.SUPPRESSED);
    }

    @Test
    void shouldMoveTheMarkByWhatNobodyMustBeCalledFor() {
        Alert quiet = Alert.newBuilder(Alerts.opened("f"))
                .setRevision(5)
                .setNotify(false)
                .build();

        take(quiet);
        take(Alerts.opened("f"));

        assertThat(told).isEmpty();
        assertThat(settled("suppressed")).isEqualTo(2);
        assertThat(recorded.getFirst().getError()).isEqualTo("notify is false");
    }

    @Test
    void shouldTryUntilTheSinkIsUp() {
        answers.addAll(List.of(DOWN, DOWN, DOWN, TOLD));

        assertThat(take(Alerts.opened("f"))).isEqualTo(Turn.SETTLED);

        assertThat(recorded.getFirst().getStatus()).isEqualTo(DeliveryStatus.DELIVERED);
        assertThat(recorded.getFirst().getAttempts()).isEqualTo(4);
        assertThat(waits).hasSize(3).isSorted();
    }

    @Test
    void shouldGiveUpInTimeWithALastTryAndGoOn() {
        answers.add(DOWN);

        assertThat(take(Alerts.opened("f"))).isEqualTo(Turn.SETTLED);

        assertThat(now).isEqualTo(Alerts.NOW.plus(GIVE_UP));
        assertThat(recorded.getFirst().getStatus()).isEqualTo(DeliveryStatus.FAILED);
        assertThat(recorded.getFirst().getError()).isEqualTo("the receiver does not take connections");
        assertThat(recorded.getFirst().getAttempts()).isEqualTo(told.size()).isGreaterThan(10);
        answers.clear();
        answers.add(TOLD);
        take(Alerts.opened("f"));
        assertThat(recorded.getLast().getStatus())
                .as("given up once is given up")
                .isEqualTo(DeliveryStatus.SUPPRESSED);
    }

    @Test
    void shouldWaitAsLongAsTheSinkAsks() {
        answers.add(new Attempt.NotNow(OptionalInt.of(429), "busy", Optional.of(Duration.ofSeconds(77))));
        answers.add(TOLD);

        take(Alerts.opened("f"));

        assertThat(waits).containsExactly(Duration.ofSeconds(77));
    }

    @Test
    void shouldNotTryAgainWhatIsRefused() {
        answers.add(GONE);

        take(Alerts.opened("f"));

        assertThat(told).hasSize(1);
        assertThat(recorded.getFirst().getStatus()).isEqualTo(DeliveryStatus.FAILED);
        assertThat(recorded.getFirst().getResponseStatus()).isEqualTo(410);
    }

    @Test
    void shouldGiveTheAlertBackWhenItsTurnEndsAndTellItToWhoeverIsNext() {
        answers.addAll(List.of(DOWN, TOLD));
        waitsLeft = 0;

        assertThat(take(Alerts.opened("f"))).isEqualTo(Turn.PUT_BACK);
        assertThat(recorded).isEmpty();
        assertThat(settled("put_back")).isEqualTo(1);

        assertThat(take(Alerts.opened("f"))).isEqualTo(Turn.SETTLED);
        assertThat(recorded).extracting(AlertDelivery::getStatus).containsExactly(DeliveryStatus.DELIVERED);
    }

    @Test
    void shouldNotSettleBeforeKafkaKnows() {
        answers.add(TOLD);
        recordsRefused = 3;

        assertThat(take(Alerts.opened("f"))).isEqualTo(Turn.SETTLED);

        assertThat(told).hasSize(1);
        assertThat(waits).hasSize(3);
        assertThat(recorded).hasSize(1);
    }

    @Test
    void shouldRememberTheOutcomeThatKafkaDidNotTakeInTime() {
        answers.add(TOLD);
        recordsRefused = 1;
        waitsLeft = 0;

        assertThat(take(Alerts.opened("f"))).isEqualTo(Turn.PUT_BACK);
        assertThat(take(Alerts.opened("g"))).isEqualTo(Turn.SETTLED);
        assertThat(take(Alerts.opened("f"))).isEqualTo(Turn.SETTLED);

        assertThat(told).extracting(Alert::getFingerprint).containsExactly("f", "g");
        assertThat(recorded)
                .extracting(AlertDelivery::getStatus)
                .containsExactly(DeliveryStatus.DELIVERED, DeliveryStatus.DELIVERED);
    }

    @Test
    void shouldNotBeHeldUpForEverByAFaultOfOurs() {
        answers.add(TOLD);
        Courier faulty = new Courier(
                "ops",
                new AlertRouter(Set.of("ops"), List.of()),
                marks,
                alert -> {
                    told.add(alert);
                    throw new IllegalStateException("secret of the alert");
                },
                recorded::add,
                RetrySchedule.standard(new SplittableRandom(7)),
                GIVE_UP,
                () -> now,
                new SinkMeters(meters, "ops"));

        assertThat(faulty.take(Alerts.opened("f"), this::lasts)).isEqualTo(Turn.SETTLED);

        assertThat(recorded.getFirst().getStatus()).isEqualTo(DeliveryStatus.FAILED);
        assertThat(recorded.getFirst().getError()).isEqualTo("could not be rendered or sent: IllegalStateException");
    }

    private Turn take(Alert alert) {
        return courier.take(alert, this::lasts);
    }

    private boolean lasts(Duration time) {
        waits.add(time);
        now = now.plus(time);
        if (waitsLeft == 0) {
            waitsLeft = Integer.MAX_VALUE;
            return false;
        }
        return true;
    }

    private double count(String what) {
        return meters.get("driftgate_alerts_" + what + "_total").counter().count();
    }

    private double settled(String outcome) {
        return meters.get("driftgate_alerts_settled_total")
                .tag("outcome", outcome)
                .counter()
                .count();
    }

    private double pending() {
        return meters.get("driftgate_alerts_pending").gauge().value();
    }

    private double recordedAs(DeliveryStatus status) {
        return recorded.stream()
                .filter(delivery -> delivery.getStatus() == status)
                .count();
    }
}
