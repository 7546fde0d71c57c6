package io.driftgate.sinks.render;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftgate.schemas.events.Alert;
import io.driftgate.sinks.Alerts;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class WebhookRequestTest {

    @Test
    void shouldSignTheVectorOfTheStandardsLibraries() {
        byte[] key = Base64.getDecoder().decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");

        var headers = new WebhookSignature(key)
                .headers(
                        "msg_p5jXN8AQM9LWM0D4loKWxJek",
                        1_614_265_330L,
                        "{\"test\": 2432232314}".getBytes(StandardCharsets.UTF_8));

        assertThat(headers)
                .containsOnlyKeys("webhook-id", "webhook-timestamp", "webhook-signature")
                .containsEntry("webhook-id", "msg_p5jXN8AQM9LWM0D4loKWxJek")
                .containsEntry("webhook-timestamp", "1614265330")
                .containsEntry("webhook-signature", "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    @Test
    void shouldNameEachVersionOfAnAlertOnceWhateverItsFingerprint() {
        Alert alert = Alerts.opened("a.b\r\nx: y");

        assertThat(WebhookSignature.id(alert))
                .matches("alert_[0-9a-f]{64}")
                .isEqualTo(WebhookSignature.id(Alerts.opened("a.b\r\nx: y")))
                .isNotEqualTo(WebhookSignature.id(Alerts.resolved("a.b\r\nx: y")))
                .isNotEqualTo(WebhookSignature.id(
                        Alert.newBuilder(alert).setEpisode(2).build()));
    }

    @Test
    void shouldPostACloudEvent() throws Exception {
        WebhookSignature signature =
                new WebhookSignature(Base64.getDecoder().decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"));

        WebhookRequest request = WebhookRequest.of(Alerts.resolved("f"), signature, Alerts.NOW);

        StringBuilder text = new StringBuilder();
        new TreeMap<>(request.headers())
                .forEach((name, value) ->
                        text.append(name).append(": ").append(value).append('\n'));
        text.append('\n')
                .append(new String(request.body(), StandardCharsets.UTF_8))
                .append('\n');
        new GoldenText("webhook.http").mustBe(text.toString());
    }
}
