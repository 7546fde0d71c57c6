package io.driftgate.standalone.cli;

import io.driftgate.standalone.client.ApiAnswer;
import io.driftgate.standalone.client.ApiClient;
import io.driftgate.standalone.client.Views;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** What differs between code and cloud. */
@Command(
        name = "drift",
        description = "What differs between code and cloud. Alone, it lists.",
        subcommands = {DriftAcceptCommand.class, DriftBaselineCommand.class})
final class DriftCommand implements Callable<Integer> {

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

    @Command(name = "list", description = "Lists open drifts, the worst first. Exit code 1 when there is one.")
    int list() {
        Output output = output();
        try (ApiClient api = options().client()) {
            ApiAnswer answer;
            try (Waiting waiting = output.waiting("asking the API")) {
                answer = api.list("drift");
            }
            return new Listing(spec.commandLine(), options())
                    .show(answer, Views::drifts, Views::isOpenDrift, "no drift");
        }
    }

    @Command(name = "show", description = "Shows one drift in full.")
    int show(@Parameters(paramLabel = "ID", description = "d-… or a unique beginning of it.") String id) {
        try (ApiClient api = options().client()) {
            output().show(api.one("drift", id), Views::drift);
            return Exit.FINE;
        }
    }

    @Command(name = "watch", description = "Shows each drift that opens, changes or ends, until Ctrl-C.")
    int watch(
            @Option(
                            names = "--every",
                            paramLabel = "TIME",
                            defaultValue = "1s",
                            converter = TimeOption.class,
                            description = "How often to look. Default: 1s.")
                    Duration every) {
        try (ApiClient api = options().client()) {
            return new Following(output(), api, "drift", Views::driftLine, every).follow();
        }
    }

    private Output output() {
        return new Output(spec.commandLine(), options());
    }
}
