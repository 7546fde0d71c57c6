package io.driftgate.standalone.client;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.driftgate.schemas.events.CommandKind;
import io.driftgate.schemas.events.GuardAction;
import java.time.Instant;
import java.util.Optional;

/**
 * What a person orders, as {@code POST /v1/commands} takes it.
 *
 * @param target full key: a scope, a resource key, gateway/route, a credential's id
 * @param reason why, in the person's words
 * @param until until when it holds; nothing for an order without an end
 * @param action for {@link CommandKind#SET_GUARD}
 */
public record Order(
        CommandKind kind, String target, String reason, Optional<Instant> until, Optional<GuardAction> action) {

    /** An order without an end. */
    public static Order of(CommandKind kind, String target, String reason) {
        return new Order(kind, target, reason, Optional.empty(), Optional.empty());
    }

    ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("kind", kind.name()).put("target", target).put("reason", reason);
        until.ifPresentOrElse(time -> json.put("until", time.toString()), () -> json.putNull("until"));
        action.ifPresentOrElse(what -> json.put("guard_action", what.name()), () -> json.putNull("guard_action"));
        return json;
    }
}
