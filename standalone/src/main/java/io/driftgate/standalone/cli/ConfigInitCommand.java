package io.driftgate.standalone.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.driftgate.standalone.client.Shell;
import io.driftgate.standalone.data.FirstConfig;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Begins the configuration of a cluster of one's own. */
@Command(
        name = "init",
        description =
                "Writes the four files for a cluster of your own, every key explained, and the keys that they name."
                        + " What is there stays as it is.")
final class ConfigInitCommand implements Callable<Integer> {

    @ParentCommand
    private ConfigCommand config = new ConfigCommand();

    @Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    @Parameters(paramLabel = "DIR", arity = "0..1", defaultValue = "config", description = "Where. Default: ./config.")
    private Path folder = Path.of("config");

    @Override
    public Integer call() {
        Output output = new Output(spec.commandLine(), config.options());
        FirstConfig first = FirstConfig.into(folder);
        if (output.json()) {
            ObjectNode json = JsonNodeFactory.instance.objectNode();
            first.written().forEach(file -> json.withArray("written").add(file.toString()));
            first.kept().forEach(file -> json.withArray("kept").add(file.toString()));
            output.print(json);
            return Exit.FINE;
        }
        first.written().forEach(file -> output.print("wrote  " + file));
        first.kept().forEach(file -> output.print("kept   " + file));
        String place = Shell.quoted(folder.toString());
        output.print("");
        output.print("Now edit them, then: driftgate config check " + place);
        output.print("At a new cluster:    driftgate schemas register --config " + place + "/correlator.yaml");
        return Exit.FINE;
    }
}
