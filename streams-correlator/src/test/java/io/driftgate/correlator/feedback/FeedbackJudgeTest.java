package io.driftgate.correlator.feedback;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftgate.correlator.feedback.Finding.Copy;
import io.driftgate.correlator.feedback.Finding.Own;
import io.driftgate.correlator.feedback.Finding.Past;
import io.driftgate.correlator.feedback.Finding.Tampered;
import io.driftgate.kit.signing.Attested;
import io.driftgate.kit.signing.Attested.Untrusted;
import io.driftgate.schemas.events.GuardAction;
import io.driftgate.schemas.events.RouteGuard;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FeedbackJudgeTest {

    private static final RouteGuard BLOCK = Records.guard(GuardAction.BLOCK, 10);
    private static final Seen SEEN = new Seen(10, Records.OWN, 50, Records.AT + 50);

    private final FeedbackJudge<RouteGuard> judge = new FeedbackJudge<>(FeedbackTopic.guards());

    @Test
    void shouldKnowItsOwnWhenItIsNew() {
        RouteGuard next = Records.guard(GuardAction.NONE, 11);

        assertThat(judge(60, Records.signed(next)))
                .isEqualTo(new Own<>(next, new Seen(11, Records.OWN, 60, Records.AT + 60)));
        assertThat(judge.judge(Records.at(60, Records.signed(next)), null, null))
                .isInstanceOf(Own.class);
    }

    @Test
    void shouldTakeTheNewestOnceMoreForACopy() {
        assertThat(judge(60, Records.signed(BLOCK)))
                .isEqualTo(new Copy<>(new Seen(10, Records.OWN, 60, Records.AT + 60)));
    }

    @Test
    void shouldFindAnOldRecordWrittenAgain() {
        assertThat(judge(60, Records.signed(Records.guard(GuardAction.NONE, 9))))
                .isEqualTo(new Tampered<>(TamperReason.REPLAYED));
    }

    @Test
    void shouldFindAnotherRecordOfTheVersionThatIsHeld() {
        assertThat(judge(60, Records.signed(Records.guard(GuardAction.NONE, 10))))
                .isEqualTo(new Tampered<>(TamperReason.REPLAYED));
    }

    @Test
    void shouldFindATombstone() {
        assertThat(judge(60, null)).isEqualTo(new Tampered<>(TamperReason.TOMBSTONE));
    }

    @ParameterizedTest
    @EnumSource(Attested.Reason.class)
    void shouldFindWhatIsNotTrusted(Attested.Reason reason) {
        assertThat(judge(60, new Untrusted<>(reason))).isEqualTo(new Tampered<>(TamperReason.valueOf(reason.name())));
    }

    @Test
    void shouldFindASignedRecordUnderAnotherKeyOrNone() {
        assertThat(judge.judge(Records.under("edge/admin", 60, Records.signed(BLOCK)), null, null))
                .isEqualTo(new Tampered<>(TamperReason.FOREIGN_KEY));
        assertThat(judge.judge(Records.under(null, 60, Records.signed(BLOCK)), null, null))
                .isEqualTo(new Tampered<>(TamperReason.FOREIGN_KEY));
    }

    @Test
    void shouldFindASignedRecordInAnotherPartitionWhereItsVersionsAreNotKnown() {
        ReadBack<RouteGuard> elsewhere =
                new ReadBack<>(Records.KEY, Records.signed(BLOCK), false, "p-topic", 1, 7, Records.AT);

        assertThat(judge.judge(elsewhere, null, null)).isEqualTo(new Tampered<>(TamperReason.FOREIGN_PARTITION));
    }

    @Test
    void shouldAlarmNobodyWhenTheTopicIsReadAgainFromItsBeginning() {
        assertThat(judge(40, null)).isInstanceOf(Past.class);
        assertThat(judge(40, Records.signed(Records.guard(GuardAction.NONE, 9))))
                .isInstanceOf(Past.class);
    }

    @Test
    void shouldNotTakeForPastWhatATopicMadeAnewHoldsOrWhatASlowClockStamped() {
        ReadBack<RouteGuard> madeAnew = new ReadBack<>(Records.KEY, null, true, "p-topic", 2, 0, Records.AT + 60_000);
        ReadBack<RouteGuard> slowClock = new ReadBack<>(Records.KEY, null, true, "p-topic", 2, 60, Records.AT);

        assertThat(judge.judge(madeAnew, SEEN, BLOCK)).isInstanceOf(Tampered.class);
        assertThat(judge.judge(slowClock, SEEN, BLOCK)).isInstanceOf(Tampered.class);
    }

    private Finding<RouteGuard> judge(long offset, @Nullable Attested<RouteGuard> value) {
        return judge.judge(Records.at(offset, value), SEEN, BLOCK);
    }
}
