package io.driftgate.standalone.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.driftgate.kit.text.PrintableText;
import io.driftgate.standalone.client.ApiClient;
import io.driftgate.standalone.client.ApiException;
import io.driftgate.standalone.client.BreakGlassClient;
import io.driftgate.standalone.data.RunNote;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Opens a guarded route of one gateway under one's name, when the pipeline that could release it is away. */
@Command(
        name = "break-glass",
        description =
                "Opens a guarded route of one gateway for at most an hour, under your name, past Kafka and the API."
                        + " The gateway says so in its status, in its log and in every request that it lets through.")
final class GuardsBreakGlassCommand implements Callable<Integer> {

    private static final String SERVICE = "gateway";

    @ParentCommand
    private GuardsCommand guards = new GuardsCommand();

    @Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    @Parameters(paramLabel = "ROUTE", description = "The route's name in gateway.yaml.")
    private String route = "";

    @Option(
            names = "--action",
            paramLabel = "ACTION",
            defaultValue = "observe",
            description =
                    "What the guard does meanwhile: observe lets pass and records. Default, and the loosest: observe.")
    private String action = "observe";

    @Option(names = "--minutes", paramLabel = "N", description = "For how long: 1 to 60.")
    private @Nullable Integer minutes;

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why, in 10 to 500 characters; it is recorded.")
    private @Nullable String reason;

    @Option(
            names = "--gateway",
            paramLabel = "URL",
            description = "The gateway's management server. Default: what runs on the data folder.")
    private @Nullable URI gateway;

    @Option(names = "--end", description = "Ends it: the route's guard counts again.")
    private boolean end;

    @Override
    public Integer call() {
        if (route.contains("/")) {
            throw new ParameterException(
                    spec.commandLine(), route + " (expected: the route's name alone; --gateway says at which gateway)");
        }
        if (end && (minutes != null || reason != null)) {
            throw new ParameterException(spec.commandLine(), "--end takes neither --minutes nor --reason");
        }
        URI root = gateway == null ? running() : gateway;
        try (BreakGlassClient client =
                new BreakGlassClient(root, guards.options().breakGlassToken(root))) {
            JsonNode done = end ? client.end(route) : open(client);
            String sentence = end
                    ? route + ": its guard counts again"
                    : route + " is open until " + done.path("until").asText() + ", by "
                            + done.path("operator").asText() + "; end it with --end";
            spec.commandLine()
                    .getOut()
                    .println(guards.options().json() ? ApiClient.harmlessJson(done) : PrintableText.of(sentence));
            return Exit.FINE;
        }
    }

    private JsonNode open(BreakGlassClient client) {
        if (minutes == null || reason == null) {
            throw new ParameterException(
                    spec.commandLine(), "--minutes and --reason are needed (expected: 1 to 60, and why)");
        }
        return client.open(route, action, minutes, reason);
    }

    private URI running() {
        return Optional.of(guards.options().runningOrSay())
                .map(RunNote::management)
                .map(places -> places.get(SERVICE))
                .map(URI::create)
                .orElseThrow(() -> new ApiException("no gateway runs on "
                        + guards.options().folder() + " (expected: --gateway with its management address)"));
    }
}
