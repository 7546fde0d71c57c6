package io.driftgate.standalone.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** What the services are told, and what they must be allowed. */
@Command(
        name = "config",
        description = "What the services are told, and what they must be allowed.",
        subcommands = ConfigAclsCommand.class)
final class ConfigCommand implements Runnable {

    @ParentCommand
    private DriftgateCommand root = new DriftgateCommand();

    @Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    DriftgateCommand root() {
        return root;
    }

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "a command is missing");
    }
}
