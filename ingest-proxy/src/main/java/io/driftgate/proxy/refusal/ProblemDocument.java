package io.driftgate.proxy.refusal;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;

/** Writes a refusal as a problem document (RFC 9457). It never repeats what the caller sent. */
public final class ProblemDocument {

    /** The document's media type. */
    public static final String MEDIA_TYPE = "application/problem+json";

    private ProblemDocument() {}

    /** The document in UTF-8: {@code type} (a relative reference: the reason), {@code title}, {@code status}, and more. */
    public static byte[] json(Refusal refusal) {
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        document.put("type", refusal.reason());
        document.put("title", refusal.title());
        document.put("status", refusal.status());
        refusal.driftId().ifPresent(id -> document.put("drift", id));
        if (!refusal.requiredScopes().isEmpty()) {
            ArrayNode scopes = document.putArray("required_scopes");
            refusal.requiredScopes().forEach(scopes::add);
        }
        return (document + "\n").getBytes(StandardCharsets.UTF_8);
    }
}
