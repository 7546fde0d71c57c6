package io.driftgate.sinks.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftgate.schemas.events.Alert;
import io.driftgate.schemas.events.AlertKind;
import io.driftgate.schemas.events.Severity;
import io.driftgate.sinks.Alerts;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AlertRouterTest {

    private static final AlertRouter ROUTER = new AlertRouter(
            Set.of("mail"),
            List.of(
                    new AlertRouter.Route(Set.of(Severity.CRITICAL), Set.of(), Set.of("pager", "ops")),
                    new AlertRouter.Route(
                            Set.of(Severity.HIGH), Set.of(AlertKind.DRIFT, AlertKind.BLIND), Set.of("ops")),
                    new AlertRouter.Route(Set.of(), Set.of(AlertKind.QUOTA), Set.of("quota"))));

    @ParameterizedTest
    @CsvSource({
        "CRITICAL, DRIFT, ops;pager",
        // The first that matches counts, and the third is not asked.
        "CRITICAL, QUOTA, ops;pager",
        "HIGH, DRIFT, ops",
        "HIGH, BLIND, ops",
        // The severity alone is not enough where a kind is listed.
        "HIGH, INCIDENT, mail",
        "HIGH, QUOTA, quota",
        "LOW, QUOTA, quota",
        "LOW, DRIFT, mail"
    })
    void shouldTakeTheFirstRouteThatMatches(Severity severity, AlertKind kind, String sinks) {
        Alert alert = Alert.newBuilder(Alerts.opened("f"))
                .setSeverity(severity)
                .setKind(kind)
                .build();

        assertThat(ROUTER.sinksFor(alert)).containsExactlyInAnyOrder(sinks.split(";"));
    }
}
