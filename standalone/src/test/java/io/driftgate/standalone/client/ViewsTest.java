package io.driftgate.standalone.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.driftgate.schemas.events.Actor;
import io.driftgate.schemas.events.Alert;
import io.driftgate.schemas.events.AlertStatus;
import io.driftgate.schemas.events.AttributeDifference;
import io.driftgate.schemas.events.Attribution;
import io.driftgate.schemas.events.AttributionCandidate;
import io.driftgate.schemas.events.Cause;
import io.driftgate.schemas.events.DriftRecord;
import io.driftgate.schemas.events.DriftStatus;
import io.driftgate.schemas.events.Resolution;
import io.driftgate.schemas.events.Severity;
import io.driftgate.schemas.json.AvroJson;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ViewsTest {

    private static final Instant OPENED = Instant.parse("2026-03-01T10:02:11Z");

    @Test
    void shouldListOpenDriftFirstAndTheWorstOfItFirst() {
        List<String> lines = Views.drifts(List.of(
                drift("d-resolved", Severity.CRITICAL, Resolution.REVERTED, DriftStatus.IN_SYNC),
                drift("d-medium", Severity.MEDIUM, Resolution.UNRESOLVED, DriftStatus.DRIFTED),
                drift("d-high", Severity.HIGH, Resolution.UNRESOLVED, DriftStatus.DRIFTED)));
        assertThat(lines).hasSize(4);
        assertThat(lines.get(1)).startsWith("d-high").contains("MANUAL_CONSOLE", "mallory", "2026-03-01T10:02:11");
        assertThat(lines.get(2)).startsWith("d-medium");
        assertThat(lines.get(3)).startsWith("d-resolved").contains("REVERTED");
    }

    @Test
    void shouldShowOneDriftWithItsDifferencesAndWhoDidIt() {
        assertThat(Views.drift(drift("d-high", Severity.HIGH, Resolution.UNRESOLVED, DriftStatus.DRIFTED)))
                .contains(
                        "d-high  HIGH  DRIFTED  aws_security_group.orders",
                        "  ingress[0].cidr_blocks  HIGH",
                        "    - [\"10.0.0.0/8\"]",
                        "    + (none)",
                        "    open to the internet (T1190)",
                        "  who        mallory",
                        "  call       AuthorizeSecurityGroupIngress from 203.0.113.9",
                        "  confidence 0.97");
    }

    @Test
    void shouldSayUnknownWhenNobodyIsKnown() {
        JsonNode nobody = AvroJson.node(DriftRecord.newBuilder().setId("d-x").build());
        assertThat(Views.drift(nobody)).contains("  cause      UNKNOWN").noneMatch(line -> line.contains("who"));
    }

    @Test
    void shouldTakeAForeignControlCharacterForText() {
        JsonNode alert = AvroJson.node(Alert.newBuilder()
                .setId("a-1")
                .setTitle("title\u001b]0;owned\u0007")
                .setStatus(AlertStatus.OPEN)
                .build());
        assertThat(Views.alertLine(alert)).doesNotContain("\u001b", "\u0007").contains("title\\u{1b}]0;owned\\u{7}");
        assertThat(Views.alerts(List.of(alert))).noneMatch(line -> line.contains("\u001b"));
    }

    @Test
    void shouldTakeARecordWithoutStatusForOpen() {
        JsonNode empty = com.fasterxml.jackson.databind.node.JsonNodeFactory.instance.objectNode();
        assertThat(Views.isOpenDrift(empty)).isTrue();
        assertThat(Views.isOpenAlert(empty)).isTrue();
    }

    private static JsonNode drift(String id, Severity severity, Resolution resolution, DriftStatus status) {
        return AvroJson.node(DriftRecord.newBuilder()
                .setId(id)
                .setAddress("aws_security_group.orders")
                .setResourceKey("aws/123456789012/eu-west-1/ec2/sg-1#aws_security_group")
                .setSeverity(severity)
                .setStatus(status)
                .setResolution(resolution)
                .setOpenedAt(OPENED)
                .setDifferences(List.of(AttributeDifference.newBuilder()
                        .setPath("ingress[0].cidr_blocks")
                        .setDeclared("[\"10.0.0.0/8\"]")
                        .setSeverity(Severity.HIGH)
                        .setReason("open to the internet")
                        .setTechnique("T1190")
                        .build()))
                .setAttribution(Attribution.newBuilder()
                        .setCause(Cause.MANUAL_CONSOLE)
                        .setConfidence(0.97)
                        .setChange(AttributionCandidate.newBuilder()
                                .setEventName("AuthorizeSecurityGroupIngress")
                                .setSourceAddress("203.0.113.9")
                                .setActor(Actor.newBuilder().setName("mallory").build())
                                .build())
                        .build())
                .build());
    }
}
