package io.driftgate.sinks.render;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftgate.schemas.events.Actor;
import io.driftgate.schemas.events.Alert;
import io.driftgate.schemas.events.AlertKind;
import io.driftgate.schemas.events.AttributeDifference;
import io.driftgate.schemas.events.Attribution;
import io.driftgate.schemas.events.AttributionCandidate;
import io.driftgate.schemas.events.Cause;
import io.driftgate.schemas.events.Severity;
import io.driftgate.sinks.Alerts;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConsoleTextTest {

    private static final List<AttributeDifference> FIVE = List.of(
            Alerts.difference("ingress[0].cidr_blocks", "[\"10.0.0.0/8\"]", "[\"0.0.0.0/0\"]"),
            Alerts.difference(
                    "password", "{\"$sensitive\":\"hmac-sha256:k1:00\"}", "{\"$sensitive\":\"hmac-sha256:k1:ff\"}"),
            AttributeDifference.newBuilder()
                    .setPath("tags.owner")
                    .setDeclared("\"" + "x".repeat(100) + "\"")
                    .setLive(null)
                    .build(),
            Alerts.difference("d", "1", "2"),
            Alerts.difference("e", "1", "2"));

    @Test
    void shouldSayWhatWasOpenedAndByWhom() throws Exception {
        new GoldenText("console-opened.txt").mustBe(ConsoleText.of(Alerts.opened("f")));
    }

    @Test
    void shouldSayInOneLineThatItIsOver() throws Exception {
        new GoldenText("console-resolved.txt").mustBe(ConsoleText.of(Alerts.resolved("f")));
    }

    @Test
    void shouldStayWithinFourLinesHoweverMuchDiffers() throws Exception {
        Alert alert = Alert.newBuilder(Alerts.opened("f")).setDifferences(FIVE).build();

        assertThat(ConsoleText.of(alert).lines()).hasSize(4);
        new GoldenText("console-many-differences.txt").mustBe(ConsoleText.of(alert));
    }

    @Test
    void shouldShowThreeDifferencesWhereNobodyIsNamed() throws Exception {
        Alert alert = Alert.newBuilder(Alerts.opened("f"))
                .setKind(AlertKind.CONFIGURATION)
                .setSeverity(Severity.CRITICAL)
                .setAddress("")
                .setAttribution(null)
                .setDifferences(FIVE)
                .build();

        assertThat(ConsoleText.of(alert).lines()).hasSize(4);
        new GoldenText("console-nobody-named.txt").mustBe(ConsoleText.of(alert));
    }

    @Test
    void shouldNotClaimToKnowWhoDidIt() {
        Alert nobody = Alert.newBuilder(Alerts.opened("f")).setAttribution(null).build();
        Alert unknown = Alert.newBuilder(nobody)
                .setAttribution(Attribution.newBuilder().setCause(Cause.UNKNOWN).build())
                .build();

        assertThat(ConsoleText.of(nobody)).endsWith("\n  who  not known\n");
        assertThat(ConsoleText.of(unknown)).endsWith("\n  who  not known\n");
    }

    @Test
    void shouldNotLetForeignTextReachTheTerminal() {
        String evil = "\u001b]0;owned\u0007\u001b[2J\r\nfake line\u202e\u2028\u009b31m\u0000\ud800\u00ad\u200b";
        Alert alert = Alert.newBuilder(Alerts.opened("f"))
                .setId("a-" + evil)
                .setTitle(evil)
                .setAddress(evil + "2")
                .setDifferences(List.of(Alerts.difference(evil, evil, evil)))
                .setAttribution(Attribution.newBuilder()
                        .setCause(Cause.MANUAL_CLI)
                        .setChange(AttributionCandidate.newBuilder()
                                .setActor(Actor.newBuilder().setName(evil).build())
                                .setSourceAddress(evil)
                                .build())
                        .build())
                .build();

        String text = ConsoleText.of(alert);

        assertThat(text.lines()).hasSize(3);
        assertThat(text.replace("\n", "").codePoints())
                .allSatisfy(point -> assertThat(Character.getType(point))
                        .isNotIn((int) Character.CONTROL, (int) Character.FORMAT, (int) Character.LINE_SEPARATOR, (int)
                                Character.SURROGATE));
        assertThat(text).contains("\\u{1b}[2J\\u{d}\\u{a}fake line\\u{202e}\\u{2028}\\u{9b}31m");
    }
}
