package io.driftgate.correlator.feedback;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftgate.schemas.events.CommandKind;
import io.driftgate.schemas.events.OperatorCommand;
import org.junit.jupiter.api.Test;

class FeedbackGateTest {

    private final FeedbackGate<OperatorCommand> gate = new FeedbackGate<>(FeedbackTopic.commands());

    @Test
    void shouldLetAnOrderThroughOnce() {
        FeedbackGate.Passage<OperatorCommand> first = gate.read(Records.at(1, Records.signed(release(5))), null);

        assertThat(first).isInstanceOfSatisfying(FeedbackGate.News.class, news -> {
            assertThat(news.value()).isEqualTo(release(5));
            assertThat(news.key()).isEqualTo(Records.KEY);
            assertThat(gate.read(Records.at(2, Records.signed(release(5))), news.seen()))
                    .isInstanceOf(FeedbackGate.Nothing.class);
        });
    }

    @Test
    void shouldRefuseAnOldOrderAndSayThatItWasNotCarriedOut() {
        Seen seen = new Seen(5, Records.OWN, 1, Records.AT);

        assertThat(gate.read(Records.at(2, Records.signed(release(4))), seen))
                .isInstanceOfSatisfying(FeedbackGate.Refused.class, refused -> {
                    assertThat(refused.note().reason()).isEqualTo(TamperReason.REPLAYED);
                    assertThat(refused.note().remedy()).isEqualTo(Remedy.NOT_CARRIED_OUT);
                    assertThat(refused.note().key()).contains(Records.KEY);
                });
    }

    @Test
    void shouldNameNoKeyThatSomebodyMadeUp() {
        assertThat(gate.read(Records.under("made/up", 2, Records.forged()), null))
                .isInstanceOfSatisfying(
                        FeedbackGate.Refused.class,
                        refused -> assertThat(refused.note().key()).isEmpty());
    }

    private static OperatorCommand release(long version) {
        return OperatorCommand.newBuilder()
                .setId("c" + version)
                .setKind(CommandKind.RELEASE_GUARD)
                .setTarget(Records.KEY)
                .setVersion(version)
                .build();
    }
}
