package io.driftgate.correlator.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftgate.correlator.command.CommandAdmission.Admitted;
import io.driftgate.correlator.command.CommandAdmission.Decision;
import io.driftgate.correlator.command.CommandAdmission.Dropped;
import io.driftgate.correlator.command.CommandAdmission.Seen;
import io.driftgate.kit.signing.Attested;
import io.driftgate.schemas.events.CommandKind;
import io.driftgate.schemas.events.OperatorCommand;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CommandAdmissionTest {

    private static final String TARGET = "edge/orders";

    @Test
    void shouldTakeAnOrderOnce() {
        Decision first = decide(command("one", 5), Seen.NOTHING);

        assertThat(first).isEqualTo(new Admitted(command("one", 5), new Seen(5, java.util.List.of("one"))));
        Seen seen = ((Admitted) first).seen();
        assertThat(decide(command("one", 5), seen)).isEqualTo(new Dropped("delivered-again"));
        assertThat(decide(command("one", 6), seen)).isEqualTo(new Dropped("delivered-again"));
        assertThat(decide(command("two", 6), seen)).isInstanceOf(Admitted.class);
    }

    @Test
    void shouldTakeNoOrderThatIsNotAboveTheLast() {
        Seen seen = new Seen(5, java.util.List.of("one"));

        assertThat(decide(command("old", 4), seen)).isEqualTo(new Dropped("version-not-higher"));
        assertThat(decide(command("old", 5), seen)).isEqualTo(new Dropped("version-not-higher"));
    }

    @Test
    void shouldTakeNoOrderUnderAnotherKey() {
        assertThat(CommandAdmission.decide("edge/other", genuine(command("one", 5)), Seen.NOTHING))
                .isEqualTo(new Dropped("key-mismatch"));
        assertThat(CommandAdmission.decide(null, genuine(command("one", 5)), Seen.NOTHING))
                .isEqualTo(new Dropped("key-mismatch"));
    }

    @ParameterizedTest
    @EnumSource(Attested.Reason.class)
    void shouldTakeNoForgedOrder(Attested.Reason reason) {
        assertThat(CommandAdmission.decide(TARGET, new Attested.Untrusted<>(reason), Seen.NOTHING))
                .isEqualTo(new Dropped(reason.label()));
    }

    @Test
    void shouldTakeATombstoneForNothing() {
        assertThat(CommandAdmission.decide(TARGET, null, Seen.NOTHING)).isEqualTo(new Dropped("tombstone"));
    }

    @Test
    void shouldLeaveAnOrderThatOnlyNewerVersionsKnow() {
        OperatorCommand unknown = OperatorCommand.newBuilder(command("one", 5))
                .setKind(CommandKind.NOTHING)
                .build();

        assertThat(decide(unknown, Seen.NOTHING)).isEqualTo(new Dropped("unknown-kind"));
    }

    @Test
    void shouldRememberOnlyTheLastIds() {
        Seen seen = Seen.NOTHING;
        for (int i = 1; i <= 100; i++) {
            seen = ((Admitted) decide(command("id-" + i, i), seen)).seen();
        }

        assertThat(seen.version()).isEqualTo(100);
        assertThat(seen.ids()).hasSize(32).startsWith("id-100").doesNotContain("id-1");
    }

    private static Decision decide(OperatorCommand command, Seen seen) {
        return CommandAdmission.decide(TARGET, genuine(command), seen);
    }

    private static Attested<OperatorCommand> genuine(OperatorCommand command) {
        return new Attested.Genuine<>(command, "s1");
    }

    private static OperatorCommand command(String id, long version) {
        return OperatorCommand.newBuilder()
                .setId(id)
                .setKind(CommandKind.RELEASE_GUARD)
                .setTarget(TARGET)
                .setVersion(version)
                .build();
    }
}
