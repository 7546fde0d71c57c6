package io.driftgate.standalone.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.driftgate.schemas.events.CommandKind;
import io.driftgate.standalone.client.ApiAnswer;
import io.driftgate.standalone.client.ApiClient;
import io.driftgate.standalone.client.Order;
import io.driftgate.standalone.client.Views;
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
            long before = firstSeen(api).orElse(0L);
            if (before == 0) {
                output.note("driftgate: no open drift of " + scope + " was found at its first comparison");
            }
            return new Ordering(output, api)
                    .give(
                            order,
                            reason.patience(),
                            before == 0 ? Ordering.Effect.UNSEEN : () -> baselined(api, before),
                            state -> before + " drifts of " + scope + " count from now on");
        }
    }

    private Optional<JsonNode> baselined(ApiClient api, long before) {
        return firstSeen(api)
                .filter(left -> left == 0)
                .map(none -> JsonNodeFactory.instance
                        .objectNode()
                        .put("scope", scope)
                        .put("first_sight_before", before)
                        .put("first_sight_now", 0));
    }

    /** Open drifts that the scope's first comparison found; nothing when not all could be asked. */
    private Optional<Long> firstSeen(ApiClient api) {
        ApiAnswer answer = api.list("drift");
        return answer.complete()
                ? Optional.of(answer.items().stream()
                        .filter(record -> Views.isFirstSightOf(record, scope))
                        .count())
                : Optional.empty();
    }
}
