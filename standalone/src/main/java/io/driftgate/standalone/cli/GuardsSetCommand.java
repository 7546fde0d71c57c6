package io.driftgate.standalone.cli;

import io.driftgate.schemas.events.CommandKind;
import io.driftgate.schemas.events.GuardAction;
import io.driftgate.standalone.client.ApiClient;
import io.driftgate.standalone.client.GuardViews;
import io.driftgate.standalone.client.Order;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Guards a route by hand, for a while. */
@Command(
        name = "set",
        description =
                "Guards a route by hand, for a while. What drift behind it asks for stays in force where it is stronger.")
final class GuardsSetCommand implements Callable<Integer> {

    private static final Duration LONGEST = Duration.ofDays(365);

    @ParentCommand
    private GuardsCommand guards = new GuardsCommand();

    @Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    @Mixin
    private final ReasonOption reason = new ReasonOption();

    @Parameters(paramLabel = "GATEWAY/ROUTE", description = "As driftgate guards lists it.")
    private String route = "";

    @Option(
            names = "--action",
            paramLabel = "ACTION",
            required = true,
            description = "observe, throttle, read_only, step_up or block; the correlator says which it takes.")
    private GuardAction action = GuardAction.BLOCK;

    @Option(
            names = "--ttl",
            paramLabel = "TIME",
            required = true,
            converter = TimeOption.class,
            description = "How long: 30m, 4h, 7d.")
    private Duration ttl = Duration.ZERO;

    @Override
    public Integer call() {
        String key = GuardsCommand.checked(route, spec.commandLine());
        if (action == GuardAction.NONE) {
            throw new ParameterException(
                    spec.commandLine(), "--action none (expected: an action; driftgate guards release ends a guard)");
        }
        if (ttl.compareTo(LONGEST) > 0) {
            throw new ParameterException(
                    spec.commandLine(), "--ttl above " + LONGEST.toDays() + "d (expected: for a while)");
        }
        Instant end = Instant.now().plus(ttl).truncatedTo(ChronoUnit.MILLIS);
        Order order = new Order(CommandKind.SET_GUARD, key, reason.reason(), Optional.of(end), Optional.of(action));
        Output output = new Output(spec.commandLine(), guards.options());
        try (ApiClient api = guards.options().operatorClient()) {
            long before = GuardsCommand.version(api, key);
            return new Ordering(output, api)
                    .give(order, reason.patience(), () -> GuardsCommand.above(api, key, before), GuardViews::sentence);
        }
    }
}
