package io.driftgate.standalone.cli;

import io.driftgate.standalone.config.FolderConfig;
import java.nio.file.Files;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** The four services' files. */
@Command(
        name = "config",
        description = "The services' configuration files. Alone, it judges those of the data folder.",
        subcommands = {
            ConfigInitCommand.class,
            ConfigCheckCommand.class,
            ConfigShowCommand.class,
            ConfigAclsCommand.class
        })
final class ConfigCommand implements Callable<Integer> {

    @ParentCommand
    private DriftgateCommand root = new DriftgateCommand();

    @Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    GlobalOptions options() {
        return root.options();
    }

    @Override
    public Integer call() {
        return ConfigCheckCommand.show(folder().reports(), new Output(spec.commandLine(), options()));
    }

    /** The files of the data folder; one sentence when there are none. */
    FolderConfig folder() {
        FolderConfig folder = anyFolder();
        if (!Files.isDirectory(folder.folder().config())) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(),
                    "no configuration in " + folder.folder().config()
                            + " (expected: made by driftgate up; name files, or the folder with --data)");
        }
        return folder;
    }

    /** The same, whether or not it is there. */
    FolderConfig anyFolder() {
        return new FolderConfig(options().keyFolder(), options().running(), System.getenv());
    }
}
