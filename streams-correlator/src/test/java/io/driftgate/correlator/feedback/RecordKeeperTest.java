package io.driftgate.correlator.feedback;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftgate.correlator.guard.GuardDecider;
import io.driftgate.kit.signing.Attested;
import io.driftgate.kit.signing.Attested.Genuine;
import io.driftgate.schemas.events.GuardAction;
import io.driftgate.schemas.events.RouteGuard;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One key's records on a topic, as the correlator and somebody else append to it and the keeper reads it. */
class RecordKeeperTest {

    private final RecordKeeper<RouteGuard> keeper = new RecordKeeper<>(
            FeedbackTopic.guards(), Records.OWN, GuardDecider::stricter, InstantSource.fixed(Records.START));
    private final List<@Nullable Attested<RouteGuard>> log = new ArrayList<>();
    private final List<TamperNote> notes = new ArrayList<>();
    private int read;
    private int publications;
    private @Nullable Seen seen;
    private @Nullable RouteGuard held;

    @Test
    void shouldPutBackWhatWasErasedUnderAHigherVersion() {
        decide(GuardAction.BLOCK);
        readAll();

        log.add(null);
        readAll();

        assertThat(last().getAction()).isEqualTo(GuardAction.BLOCK);
        assertThat(last().getVersion()).isGreaterThan(Records.AT);
        assertThat(last()).isEqualTo(held);
        assertThat(notes).hasSize(1);
        assertThat(notes.getFirst().remedy()).isEqualTo(Remedy.PUT_BACK);
        assertThat(notes.getFirst().reason()).isEqualTo(TamperReason.TOMBSTONE);
        assertThat(notes.getFirst().origin()).isEqualTo("p-topic-2@1");
    }

    @Test
    void shouldAnswerAFloodWithOneRecord() {
        decide(GuardAction.BLOCK);
        readAll();
        for (int i = 0; i < 100; i++) {
            log.add(Records.forged());
        }

        readAll();

        assertThat(log).hasSize(102);
        assertThat(last()).isEqualTo(held);
        assertThat(notes)
                .hasSize(100)
                .filteredOn(note -> note.remedy() == Remedy.STANDS_BEHIND)
                .hasSize(99);
    }

    @Test
    void shouldNotAnswerWhatStandsBeforeItsOwnRecordThatIsUnderWay() {
        decide(GuardAction.NONE);
        readAll();
        log.add(Records.forged());
        decide(GuardAction.BLOCK);

        readAll();

        assertThat(publications).isEqualTo(2);
        assertThat(notes.getFirst().remedy()).isEqualTo(Remedy.STANDS_BEHIND);
    }

    @Test
    void shouldNotLetAnOldGenuineRecordOpenWhatIsShut() {
        decide(GuardAction.NONE);
        Attested<RouteGuard> captured = new Genuine<>(held(), Records.OWN);
        decide(GuardAction.BLOCK);
        readAll();

        log.add(captured);
        readAll();

        assertThat(last().getAction()).isEqualTo(GuardAction.BLOCK);
        assertThat(held().getAction()).isEqualTo(GuardAction.BLOCK);
        assertThat(notes).extracting(TamperNote::reason).containsExactly(TamperReason.REPLAYED);
    }

    @Test
    void shouldTakeOverWhatIsInForceWhenItsMemoryWent() {
        log.add(Records.signed(Records.guard(GuardAction.BLOCK, Records.AT - 5)));

        readAll();

        assertThat(held().getAction()).isEqualTo(GuardAction.BLOCK);
        assertThat(notes).isEmpty();
        assertThat(publications).isZero();
    }

    @Test
    void shouldTakeOverAStricterRecordThatIsNewerThanItsMemory() {
        held = Records.guard(GuardAction.NONE, Records.AT - 9);
        log.add(Records.signed(Records.guard(GuardAction.BLOCK, Records.AT - 5)));

        readAll();

        assertThat(held().getAction()).isEqualTo(GuardAction.BLOCK);
        assertThat(publications).isZero();
    }

