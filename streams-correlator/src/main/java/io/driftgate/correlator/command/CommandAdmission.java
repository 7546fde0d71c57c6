package io.driftgate.correlator.command;

import io.driftgate.kit.signing.Attested;
import io.driftgate.schemas.events.CommandKind;
import io.driftgate.schemas.events.OperatorCommand;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Decides which records of {@code operator-commands} are orders. Versions only rise per target, so that a recorded order
 * that is written again orders nothing, and an order under an id that was seen is the same order, delivered again. Pure.
 */
public final class CommandAdmission {

    private static final int MOST_IDS = 32;

    private CommandAdmission() {}

    /**
     * What was taken of one target.
     *
     * @param version the highest
     * @param ids of the last orders, the newest first
     */
    public record Seen(long version, List<String> ids) {

        /** Of a target that nobody ordered anything about. */
        public static final Seen NOTHING = new Seen(0, List.of());

        public Seen {
            ids = List.copyOf(ids);
        }
    }

    /** What a record is. */
    public sealed interface Decision {}

    /** @param seen what is known of the target from now on */
    public record Admitted(OperatorCommand command, Seen seen) implements Decision {}

    /** @param reason in kebab-case, from a bounded list */
    public record Dropped(String reason) implements Decision {}

    /**
     * @param key of the record
     * @param value null for a tombstone
     * @param seen of the record's key
     */
    public static Decision decide(@Nullable String key, @Nullable Attested<OperatorCommand> value, Seen seen) {
        return switch (value) {
            case null -> new Dropped("tombstone");
            case Attested.Untrusted<OperatorCommand> untrusted ->
                new Dropped(untrusted.reason().label());
            case Attested.Genuine<OperatorCommand> genuine -> decide(key, genuine.value(), seen);
        };
    }

    private static Decision decide(@Nullable String key, OperatorCommand command, Seen seen) {
        if (!command.getTarget().equals(key)) {
            return new Dropped("key-mismatch");
        }
        if (seen.ids().contains(command.getId())) {
            return new Dropped("delivered-again");
        }
        if (command.getVersion() <= seen.version()) {
            return new Dropped("version-not-higher");
        }
        if (command.getKind() == CommandKind.NOTHING) {
            return new Dropped("unknown-kind");
        }
        List<String> ids = Stream.concat(Stream.of(command.getId()), seen.ids().stream())
                .limit(MOST_IDS)
                .toList();
        return new Admitted(command, new Seen(command.getVersion(), ids));
    }
}
