package io.driftgate.standalone.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.driftgate.kit.config.Durations;
import io.driftgate.standalone.client.Tokens;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Tokens of this machine. */
@Command(
        name = "tokens",
        description = "Tokens of this machine's issuer.",
        subcommands = {TokensExplainCommand.class, TokensRevokeCommand.class})
final class TokensCommand implements Callable<Integer> {

    private static final Duration LONGEST = Duration.ofDays(30);

    @ParentCommand
    private DriftgateCommand root = new DriftgateCommand();

    @Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    DriftgateCommand root() {
        return root;
    }

    @Override
    public Integer call() {
        throw new ParameterException(
                spec.commandLine(),
                "tokens are not kept, so there is no list (expected: tokens issue, or tokens explain FILE)");
    }

    @Command(name = "issue", description = "Prints a new token: for the gateway's routes, or for the API.")
    int issue(
            @Option(names = "--operator", description = "For the API: it may read everything there, and give orders.")
                    boolean operator,
            @Option(names = "--subject", paramLabel = "NAME", description = "Whose token it is. Default: you.")
                    @Nullable
                    String subject,
            @Option(
                            names = "--scope",
                            paramLabel = "SCOPE",
                            split = ",",
                            description = "What it lets do at the gateway; several with commas, or again.")
                    @Nullable
                    List<String> scopes,
            @Option(
                            names = "--lifetime",
                            paramLabel = "TIME",
                            defaultValue = "1h",
                            description = "How long it is good: 10m, 8h, 7d. Default: 1h.")
                    String lifetime) {
        String name = subject == null ? System.getProperty("user.name", "operator") : subject;
        List<String> wanted = scopes == null ? List.of() : scopes;
        if (operator && !wanted.isEmpty()) {
            throw new ParameterException(spec.commandLine(), "--operator has its own scopes (expected: no --scope)");
        }
        Duration time = lifetime(lifetime);
        Tokens tokens = Tokens.of(root.options().keyFolder());
        String token = operator ? tokens.operator(name, time) : tokens.caller(name, wanted, time);
        Output output = new Output(spec.commandLine(), root.options());
        if (output.json()) {
            output.print(JsonNodeFactory.instance
                    .objectNode()
                    .put("token", token)
                    .put("subject", name)
                    .put("expires_in_s", time.toSeconds()));
        } else {
            output.print(token);
        }
        return Exit.FINE;
    }

    private Duration lifetime(String text) {
        try {
            Duration time = Durations.parse(text);
            if (time.isPositive() && time.compareTo(LONGEST) <= 0) {
                return time;
            }
        } catch (IllegalArgumentException notATime) {
            // Said below.
        }
        throw new ParameterException(
                spec.commandLine(), "--lifetime " + text + " (expected: 1s to 30d, such as 10m, 8h or 7d)");
    }
}
