package io.driftgate.schemas.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.driftgate.schemas.registry.RegistryException.Reason;
import java.io.IOException;
import java.util.function.UnaryOperator;

/**
 * An HTTP answer judged: its JSON, or the exception that says why not. Knows no transport.
 *
 * <p>A 404 is the registry's own only with one of its error codes (40401 subject, 40402 version, 40403 schema, 40408
 * setting). Any other 404 comes from a wrong address or a proxy, and believing it would throw good records away.
 */
record RegistryAnswer(String request, int status, byte[] body) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LONGEST_MESSAGE = 1000;

    /** Busy, restarting or broken for now: another address, or a later try, may do better. */
    boolean isWorthAnotherTry() {
        return status == 408 || status == 429 || status >= 500;
    }

    /**
     * @param redact takes our secrets out of the registry's words
     * @throws RegistryException when this is not a success with a JSON body
     */
    JsonNode json(UnaryOperator<String> redact) {
        JsonNode node = parsed();
        if (status >= 200 && status < 300) {
            if (node.isMissingNode()) {
                throw failure(Reason.UNEXPECTED_ANSWER, "no JSON", "check that the address is a schema registry's");
            }
            return node;
        }
        String said = said(node, redact);
        throw switch (status) {
            case 401, 403 -> failure(Reason.UNAUTHORIZED, said, "check the credentials and their rights");
            case 404 ->
                isFromRegistry(node)
                        ? failure(Reason.NOT_FOUND, said, "register it, or check the name")
                        : failure(
                                Reason.UNEXPECTED_ANSWER,
                                "a 404 without a registry's error code",
                                "check the path of the address, for instance /apis/ccompat/v7");
            case 409 -> failure(Reason.INCOMPATIBLE, said, "change the schema so that it resolves with all versions");
            case 400, 422 -> failure(Reason.INVALID, said, "mend the request");
            default -> failure(Reason.UNEXPECTED_ANSWER, said, "check that the address is a schema registry's");
        };
    }

    private JsonNode parsed() {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        } catch (IOException e) {
            throw new IllegalStateException("Reading from an array does no I/O", e);
        }
    }

    private static boolean isFromRegistry(JsonNode node) {
        return node.path("error_code").asInt() / 100 == 404;
    }

    private String said(JsonNode node, UnaryOperator<String> redact) {
        if (!node.path("message").isTextual()) {
            return "no message of a registry";
        }
        String text = redact.apply(node.path("message").asText()).replaceAll("\\p{Cntrl}+", " ");
        String cut = text.length() > LONGEST_MESSAGE ? text.substring(0, LONGEST_MESSAGE) + "…" : text;
        return "%d \"%s\"".formatted(node.path("error_code").asInt(status), cut);
    }

    private RegistryException failure(Reason reason, String found, String advice) {
        return new RegistryException(
                reason, "Schema registry, %s: status %d, %s; %s.".formatted(request, status, found, advice));
    }
}
