package io.driftgate.correlator.command;

import io.driftgate.schemas.events.OperatorCommand;
import java.util.Optional;
import java.util.UUID;

/** Where well-formed orders of authenticated persons go. Asked by several threads at once. */
public interface CommandSink {

    /**
     * Takes an order.
     *
     * @param operator principal of the person
     * @param id under which the caller may have sent the same order before; a new one when there is none
     */
    Receipt send(CommandDraft draft, String operator, Optional<UUID> id);

    /** What became of an order. */
    sealed interface Receipt {}

    /** It is in the log; it takes effect next. */
    record Taken(OperatorCommand command) implements Receipt {}

    /** The id is another order's. */
    record IdInUse() implements Receipt {}

    /** It is not in the log, and will not come there. */
    record NotTaken() implements Receipt {}

    /** Nobody knows yet whether it is in the log; the same order under the same id does no harm. */
    record Unknown(String id) implements Receipt {}
}
