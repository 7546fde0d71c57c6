package io.driftgate.standalone.cli;

import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Teaches a shell the commands. */
@Command(
        name = "completion",
        description = {
            "Prints a script that completes commands and options.",
            "For this shell: source <(driftgate completion bash)",
            "For all of them: driftgate completion bash > ~/.local/share/bash-completion/completions/driftgate"
        })
final class CompletionCommand implements Callable<Integer> {

    /** The script is one for both: under zsh it turns on zsh's own support of bash completions. */
    enum Shell {
        BASH,
        ZSH
    }

    @ParentCommand
    private DriftgateCommand root = new DriftgateCommand();

    @Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    /** As people write them. */
    static final class Names implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return List.of("bash", "zsh").iterator();
        }
    }

    @Parameters(paramLabel = "SHELL", description = "bash or zsh.", completionCandidates = Names.class)
    private Shell shell = Shell.BASH;

    @Override
    public Integer call() {
        CommandLine whole = spec.root().commandLine();
        String where = switch (shell) {
            case BASH -> "source it, or put it where bash-completion looks for driftgate";
            case ZSH -> "source it in ~/.zshrc; it turns on bashcompinit";
        };
        new Output(spec.commandLine(), root.options())
                .printRaw("# " + where + "\n" + AutoComplete.bash("driftgate", whole));
        return Exit.FINE;
    }
}
