package io.driftgate.standalone.cli;

import io.driftgate.schemas.events.CommandKind;
import io.driftgate.standalone.client.ApiClient;
import io.driftgate.standalone.client.Order;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Has a scope read anew. */
@Command(name = "rescan", description = "Has a scope read anew; driftgate scopes show says when that has happened.")
final class ScopesRescanCommand implements Callable<Integer> {

    @ParentCommand
    private ScopesCommand scopes = new ScopesCommand();

    @Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    @Mixin
    private final ReasonOption reason = new ReasonOption();

    @Parameters(paramLabel = "SCOPE", description = "Its full key, as driftgate scopes lists it.")
    private String scope = "";

    @Override
    public Integer call() {
        Order order = Order.of(CommandKind.RESCAN_SCOPE, scope, reason.reasonOr("asked for on the command line"));
        Output output = new Output(spec.commandLine(), scopes.options());
        try (ApiClient api = scopes.options().operatorClient()) {
            return new Ordering(output, api).give(order, reason.patience(), Ordering.Effect.UNSEEN, state -> "");
        }
    }
}
