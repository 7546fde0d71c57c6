package io.driftgate.correlator.command;

import io.driftgate.schemas.events.OperatorCommand;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Makes commands of drafts: gives each a version that is above all before it, which follows the clock so that it rises
 * across restarts, too. Remembers the last that were taken, so that an order under the same id is answered and not given
 * twice. An order that was not taken, or of which nobody knows, gets a new version when it comes again: others may have come
 * in between. Thread-safe.
 */
final class CommandSequence {

    private static final int MOST_REMEMBERED = 1_000;

    private final InstantSource clock;
    private final Map<String, OperatorCommand> taken = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, OperatorCommand> eldest) {
            return size() > MOST_REMEMBERED;
        }
    };
    private long version;

    CommandSequence(InstantSource clock) {
        this.clock = clock;
    }

    /** @param last the highest version that the target's orders are known to have: the clock may have been set back */
    synchronized OperatorCommand next(CommandDraft draft, String operator, UUID id, long last) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        version = Math.max(Math.max(version, last) + 1, now.toEpochMilli());
        return OperatorCommand.newBuilder()
                .setId(id.toString())
                .setKind(draft.kind())
                .setTarget(draft.target())
                .setVersion(version)
                .setOperator(operator)
                .setReason(draft.reason())
                .setUntil(draft.until().orElse(null))
                .setGuardAction(draft.guardAction().orElse(null))
                .setOccurred(now)
                .build();
    }

    synchronized void took(OperatorCommand command) {
        taken.put(command.getId(), command);
    }

    synchronized Optional<OperatorCommand> taken(UUID id) {
        return Optional.ofNullable(taken.get(id.toString()));
    }

    /** Whether a command is what a draft orders. */
    static boolean isOf(OperatorCommand command, CommandDraft draft, String operator) {
        return command.getOperator().equals(operator)
                && command.getKind() == draft.kind()
                && command.getTarget().equals(draft.target())
                && command.getReason().equals(draft.reason())
                && Optional.ofNullable(command.getUntil()).equals(draft.until())
                && Optional.ofNullable(command.getGuardAction()).equals(draft.guardAction());
    }
}
