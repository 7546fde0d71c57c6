package io.driftgate.standalone.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.driftgate.kit.text.PrintableText;
import io.driftgate.standalone.Ports;
import io.driftgate.standalone.Settings;
import io.driftgate.standalone.Standalone;
import io.driftgate.standalone.StartRefusedException;
import io.driftgate.standalone.data.ConfigFiles;
import io.driftgate.standalone.data.DataFolder;
import io.driftgate.standalone.data.RunNote;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Runs everything on this machine until Ctrl-C. */
@Command(
        name = "up",
        description =
                "Starts Kafka, the registry and the four services here, and runs them until Ctrl-C. The data folder"
                        + " survives; its config/ is yours to edit.")
final class UpCommand implements Callable<Integer> {

    private static final Duration STOP_LIMIT = Duration.ofSeconds(15);

    @ParentCommand
    private DriftgateCommand root = new DriftgateCommand();

    @Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    @Option(
            names = "--port-base",
            paramLabel = "N",
            defaultValue = "8000",
            description =
                    "Moves every port by N - 8000. Default: 8000 (gateway 8080, API 8090, registry 8081, Kafka 9092,"
                            + " management 9101 to 9104).")
    private int portBase;

    @Override
    public Integer call() throws Exception {
        DataFolder folder = new DataFolder(root.options().folder());
        Optional<RunNote> other = root.options().running();
        if (other.isPresent()) {
            throw new StartRefusedException("data folder " + folder.root() + " is in use by process "
                    + other.get().pid() + " (expected: one of its own; stop that one, or choose another with --data)");
        }
        Ports ports = Ports.shifted(portBase);
        folder.prepare();
        LogFile.open(folder.log());
        Settings settings = new Settings(
                folder, ConfigFiles.UP, ports, System.getenv(), root.options().json() ? System.err : System.out);
        Output output = new Output(spec.commandLine(), root.options());
        try (Standalone running =
                Standalone.start(settings, (part, where, took) -> started(output, part, where, took))) {
            RunNote note = running.note();
            note.write(folder.root());
            ready(output, note, folder);
            try {
                String found = running.failure().get();
                spec.commandLine().getErr().println("driftgate: " + brokerGone(folder, found));
                spec.commandLine().getErr().flush();
                haltWhenStoppingTakesTooLong();
                return Exit.COULD_NOT;
            } catch (InterruptedException told) {
                output.note("Stopping ...");
            }
        } finally {
            RunNote.remove(folder.root());
        }
        return Exit.FINE;
    }

    private static String brokerGone(DataFolder folder, String found) throws IOException {
        long room = Files.getFileStore(folder.root()).getUsableSpace() / 1024;
        return "the Kafka broker has stopped (" + PrintableText.of(found, 200)
                + "), and everything with it; the disk of "
                + folder.root() + " has " + room + " KiB of room (expected: room to write; make some, see "
                + folder.log()
                + ", and start again: what was acknowledged is kept)";
    }

    /** The services wait long for a broker that will not come back; what they have is on disk or was never acknowledged. */
    private static void haltWhenStoppingTakesTooLong() {
        Thread.ofPlatform().daemon().name("stop-limit").start(() -> {
            try {
                Thread.sleep(STOP_LIMIT);
            } catch (InterruptedException never) {
                Thread.currentThread().interrupt();
            }
            Runtime.getRuntime().halt(Exit.COULD_NOT);
        });
    }

    private static void started(Output output, String part, String where, Duration took) {
        if (output.json()) {
            output.print(JsonNodeFactory.instance
                    .objectNode()
                    .put("part", part)
                    .put("where", where)
                    .put("took_ms", took.toMillis()));
        } else {
            output.print(String.format(Locale.ROOT, "  %-11s %-46s %5.1f s", part, where, took.toMillis() / 1000.0));
        }
    }

    private static void ready(Output output, RunNote note, DataFolder folder) {
        if (output.json()) {
            output.print(JsonNodeFactory.instance
                    .objectNode()
                    .put("ready", true)
                    .put("gateway", note.gateway())
                    .put("api", note.api())
                    .put("data", folder.root().toString())
                    .put("log", folder.log().toString()));
            return;
        }
        output.print("");
        output.print("Ready.   gateway " + note.gateway() + "   API " + note.api());
        output.print("Edit     " + folder.config() + ", then start again. States, live resources and CloudTrail: "
                + folder.root().resolve("sources"));
        output.print("Log      " + folder.log());
        output.print("Ctrl-C ends it.");
    }
}
