package io.driftgate.correlator.feedback;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftgate.correlator.feedback.AlertKeeper.Due;
import io.driftgate.correlator.feedback.AlertKeeper.Mark;
import io.driftgate.kit.signing.Attested;
import io.driftgate.kit.signing.Attested.Genuine;
import io.driftgate.schemas.events.Alert;
import io.driftgate.schemas.events.AlertKind;
import io.driftgate.schemas.events.AlertStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One fingerprint's records, as composer, keeper and somebody else append to the topic. */
class AlertKeeperTest {

    private final AlertKeeper keeper = new AlertKeeper(Records.OWN);
    private final List<@Nullable Attested<Alert>> log = new ArrayList<>();
    private final List<TamperNote> notes = new ArrayList<>();
    private int read;
    private int repeated;
    private long composed = Records.AT;
    private @Nullable Mark mark;
    private @Nullable Alert kept;

    @Test
    void shouldKeepTheNewestOfWhatComposersTell() {
        compose();
        compose();

        readAll();

        assertThat(kept().getVersion()).isEqualTo(composed);
        assertThat(repeated).isZero();
        assertThat(notes).isEmpty();
    }

    @Test
    void shouldPublishTheErasedAgainAsItWasAndNoMoreThanOnce() {
        compose();
        readAll();
        log.add(null);
        log.add(Records.forged());
        log.add(Records.forged());

        readAll();

        assertThat(last()).isEqualTo(kept());
        assertThat(repeated).isEqualTo(1);
        assertThat(notes)
                .extracting(TamperNote::remedy)
                .containsExactly(Remedy.PUT_BACK, Remedy.STANDS_BEHIND, Remedy.STANDS_BEHIND);
    }

    @Test
    void shouldLetTheNewerStandLastWhenItsRepetitionWasOvertaken() {
        compose();
        readAll();
        log.add(null);
        compose();

        readAll();

        assertThat(last().getVersion()).isEqualTo(composed);
        assertThat(notes).as("its own late record is no tampering").hasSize(1);
    }

    @Test
    void shouldNotNameAlertsAboutTampering() {
        log.add(Records.signed(Records.alert(AlertKind.TAMPERING, composed)));
        log.add(null);

        readAll();

        assertThat(repeated).isEqualTo(1);
        assertThat(notes).hasSize(1);
        assertThat(notes.getFirst().key()).isEmpty();
    }

    @Test
    void shouldTakeAnAlertThatItHasForgottenForReplayed() {
        ReadBack<Alert> old = new ReadBack<>(
                Records.KEY,
                Records.signed(Records.alert(AlertKind.DRIFT, Records.AT)),
                true,
                "p-alerts",
                2,
                9,
                Records.START.plus(Duration.ofDays(32)).toEpochMilli());

        AlertKeeper.Step step = keeper.read(old, null, null);

        assertThat(step.kept()).isEmpty();
        assertThat(step.note())
                .hasValueSatisfying(note -> assertThat(note.reason()).isEqualTo(TamperReason.REPLAYED));
    }

    @Test
    void shouldPublishOpenAlertsDailyUnderTheSameVersion() {
        compose();
        readAll();

        assertThat(tick(Duration.ofHours(23))).isInstanceOf(Due.Nothing.class);
        assertThat(tick(Duration.ofHours(25))).isInstanceOf(Due.Publish.class);
        assertThat(tick(Duration.ofHours(25).plusSeconds(10))).as("under way").isInstanceOf(Due.Nothing.class);
        readAll();

        assertThat(last()).isEqualTo(kept());
        assertThat(notes).isEmpty();
        assertThat(mark().underWay()).isZero();
    }

    @Test
    void shouldForgetWhatWasResolvedThirtyDaysAgo() {
        Alert resolved = Alert.newBuilder(Records.alert(AlertKind.DRIFT, composed))
                .setStatus(AlertStatus.RESOLVED)
                .setResolvedAt(Records.START)
                .build();
        log.add(Records.signed(resolved));
        readAll();

        assertThat(tick(Duration.ofDays(29))).isInstanceOf(Due.Nothing.class);
        assertThat(tick(Duration.ofDays(30))).isInstanceOf(Due.Forget.class);
    }

    @Test
    void shouldSignAnewWhatAnEarlierKeySigned() {
        log.add(new Genuine<>(Records.alert(AlertKind.DRIFT, composed), Records.EARLIER));
        readAll();

        assertThat(tick(Duration.ofSeconds(10))).isInstanceOf(Due.Publish.class);
        readAll();

        assertThat(tick(Duration.ofSeconds(20))).isInstanceOf(Due.Nothing.class);
        assertThat(notes).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 5, 8, 13, 21, 34, 55, 89, 144, 233})
    void shouldHaveTheNewestStandLastWhateverHappens(long seed) {
        Random random = new Random(seed);
        List<Attested<Alert>> captured = new ArrayList<>();
        compose();
        for (int i = 0; i < 400; i++) {
            switch (random.nextInt(6)) {
                case 0 -> {
                    compose();
                    captured.add(Objects.requireNonNull(log.getLast()));
                }
                case 1 -> log.add(null);
                case 2 -> log.add(Records.forged());
                case 3 -> log.add(captured.isEmpty() ? null : captured.get(random.nextInt(captured.size())));
                default -> readSome(random.nextInt(4));
            }
        }
        int attempts = log.size();
        readAll();

        assertThat(last()).as("what compaction leaves").isEqualTo(kept());
        assertThat(kept().getVersion()).isEqualTo(composed);
        assertThat(repeated).isLessThan(attempts);
    }

    private void compose() {
        composed = Math.max(composed + 1, Records.AT + log.size());
        log.add(Records.signed(Records.alert(AlertKind.DRIFT, composed)));
    }

    private void readAll() {
        readSome(Integer.MAX_VALUE);
    }

    private void readSome(int most) {
        for (int i = 0; i < most && read < log.size(); i++) {
            AlertKeeper.Step step = keeper.read(Records.at(read, log.get(read)), mark, kept);
            read++;
            step.kept().ifPresent(alert -> kept = alert);
            step.mark().ifPresent(now -> mark = now);
            step.note().ifPresent(notes::add);
            step.publish().ifPresent(this::repeat);
        }
    }

    private Due tick(Duration later) {
        Instant now = Records.START.plus(later);
        Due due = keeper.tick(kept(), mark(), now);
        if (due instanceof Due.Publish publish) {
            mark = publish.mark();
            repeat(kept());
        }
        return due;
    }

    private void repeat(Alert alert) {
        repeated++;
        log.add(Records.signed(alert));
    }

    private Alert kept() {
        return Objects.requireNonNull(kept);
    }

    private Mark mark() {
        return Objects.requireNonNull(mark);
    }

    private Alert last() {
        return ((Genuine<Alert>) Objects.requireNonNull(log.getLast())).value();
    }
}
