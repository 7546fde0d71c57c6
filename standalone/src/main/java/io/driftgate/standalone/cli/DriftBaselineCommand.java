package io.driftgate.standalone.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.driftgate.schemas.events.CommandKind;
import io.driftgate.standalone.client.ApiClient;
import io.driftgate.standalone.client.Order;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Says that a scope's first comparison has been looked at. */
@Command(
        name = "baseline",
        description =
                "Takes what a scope's first comparison found for seen: from then on its drifts are like all others.")
final class DriftBaselineCommand implements Callable<Integer> {

    @ParentCommand
    private DriftCommand drift = new DriftCommand();

    @Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    @Mixin
    private final ReasonOption reason = new ReasonOption();

    @Parameters(paramLabel = "SCOPE", description = "Its full key, as driftgate scopes lists it.")
    private String scope = "";

    @Override
    public Integer call() {
        Order order =
                Order.of(CommandKind.BASELINE_SCOPE, scope, reason.reasonOr("what was found first has been looked at"));
        Output output = new Output(spec.commandLine(), drift.options());
        try (ApiClient api = drift.options().operatorClient()) {
            Optional<JsonNode> already = baselined(api);
            already.ifPresent(since -> output.note("driftgate: " + scope + " has a baseline already, of "
                    + since.path("baselined_at").asText()));
            return new Ordering(output, api)
                    .give(
                            order,
                            reason.patience(),
                            already.isPresent() ? Ordering.Effect.UNSEEN : () -> baselined(api),
                            state -> "what is open in " + scope + " counts from now on: "
                                    + state.path("open").asInt() + " drifts");
        }
    }

    /** The scope as the API shows it, once somebody has looked at its first comparison. */
    private Optional<JsonNode> baselined(ApiClient api) {
        return api.list("scopes").items().stream()
                .filter(report -> report.path("scope").asText().equals(scope))
                .filter(report -> report.hasNonNull("baselined_at"))
                .findFirst();
    }
}
