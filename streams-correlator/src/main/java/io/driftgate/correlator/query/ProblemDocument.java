package io.driftgate.correlator.query;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/**
 * Why there is no answer (RFC 9457). It repeats no value that the caller sent: one may have pasted a token there.
 *
 * @param status HTTP status
 * @param slug names the kind of problem, in kebab-case, from a bounded list; last part of {@code type}
 * @param title one line, the same for every problem of the kind
 * @param detail what was expected, and what to do
 * @param members further members of the document, by name
 */
record ProblemDocument(int status, String slug, String title, String detail, Map<String, JsonNode> members)
        implements ApiAnswer {

    static final String MEDIA_TYPE = "application/problem+json";
    private static final String TYPE_PREFIX = "urn:driftgate:problem:";

    ProblemDocument {
        members = Map.copyOf(members);
    }

    static ProblemDocument of(int status, String slug, String title, String detail) {
        return new ProblemDocument(status, slug, title, detail, Map.of());
    }

    ProblemDocument with(String member, JsonNode value) {
        return new ProblemDocument(status, slug, title, detail, Map.of(member, value));
    }

    @Override
    public String mediaType() {
        return MEDIA_TYPE;
    }

    @Override
    public JsonNode body() {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("type", TYPE_PREFIX + slug);
        body.put("title", title);
        body.put("status", status);
        body.put("detail", detail);
        members.forEach(body::set);
        return body;
    }
}
