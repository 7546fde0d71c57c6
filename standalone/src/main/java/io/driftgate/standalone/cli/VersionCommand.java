package io.driftgate.standalone.cli;

import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Which Driftgate this is. */
@Command(name = "version", description = "Shows the versions of Driftgate and of the Java it runs on.")
final class VersionCommand implements Callable<Integer> {

    @ParentCommand
    private DriftgateCommand root = new DriftgateCommand();

    @Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    @Override
    public Integer call() {
        String version = Optional.ofNullable(VersionCommand.class.getPackage().getImplementationVersion())
                .orElse("development");
        String java = Runtime.version().toString();
        spec.commandLine()
                .getOut()
                .println(
                        root.options().json()
                                ? "{\"driftgate\":\"" + version + "\",\"java\":\"" + java + "\"}"
                                : "driftgate " + version + ", Java " + java);
        return Exit.FINE;
    }
}
