package io.driftgate.standalone.cli;

import io.driftgate.schemas.events.CommandKind;
import io.driftgate.standalone.client.ApiClient;
import io.driftgate.standalone.client.GuardViews;
import io.driftgate.standalone.client.Order;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Ends a guard under one's name. */
@Command(
        name = "release",
        description =
                "Ends, under your name, what a person set on a route and what an absorbed drift left shut. What stands"
                        + " there for open drift is ended by driftgate drift accept.")
final class GuardsReleaseCommand implements Callable<Integer> {

    @ParentCommand
    private GuardsCommand guards = new GuardsCommand();

    @Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    @Mixin
    private final ReasonOption reason = new ReasonOption();

    @Parameters(paramLabel = "GATEWAY/ROUTE", description = "As driftgate guards lists it.")
    private String route = "";

    @Override
    public Integer call() {
        String key = GuardsCommand.checked(route, spec.commandLine());
        Order order = Order.of(CommandKind.RELEASE_GUARD, key, reason.reason());
        Output output = new Output(spec.commandLine(), guards.options());
        try (ApiClient api = guards.options().operatorClient()) {
            long before = GuardsCommand.version(api, key);
            return new Ordering(output, api)
                    .give(order, reason.patience(), () -> GuardsCommand.above(api, key, before), GuardViews::sentence);
        }
    }
}
