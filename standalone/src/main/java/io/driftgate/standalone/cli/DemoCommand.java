package io.driftgate.standalone.cli;

import io.driftgate.standalone.Ports;
import io.driftgate.standalone.client.Shell;
import io.driftgate.standalone.data.RunNote;
import io.driftgate.standalone.demo.Demo;
import io.driftgate.standalone.demo.DemoOptions;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Shows in half a minute what Driftgate does, on real parts. */
@Command(
        name = "demo",
        description =
                "Starts everything with a sample world, opens a security group by hand, and shows what comes of it."
                        + " Exit code 1 when something expected was not seen.")
final class DemoCommand implements Callable<Integer> {

    /** Apart from those of {@code driftgate up}, so that both can run. */
    private static final int PORT_BASE = 18_000;

    @ParentCommand
    private DriftgateCommand root = new DriftgateCommand();

    @Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    @Option(names = "--keep", description = "Leaves everything running until Ctrl-C.")
    private boolean keep;

    @Override
    public Integer call() throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        Ports ports = Ports.shifted(PORT_BASE).orFree();
        try (DemoFolder folder = new DemoFolder()) {
            LogFile.open(folder.data().prepare().log());
            try (Demo demo = Demo.start(DemoOptions.asShipped(keep), folder.data(), ports, System.getenv(), line -> {
                out.println(line);
                out.flush();
            })) {
                boolean seen = demo.play(howToFind(folder, demo.note()), api(demo.note(), ports));
                if (!seen) {
                    folder.keep();
                    return Exit.FOUND;
                }
                if (keep) {
                    new CountDownLatch(1).await();
                }
            } catch (Exception failed) {
                if (Interruption.isBehind(failed)) {
                    out.println("Stopped.");
                    return Exit.FINE;
                }
                folder.keep();
                spec.commandLine()
                        .getErr()
                        .println("driftgate: the log is " + folder.data().log());
                throw failed;
            }
        }
        return Exit.FINE;
    }

    /** What other commands need to be told of the data folder; nothing when they find it by themselves. */
    private String howToFind(DemoFolder folder, RunNote note) {
        Path usual = root.options().folder();
        boolean found = !keep || folder.leaveNote(note, usual);
        Path named = found ? usual : folder.data().root();
        return found && !root.options().namesFolder() ? "" : Shell.quoted(named.toString());
    }

    /** Another run has the same address only on the usual ports. */
    private Optional<String> api(RunNote note, Ports ports) {
        return keep || ports.api() != 0 ? Optional.of(note.api()) : Optional.empty();
    }
}
