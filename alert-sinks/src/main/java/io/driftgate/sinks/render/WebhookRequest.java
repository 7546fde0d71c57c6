package io.driftgate.sinks.render;

import io.driftgate.schemas.events.Alert;
import io.driftgate.schemas.json.AlertCloudEvent;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * What is posted for an alert: a CloudEvent 1.0 in the structured JSON mode, signed.
 *
 * @param headers {@code Content-Type} and those of {@link WebhookSignature}
 * @param body UTF-8; exactly what was signed
 */
public record WebhookRequest(Map<String, String> headers, byte[] body) {

    public WebhookRequest {
        headers = Map.copyOf(headers);
        body = body.clone();
    }

    /** @param attempt when it is sent: a receiver refuses what is old */
    public static WebhookRequest of(Alert alert, WebhookSignature signature, Instant attempt) {
        byte[] body = AlertCloudEvent.text(alert).getBytes(StandardCharsets.UTF_8);
        Map<String, String> headers =
                new HashMap<>(signature.headers(WebhookSignature.id(alert), attempt.getEpochSecond(), body));
        headers.put("Content-Type", AlertCloudEvent.MEDIA_TYPE);
        return new WebhookRequest(headers, body);
    }

    @Override
    public byte[] body() {
        return body.clone();
    }
}