    @Test
    void shouldShutAgainWhatARecordNewerThanItsMemoryOpens() {
        held = Records.guard(GuardAction.BLOCK, Records.AT - 9);
        log.add(Records.signed(Records.guard(GuardAction.NONE, Records.AT - 5)));

        readAll();

        assertThat(last().getAction()).isEqualTo(GuardAction.BLOCK);
        assertThat(last().getVersion()).isGreaterThan(Records.AT - 5);
    }

    @Test
    void shouldHaveNothingToPutBackUnderAKeyThatItDoesNotKnow() {
        log.add(Records.forged());
        log.add(null);

        readAll();

        assertThat(publications).isZero();
        assertThat(notes).hasSize(2).allSatisfy(note -> {
            assertThat(note.key()).isEmpty();
            assertThat(note.remedy()).isEqualTo(Remedy.NOTHING_HARMED);
        });
    }

    @Test
    void shouldSignAnewWhatAnEarlierKeySigned() {
        decide(GuardAction.BLOCK);
        log.set(0, new Genuine<>(held(), Records.EARLIER));
        readAll();

        tick(Duration.ofSeconds(10));
        tick(Duration.ofSeconds(20));
        readAll();
        tick(Duration.ofSeconds(30));

        assertThat(publications).as("once").isEqualTo(2);
        assertThat(last().getAction()).isEqualTo(GuardAction.BLOCK);
        assertThat(notes).as("it is no tampering").isEmpty();
    }

    @Test
    void shouldPublishAgainWhatWasNeverReadBack() {
        decide(GuardAction.BLOCK);
        log.clear();

        tick(Duration.ofSeconds(59));
        assertThat(log).isEmpty();
        tick(Duration.ofSeconds(61));
        readAll();

        assertThat(last().getAction()).isEqualTo(GuardAction.BLOCK);
        assertThat(notes).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 5, 8, 13, 21, 34, 55, 89, 144, 233})
    void shouldHaveItsLastWordLastWhateverHappens(long seed) {
        Random random = new Random(seed);
        List<Attested<RouteGuard>> captured = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            switch (random.nextInt(6)) {
                case 0 -> {
                    decide(random.nextBoolean() ? GuardAction.BLOCK : GuardAction.NONE);
                    captured.add(new Genuine<>(held(), Records.OWN));
                }
                case 1 -> log.add(null);
                case 2 -> log.add(Records.forged());
                case 3 -> log.add(captured.isEmpty() ? null : captured.get(random.nextInt(captured.size())));
                default -> readSome(random.nextInt(4));
            }
        }
        boolean decided = held != null;
        readAll();

        assertThat(decided).isTrue();
        assertThat(last()).as("what compaction leaves is what is in force").isEqualTo(held);
        assertThat(publications).isLessThan(400);
    }

    private void decide(GuardAction action) {
        held = Records.guard(action, Math.max(held == null ? 1 : held.getVersion() + 1, Records.AT + log.size()));
        publish();
    }

    private void publish() {
        publications++;
        log.add(new Genuine<>(held(), Records.OWN));
    }

    private void readAll() {
        readSome(Integer.MAX_VALUE);
    }

    private void readSome(int most) {
        for (int i = 0; i < most && read < log.size(); i++) {
            RecordKeeper.Step<RouteGuard> step = keeper.read(Records.at(read, log.get(read)), seen, held);
            read++;
            step.seen().ifPresent(now -> seen = now);
            step.held().ifPresent(value -> held = value);
            step.note().ifPresent(notes::add);
            if (step.publish()) {
                publish();
            }
        }
    }

    private void tick(Duration later) {
        keeper.tick(held(), seen, Records.START.plus(later)).ifPresent(again -> {
            held = again;
            publish();
        });
    }

    private RouteGuard held() {
        return Objects.requireNonNull(held);
    }

    private RouteGuard last() {
        return ((Genuine<RouteGuard>) Objects.requireNonNull(log.getLast())).value();
    }
}
