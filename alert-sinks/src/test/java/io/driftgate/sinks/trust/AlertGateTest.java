package io.driftgate.sinks.trust;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftgate.kit.signing.Attested;
import io.driftgate.kit.signing.Attested.Genuine;
import io.driftgate.kit.signing.Attested.Untrusted;
import io.driftgate.schemas.events.Alert;
import io.driftgate.sinks.Alerts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AlertGateTest {

    private final AlertGate gate = new AlertGate();

    @Test
    void shouldAdmitWhatRisesOrStays() {
        assertThat(gate.admit("f", signed(Alerts.opened("f")))).isEqualTo(admitted(Alerts.opened("f")));
        assertThat(gate.admit("f", signed(Alerts.opened("f"))))
                .as("published again")
                .isEqualTo(admitted(Alerts.opened("f")));
        assertThat(gate.admit("f", signed(Alerts.resolved("f")))).isEqualTo(admitted(Alerts.resolved("f")));
    }

    @Test
    void shouldDropAnOldRecordWrittenAgain() {
        gate.admit("f", signed(Alerts.resolved("f")));

        assertThat(gate.admit("f", signed(Alerts.opened("f")))).isEqualTo(new Admission.Dropped("outdated"));
        assertThat(gate.admit("g", signed(Alerts.opened("g"))))
                .as("each alert has versions of its own")
                .isEqualTo(admitted(Alerts.opened("g")));
    }

    @Test
    void shouldDropASignedRecordUnderAnotherKeyOrNone() {
        assertThat(gate.admit("g", signed(Alerts.opened("f")))).isEqualTo(new Admission.Dropped("foreign-key"));
        assertThat(gate.admit(null, signed(Alerts.opened("f")))).isEqualTo(new Admission.Dropped("foreign-key"));
    }

    @Test
    void shouldDropATombstone() {
        assertThat(gate.admit("f", null)).isEqualTo(new Admission.Dropped("tombstone"));
    }

    @ParameterizedTest
    @EnumSource(Attested.Reason.class)
    void shouldDropWhatIsNotTrusted(Attested.Reason reason) {
        assertThat(gate.admit("f", new Untrusted<>(reason))).isEqualTo(new Admission.Dropped(reason.label()));
    }

    private static Attested<Alert> signed(Alert alert) {
        return new Genuine<>(alert, "s1");
    }

    private static Admission admitted(Alert alert) {
        return new Admission.Admitted(alert);
    }
}
