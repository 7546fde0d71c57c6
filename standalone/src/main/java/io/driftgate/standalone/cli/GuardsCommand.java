package io.driftgate.standalone.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Which routes are shut or narrowed, and why. */
@Command(
        name = "guards",
        description = "Which routes are guarded.",
        subcommands = {GuardsBreakGlassCommand.class})
final class GuardsCommand implements Callable<Integer> {

    @ParentCommand
    private DriftgateCommand root = new DriftgateCommand();

    @Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    GlobalOptions options() {
        return root.options();
    }

    @Override
    public Integer call() {
        throw new ParameterException(spec.commandLine(), "a verb is missing (expected: guards break-glass)");
    }
}
