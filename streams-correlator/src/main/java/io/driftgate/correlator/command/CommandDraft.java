package io.driftgate.correlator.command;

import io.driftgate.schemas.events.CommandKind;
import io.driftgate.schemas.events.GuardAction;
import java.time.Instant;
import java.util.Optional;

/**
 * What a person orders, once it is known to be well formed.
 *
 * @param target full key: a scope, a resource key, gateway/route, a credential's id
 * @param reason why, in the person's words
 * @param until until when it holds, in whole milliseconds; nothing for an order without an end
 * @param guardAction for {@link CommandKind#SET_GUARD}
 */
public record CommandDraft(
        CommandKind kind, String target, String reason, Optional<Instant> until, Optional<GuardAction> guardAction) {}
