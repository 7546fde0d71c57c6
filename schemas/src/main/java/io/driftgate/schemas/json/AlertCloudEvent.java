package io.driftgate.schemas.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.driftgate.schemas.events.Alert;
import java.util.Locale;

/**
 * An alert as a CloudEvent 1.0 in the structured JSON mode: what lies on {@code alerts-json} and what webhooks get.
 * Source and id together name one version of an alert, so a consumer that saw both has seen it before.
 *
 * @see <a href="https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/formats/json-format.md">CloudEvents, JSON
 *     event format</a>
 */
public final class AlertCloudEvent {

    /** Media type of the structured mode. */
    public static final String MEDIA_TYPE = "application/cloudevents+json";

    private static final String SOURCE = "/driftgate/correlator";
    private static final String TYPE_PREFIX = "io.driftgate.alert.";

    private AlertCloudEvent() {}

    /** The event; its {@code data} is the alert as {@link AvroJson} writes it. */
    public static JsonNode node(Alert alert) {
        ObjectNode event = JsonNodeFactory.instance.objectNode();
        event.put("specversion", "1.0");
        event.put("id", alert.getFingerprint() + "/" + alert.getEpisode() + "/" + alert.getRevision());
        event.put("source", SOURCE);
        event.put(
                "type",
                TYPE_PREFIX + kebab(alert.getKind()) + "."
                        + alert.getStatus().name().toLowerCase(Locale.ROOT));
        if (!alert.getSubject().isEmpty()) {
            // An attribute that is there must not be empty.
            event.put("subject", alert.getSubject());
        }
        event.put("time", AvroJson.time(alert.getCorrelated()));
        event.put("datacontenttype", "application/json");
        event.set("data", AvroJson.node(alert));
        return event;
    }

    /** The event as one line of JSON. */
    public static String text(Alert alert) {
        return node(alert).toString();
    }

    private static String kebab(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
