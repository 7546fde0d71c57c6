package io.driftgate.standalone.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.driftgate.standalone.client.ApiAnswer;
import io.driftgate.standalone.client.ApiClient;
import io.driftgate.standalone.client.ApiException;
import io.driftgate.standalone.client.ScopeViews;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** What is read, and whether it is seen. */
@Command(
        name = "scopes",
        description = "What is read, and which gateways report: whether each is seen. Alone, it lists.",
        subcommands = {ScopesRescanCommand.class})
final class ScopesCommand implements Callable<Integer> {

    @ParentCommand
    private DriftgateCommand root = new DriftgateCommand();

    @Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    GlobalOptions options() {
        return root.options();
    }

    @Override
    public Integer call() {
        return list();
    }

    @Command(
            name = "list",
            description =
                    "Lists scopes and gateways, those that are not seen first. Exit code 1 when there is such a one.")
    int list() {
        try (ApiClient api = options().client()) {
            return new Listing(spec.commandLine(), options())
                    .show(all(api), ScopeViews::scopes, ScopeViews::isUnseen, "no scopes");
        }
    }

    @Command(name = "show", description = "Shows one scope in full. Exit code 1 when it is not seen.")
    int show(@Parameters(paramLabel = "SCOPE", description = "Its key, or a unique part of it.") String name) {
        try (ApiClient api = options().client()) {
            JsonNode scope = find(all(api), name);
            new Output(spec.commandLine(), options()).show(scope, ScopeViews::scope);
            return ScopeViews.isUnseen(scope) ? Exit.FOUND : Exit.FINE;
        }
    }

    private ApiAnswer all(ApiClient api) {
        try (Waiting waiting = new Output(spec.commandLine(), options()).waiting("asking the API")) {
            return api.list("scopes");
        }
    }

    /** The one that is called so, or else the only one whose key contains it. */
    private static JsonNode find(ApiAnswer answer, String name) {
        List<JsonNode> exact = answer.items().stream()
                .filter(scope -> scope.path("scope").asText().equals(name))
                .toList();
        List<JsonNode> found = exact.isEmpty()
                ? answer.items().stream()
                        .filter(scope -> scope.path("scope").asText().contains(name))
                        .toList()
                : exact;
        if (found.size() != 1) {
            throw new ApiException(found.size() + " scopes match '" + name + "'"
                    + (answer.complete() ? "" : " among those that could be asked")
                    + " (expected: one; driftgate scopes lists them)");
        }
        return found.getFirst();
    }
}
