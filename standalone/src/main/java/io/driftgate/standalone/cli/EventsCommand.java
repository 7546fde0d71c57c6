package io.driftgate.standalone.cli;

import io.driftgate.collectors.changes.CloudTrailReader;
import io.driftgate.standalone.explain.EventExplanation;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Change events. */
@Command(name = "events", description = "Change events, as the collectors read them.")
final class EventsCommand implements Callable<Integer> {

    @ParentCommand
    private DriftgateCommand root = new DriftgateCommand();

    @Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    @Override
    public Integer call() {
        throw new ParameterException(
                spec.commandLine(), "there is no list of events yet (expected: events explain FILE)");
    }

    @Command(
            name = "explain",
            description =
                    "Prints one JSON line for each change that the collectors would make of a file of CloudTrail records"
                            + " (in any envelope, plain or gz), and one for each record that they would leave out, with why. Offline."
                            + " Exit code 1 when something would be set aside for somebody to look at.")
    int explain(
            @Parameters(paramLabel = "FILE", description = "The file; - reads standard input.") Path file,
            @Option(
                            names = "--account",
                            paramLabel = "ID",
                            split = ",",
                            description =
                                    "Accounts that changes are taken from, as the source is configured. Default: all.")
                    @org.jspecify.annotations.Nullable
                    Set<String> accounts) {
        Output output = new Output(spec.commandLine(), root.options());
        CloudTrailReader reader = accounts == null || accounts.isEmpty()
                ? CloudTrailReader.ofAnyAccount("explain")
                : new CloudTrailReader("explain", accounts);
        EventExplanation explained;
        try (Waiting waiting = output.waiting("reading " + file)) {
            explained = EventExplanation.of(Input.read(file), reader, Instant.now());
        }
        explained.outcomes().forEach(output::print);
        output.note(explained.changes() + " changes, " + explained.leftOut() + " records left out, "
                + explained.deadLetters() + " of them for somebody to look at");
        return explained.deadLetters() == 0 ? Exit.FINE : Exit.FOUND;
    }
}
