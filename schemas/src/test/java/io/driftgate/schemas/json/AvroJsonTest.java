package io.driftgate.schemas.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.driftgate.schemas.events.Actor;
import io.driftgate.schemas.events.Alert;
import io.driftgate.schemas.events.AlertKind;
import io.driftgate.schemas.events.AlertStatus;
import io.driftgate.schemas.events.Anomaly;
import io.driftgate.schemas.events.AttributeDifference;
import io.driftgate.schemas.events.Attribution;
import io.driftgate.schemas.events.AttributionCandidate;
import io.driftgate.schemas.events.BackingSelector;
import io.driftgate.schemas.events.Cause;
import io.driftgate.schemas.events.Channel;
import io.driftgate.schemas.events.DeadLetter;
import io.driftgate.schemas.events.Enforcement;
import io.driftgate.schemas.events.GuardAction;
import io.driftgate.schemas.events.GuardPolicy;
import io.driftgate.schemas.events.Resolution;
import io.driftgate.schemas.events.RouteBinding;
import io.driftgate.schemas.events.Severity;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class AvroJsonTest {

    private static final Instant NOW = Instant.parse("2026-03-01T10:02:11.5Z");

    @Test
    void shouldWriteAnAlertAsPlainJson() throws Exception {
        new GoldenFile("alert.json").mustBe(AvroJson.node(alert()));
    }

    @Test
    void shouldWriteAnAlertAsCloudEvent() throws Exception {
        new GoldenFile("alert-cloudevent.json").mustBe(AlertCloudEvent.node(alert()));
    }

    @Test
    void shouldWriteMapsWithinRecordsWithSortedKeys() throws Exception {
        RouteBinding binding = RouteBinding.newBuilder()
                .setGateway("edge")
                .setRoute("orders")
                .setBackedBy(List.of(BackingSelector.newBuilder()
                        .setTags(Map.of("team", "orders", "env", "prod"))
                        .build()))
                .setGuardPolicy(GuardPolicy.newBuilder()
                        .setName("internet-facing")
                        .setEnforcement(Enforcement.OBSERVED)
                        .setActions(Map.of("medium", GuardAction.THROTTLE, "critical", GuardAction.BLOCK))
                        .build())
                .setOccurred(NOW)
                .build();

        new GoldenFile("route-binding.json").mustBe(AvroJson.node(binding));
    }

    @Test
    void shouldGiveTheSameTextAfterTheWire() throws Exception {
        Alert alert = alert();

        Alert decoded = Alert.fromByteBuffer(alert.toByteBuffer());

        assertThat(AvroJson.text(decoded)).isEqualTo(AvroJson.text(alert));
        assertThat(CanonicalJson.read(AvroJson.text(alert))).isEqualTo(CanonicalJson.read(written(alert)));
    }

    @Test
    void shouldLeaveOutWhatIsNull() {
        ObjectNode node = AvroJson.node(Alert.newBuilder(alert())
                .setAttribution(null)
                .setResolvedAt(null)
                .build());

        assertThat(node.has("attribution")).isFalse();
        assertThat(node.has("resolved_at")).isFalse();
        assertThat(node.path("resolution").textValue()).isEqualTo("REVERTED");
    }

    @ParameterizedTest
    @CsvSource({
        "0, 1970-01-01T00:00:00.000Z",
        "-1, 1969-12-31T23:59:59.999Z",
        "1772359331120, 2026-03-01T10:02:11.120Z",
        "253402300800000, +10000-01-01T00:00:00.000Z"
    })
    void shouldWriteTimesWithThreeDecimals(long milliseconds, String expected) {
        Alert alert = Alert.newBuilder()
                .setOccurred(Instant.ofEpochMilli(milliseconds))
                .setResolvedAt(Instant.ofEpochMilli(milliseconds))
                .build();

        assertThat(AvroJson.node(alert).path("occurred").textValue()).isEqualTo(expected);
        assertThat(AvroJson.node(alert).path("resolved_at").textValue()).isEqualTo(expected);
        assertThat(AvroJson.node(alert).path("version").isIntegralNumber()).isTrue();
    }

    @Test
    void shouldWriteBytesAsBase64AndLeaveThemUnread() {
        ByteBuffer content = ByteBuffer.wrap("\u0000\u00ff?>".getBytes(StandardCharsets.ISO_8859_1));
        DeadLetter letter = DeadLetter.newBuilder().setContent(content).build();

        assertThat(AvroJson.node(letter).path("content").textValue()).isEqualTo("AP8/Pg==");
        assertThat(content.remaining()).as("left for the next reader").isEqualTo(4);
    }

    @Test
    void shouldStayJsonWhateverTheNumbersAndTextsAre() {
        Anomaly anomaly = Anomaly.newBuilder()
                .setSubject("a\"b\\c\n\u0000\u2028")
                .setScore(Double.NaN)
                .setEvidence(Map.of("z", Double.NEGATIVE_INFINITY, "a", 1e300))
                .build();

        JsonNode read = CanonicalJson.read(AvroJson.text(anomaly));

        assertThat(read.path("subject").textValue()).isEqualTo("a\"b\\c\n\u0000\u2028");
        assertThat(read.path("score").textValue()).isEqualTo("NaN");
        assertThat(read.path("evidence").path("z").textValue()).isEqualTo("-Infinity");
        assertThat(read.path("evidence").path("a").doubleValue()).isEqualTo(1e300);
    }

    /** CloudEvents 1.0.2, section 3.1: names in lower case, required attributes, none of them empty. */
    @ParameterizedTest
    @EnumSource(AlertKind.class)
    void shouldKeepToTheRulesOfCloudEvents(AlertKind kind) {
        for (AlertStatus status : AlertStatus.values()) {
            JsonNode event = AlertCloudEvent.node(Alert.newBuilder(alert())
                    .setKind(kind)
                    .setStatus(status)
                    .setSubject("")
                    .build());

            assertThat(event.properties()).allSatisfy(attribute -> {
                assertThat(attribute.getKey()).matches("[a-z0-9]{1,20}");
                assertThat(attribute.getValue().isObject()
                                || !attribute.getValue().asText().isEmpty())
                        .isTrue();
            });
            assertThat(event.path("specversion").textValue()).isEqualTo("1.0");
            assertThat(event.path("type").textValue()).matches("io\\.driftgate\\.alert\\.[a-z-]+\\.(open|resolved)");
            assertThat(event.has("id") && event.has("source")).isTrue();
        }
    }

    @Test
    void shouldNameOneVersionOfAnAlertByItsId() {
        Alert next = Alert.newBuilder(alert()).setRevision(3).build();

        assertThat(AlertCloudEvent.node(alert()).path("id").textValue()).isEqualTo("ab12/1/2");
        assertThat(AlertCloudEvent.node(next).path("id").textValue()).isEqualTo("ab12/1/3");
        assertThat(CanonicalJson.read(AlertCloudEvent.text(next)).path("data").path("revision"))
                .hasToString("3");
    }

    private static String written(Alert alert) {
        return AvroJson.node(alert).toPrettyString();
    }

    private static Alert alert() {
        return Alert.newBuilder()
                .setFingerprint("ab12")
                .setId("a-abcdefgh")
                .setVersion(9_007_199_254_740_993L)
                .setKind(AlertKind.SCOPE_SUMMARY)
                .setEpisode(1)
                .setRevision(2)
                .setNotify(false)
                .setStatus(AlertStatus.RESOLVED)
                .setSeverity(Severity.HIGH)
                .setTitle("aws_security_group.orders drifted: port 8443 is open to the internet")
                .setSummary("First. Second: é, \"quoted\".")
                .setSubject("aws/123456789012/eu-west-1/ec2/sg-0abc#aws_security_group")
                .setAddress("aws_security_group.orders")
                .setDriftIds(List.of("d-7k2mq4xw"))
                .setDifferences(List.of(AttributeDifference.newBuilder()
                        .setPath("ingress[0].cidr_blocks")
                        .setDeclared("[\"10.0.0.0/8\"]")
                        .setLive("[\"0.0.0.0/0\",\"10.0.0.0/8\"]")
                        .setSeverity(Severity.HIGH)
                        .setRule("world-open-ingress")
                        .setTechnique("T1190")
                        .setReason("port 8443 is open to the internet")
                        .build()))
                .setAttribution(Attribution.newBuilder()
                        .setCause(Cause.MANUAL_CONSOLE)
                        .setConfidence(0.97)
                        .setChange(AttributionCandidate.newBuilder()
                                .setEventId("e-1")
                                .setEventName("AuthorizeSecurityGroupIngress")
                                .setActor(Actor.newBuilder()
                                        .setIdentityType("IAMUser")
                                        .setArn("arn:aws:iam::123456789012:user/mallory")
                                        .setName("mallory")
                                        .setMfa(false)
                                        .build())
                                .setChannel(Channel.CONSOLE)
                                .setSourceAddress("203.0.113.9")
                                .setOccurred(NOW.minusSeconds(20))
                                .setScore(0.97)
                                .build())
                        .build())
                .setRoutes(List.of("edge/orders"))
                .setResolution(Resolution.REVERTED)
                .setOpenedAt(NOW.minusSeconds(10))
                .setResolvedAt(NOW)
                .setOccurred(NOW.minusSeconds(20))
                .setIngested(NOW.minusSeconds(11))
                .setCorrelated(NOW)
                .build();
    }
}
