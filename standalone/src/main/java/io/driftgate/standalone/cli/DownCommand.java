package io.driftgate.standalone.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.driftgate.standalone.client.ApiException;
import io.driftgate.standalone.data.RunNote;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Ends what runs on a data folder, as Ctrl-C in its terminal would. */
@Command(
        name = "down",
        description = "Ends what runs on the data folder, and waits until it has ended. Exit code 1 when nothing runs.")
final class DownCommand implements Callable<Integer> {

    @ParentCommand
    private DriftgateCommand root = new DriftgateCommand();

    @Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    @Option(
            names = "--wait",
            paramLabel = "TIME",
            defaultValue = "60s",
            converter = TimeOption.class,
            description = "How long to wait for its end. Default: 60s.")
    private Duration patience = Duration.ofMinutes(1);

    @Override
    public Integer call() throws InterruptedException {
        Output output = new Output(spec.commandLine(), root.options());
        Path folder = root.options().folder();
        Optional<RunNote> running = RunNote.read(folder);
        Optional<ProcessHandle> process = RunNote.process(folder);
        return running.isPresent() && process.isPresent()
                ? end(running.get(), process.get(), output)
                : nothing(folder, output);
    }

    private int nothing(Path folder, Output output) {
        OptionalLong left = RunNote.removeStale(folder);
        String why = left.isPresent()
                ? "nothing runs on " + folder + ": process " + left.getAsLong()
                        + " of its run.json is gone; the note is removed"
                : "nothing runs on " + folder + " (name the folder of what should end with --data)";
        if (output.json()) {
            output.print(
                    JsonNodeFactory.instance.objectNode().put("stopped", false).put("reason", why));
        } else {
            output.print(why);
        }
        return Exit.FOUND;
    }

    private int end(RunNote running, ProcessHandle process, Output output) throws InterruptedException {
        long began = System.nanoTime();
        if (!process.destroy()) {
            throw new ApiException("process " + running.pid() + " of " + running.data()
                    + " cannot be told to end (expected: to be run by the user that started it)");
        }
        try (Waiting waiting = output.waiting("process " + running.pid() + " puts everything away")) {
            var unused = process.onExit().get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            throw new ApiException("process " + running.pid() + " was told to end and still runs after "
                    + patience.toSeconds() + " s (its log, under " + running.data()
                    + "/logs, says what it waits for; kill -9 " + running.pid()
                    + " ends it without putting anything away)");
        } catch (ExecutionException impossible) {
            throw new IllegalStateException("the end of a process has no exception", impossible);
        }
        Duration took = Duration.ofNanos(System.nanoTime() - began);
        if (output.json()) {
            ObjectNode json = JsonNodeFactory.instance.objectNode();
            output.print(json.put("stopped", true)
                    .put("pid", running.pid())
                    .put("data", running.data().toString())
                    .put("took_ms", took.toMillis()));
        } else {
            output.print(String.format(
                    Locale.ROOT,
                    "Stopped process %d of data folder %s in %.1f s",
                    running.pid(),
                    running.data(),
                    took.toMillis() / 1000.0));
        }
        return Exit.FINE;
    }
}
