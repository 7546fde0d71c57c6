package io.driftgate.standalone.cli;

import io.driftgate.schemas.events.CommandKind;
import io.driftgate.standalone.client.ApiClient;
import io.driftgate.standalone.client.Order;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Makes a credential worthless before its time. */
@Command(name = "revoke", description = "Revokes a credential on all gateways before it ends by itself.")
final class TokensRevokeCommand implements Callable<Integer> {

    @ParentCommand
    private TokensCommand tokens = new TokensCommand();

    @Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    @Mixin
    private final ReasonOption reason = new ReasonOption();

    @Parameters(
            paramLabel = "ID",
            description = "Its public id: a token's jti, which tokens explain shows; never the token.")
    private String id = "";

    @Override
    public Integer call() {
        if (id.chars().filter(c -> c == '.').count() == 2 && id.startsWith("eyJ")) {
            // Whoever reads the topic, or the list of processes, could use it.
            throw new ParameterException(
                    spec.commandLine(), "ID is a token itself (expected: its jti; driftgate tokens explain shows it)");
        }
        GlobalOptions options = tokens.root().options();
        Order order = Order.of(CommandKind.REVOKE_CREDENTIAL, id, reason.reason());
        try (ApiClient api = options.operatorClient()) {
            return new Ordering(new Output(spec.commandLine(), options), api)
                    .give(order, reason.patience(), Ordering.Effect.UNSEEN, state -> "");
        }
    }
}
