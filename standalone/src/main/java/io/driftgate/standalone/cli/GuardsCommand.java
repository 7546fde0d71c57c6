package io.driftgate.standalone.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.driftgate.standalone.client.ApiAnswer;
import io.driftgate.standalone.client.ApiClient;
import io.driftgate.standalone.client.GuardViews;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Which routes are shut or narrowed, and why. */
@Command(
        name = "guards",
        description = "Which routes are guarded, and why. Alone, it lists.",
        subcommands = {GuardsSetCommand.class, GuardsReleaseCommand.class, GuardsBreakGlassCommand.class})
final class GuardsCommand implements Callable<Integer> {

    private static final String ROUTE = "[a-z0-9][a-z0-9-]*/[a-z0-9][a-z0-9-]*";

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

    @Command(name = "list", description = "Lists routes, guarded ones first. Exit code 1 when one is guarded.")
    int list() {
        Output output = new Output(spec.commandLine(), options());
        try (ApiClient api = options().client()) {
            ApiAnswer answer;
            try (Waiting waiting = output.waiting("asking the API")) {
                answer = api.list("guards");
            }
            return new Listing(spec.commandLine(), options())
                    .show(answer, GuardViews::guards, GuardViews::isGuarding, "no routes with guards");
        }
    }

    /** @throws ParameterException when it is no gateway and route */
    static String checked(String route, CommandLine line) {
        if (!route.matches(ROUTE)) {
            throw new ParameterException(
                    line, "'" + route + "' (expected: gateway/route, as driftgate guards lists them)");
        }
        return route;
    }

    /** The guard of a route once its version is above one. */
    static Optional<JsonNode> above(ApiClient api, String route, long version) {
        return guard(api, route).filter(guard -> guard.path("version").asLong() > version);
    }

    /** Version of a route's guard; 0 when it has none. */
    static long version(ApiClient api, String route) {
        return guard(api, route).map(guard -> guard.path("version").asLong()).orElse(0L);
    }

    private static Optional<JsonNode> guard(ApiClient api, String route) {
        return api.list("guards").items().stream()
                .filter(guard -> guard.path("key").asText().equals(route))
                .findFirst();
    }
}
