package io.driftgate.standalone.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.driftgate.standalone.client.ApiAnswer;
import io.driftgate.standalone.client.ApiClient;
import io.driftgate.standalone.client.Views;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** What differs between code and cloud. */
@Command(name = "drift", description = "What differs between code and cloud. Alone, it lists.")
final class DriftCommand implements Callable<Integer> {

    @ParentCommand
    private DriftgateCommand root = new DriftgateCommand();

    @Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    @Override
    public Integer call() {
        return list();
    }

    @Command(name = "list", description = "Lists drifts, the open ones first. Exit code 1 when there is an open one.")
    int list() {
        try (ApiClient api = root.options().client()) {
            ApiAnswer answer = api.list("drift");
            return new Listing(spec.commandLine(), root.options())
                    .show(answer, Views::drifts, Views::isOpenDrift, "no drift");
        }
    }

    @Command(name = "show", description = "Shows one drift in full.")
    int show(@Parameters(paramLabel = "ID", description = "d-… or a unique beginning of it.") String id) {
        PrintWriter out = spec.commandLine().getOut();
        try (ApiClient api = root.options().client()) {
            JsonNode drift = api.one("drift", id);
            if (root.options().json()) {
                out.println(ApiClient.harmlessJson(drift));
            } else {
                Paint paint = root.options().paint();
                Views.drift(drift).forEach(line -> out.println(paint.line(line)));
            }
            return Exit.FINE;
        }
    }
}
