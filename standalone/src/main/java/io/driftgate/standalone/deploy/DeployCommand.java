package io.driftgate.standalone.deploy;

import io.driftgate.kit.config.ConfigException;
import io.driftgate.kit.text.PrintableText;
import io.driftgate.schemas.registry.RegistryException;
import io.driftgate.schemas.topic.TopicMismatchException;
import io.driftgate.standalone.StartRefusedException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import org.apache.kafka.common.KafkaException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;

/**
 * The steps around the four services in containers: run by the deployment, not by people, and so no part of {@code
 * driftgate}. Exit codes: 0 fine, 2 could not.
 */
@Command(
        name = "deploy",
        description = "Prepares a deployment in containers.",
        subcommands = {SecretsCommand.class, ClusterCommand.class, SampleCommand.class})
public final class DeployCommand {

    private static final int COULD_NOT = 2;

    private DeployCommand() {}

    static CommandLine commandLine(PrintWriter out, PrintWriter err) {
        CommandLine line = new CommandLine(new DeployCommand())
                .setOut(out)
                .setErr(err)
                .setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF))
                .setExecutionExceptionHandler((failed, command, arguments) -> {
                    switch (failed) {
                        case StartRefusedException known -> say(command.getErr(), known);
                        case ConfigException known -> say(command.getErr(), known);
                        case TopicMismatchException known -> say(command.getErr(), known);
                        case RegistryException known -> say(command.getErr(), known);
                        case KafkaException known -> say(command.getErr(), known);
                        case UncheckedIOException known -> say(command.getErr(), known);
                        case IOException known -> say(command.getErr(), known);
                        default -> failed.printStackTrace(command.getErr());
                    }
                    return COULD_NOT;
                });
        return line.setParameterExceptionHandler((refused, arguments) -> {
            say(err, refused);
            return COULD_NOT;
        });
    }

    private static void say(PrintWriter err, Exception known) {
        String reason = known instanceof UncheckedIOException && known.getCause() != null
                ? known.getMessage() + ": " + known.getCause().getMessage()
                : String.valueOf(known.getMessage());
        reason.lines().forEach(sentence -> err.println("deploy: " + PrintableText.of(sentence)));
        err.flush();
    }

    /** The process's entry. */
    public static void main(String[] arguments) {
        int code = commandLine(new PrintWriter(System.out, true), new PrintWriter(System.err, true))
                .execute(arguments);
        System.exit(code);
    }
}
