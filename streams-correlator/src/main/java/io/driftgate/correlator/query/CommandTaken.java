package io.driftgate.correlator.query;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.driftgate.schemas.events.OperatorCommand;

/** An order that is in the log: what came of it is told on {@code operator-actions}, under its id. */
record CommandTaken(OperatorCommand command) implements ApiAnswer {

    @Override
    public int status() {
        return 202;
    }

    @Override
    public String mediaType() {
        return "application/json";
    }

    @Override
    public JsonNode body() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("id", command.getId())
                .put("kind", command.getKind().name())
                .put("target", command.getTarget())
                .put("version", command.getVersion());
    }
}
