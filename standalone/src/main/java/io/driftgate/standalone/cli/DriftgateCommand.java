package io.driftgate.standalone.cli;

import io.driftgate.embedded.EmbeddedStartException;
import io.driftgate.kit.config.ConfigException;
import io.driftgate.kit.text.PrintableText;
import io.driftgate.schemas.registry.RegistryException;
import io.driftgate.standalone.StartRefusedException;
import io.driftgate.standalone.client.ApiException;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import org.apache.kafka.common.KafkaException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code driftgate}: a plural noun, then a verb; a bare noun lists. */
@Command(
        name = "driftgate",
        description = "Joins infrastructure drift and API access on one Kafka stream.",
        synopsisSubcommandLabel = "COMMAND",
        usageHelpAutoWidth = true,
        subcommands = {
            UpCommand.class,
            DownCommand.class,
            DemoCommand.class,
            StatusCommand.class,
            DoctorCommand.class,
            DriftCommand.class,
            ScopesCommand.class,
            EventsCommand.class,
            StateCommand.class,
            AlertsCommand.class,
            GuardsCommand.class,
            TokensCommand.class,
            ConfigCommand.class,
            SchemasCommand.class,
            VersionCommand.class,
            CompletionCommand.class
        },
        footer = {"", "Exit codes: 0 fine, 1 found something, 2 could not."})
public final class DriftgateCommand implements Runnable {

    @Mixin
    private final GlobalOptions options = new GlobalOptions();

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = CommandLine.ScopeType.INHERIT,
            description = "Shows this.")
    private boolean help;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    GlobalOptions options() {
        return options;
    }

    @Override
    public void run() {
        if (!help) {
            throw new CommandLine.ParameterException(spec.commandLine(), "a command is missing");
        }
    }

    /** The command line with its streams; it never ends the JVM. */
    static CommandLine commandLine(PrintWriter out, PrintWriter err) {
        CommandLine line = new CommandLine(new DriftgateCommand())
                .setOut(out)
                .setErr(err)
                .setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler(DriftgateCommand::couldNot);
        line.setParameterExceptionHandler((refused, arguments) -> {
            CommandLine command = refused.getCommandLine();
            command.getErr().println("driftgate: " + PrintableText.of(String.valueOf(refused.getMessage()), 400));
            command.getErr().println("Try: " + command.getCommandSpec().qualifiedName() + " --help");
            return Exit.COULD_NOT;
        });
        return line;
    }

    /** What people can mend is one sentence; what they cannot is a bug, and shows where. */
    private static int couldNot(Exception failed, CommandLine line, CommandLine.ParseResult arguments) {
        PrintWriter err = line.getErr();
        if (Interruption.isBehind(failed)) {
            err.println("driftgate: stopped");
            return Exit.COULD_NOT;
        }
        switch (failed) {
            case ApiException known -> say(err, known);
            case StartRefusedException known -> say(err, known);
            case EmbeddedStartException known -> say(err, known);
            case ConfigException known ->
                String.valueOf(known.getMessage())
                        .lines()
                        .forEach(problem -> err.println("driftgate: " + PrintableText.of(problem)));
            case RegistryException known -> say(err, known);
            case KafkaException known -> err.println("driftgate: Kafka: " + PrintableText.of(reason(known), 400));
            case UncheckedIOException known -> say(err, known);
            case IOException known -> say(err, known);
            default -> failed.printStackTrace(err);
        }
        err.flush();
        return Exit.COULD_NOT;
    }

    /** The deepest one that says anything: Kafka's own wraps are about its classes. */
    private static String reason(KafkaException failed) {
        String reason = String.valueOf(failed.getMessage());
        for (Throwable cause = failed.getCause(); cause != null; cause = cause.getCause()) {
            if (cause.getMessage() != null) {
                reason = cause.getMessage();
            }
        }
        return reason;
    }

    private static void say(PrintWriter err, Exception known) {
        String reason = known instanceof UncheckedIOException && known.getCause() != null
                ? known.getMessage() + ": " + known.getCause().getMessage()
                : String.valueOf(known.getMessage());
        reason.lines().forEach(sentence -> err.println("driftgate: " + PrintableText.of(sentence)));
    }

    /** The process's entry: see {@link Exit} for what it ends with. */
    public static void main(String[] arguments) {
        LogFile.silence();
        PrintWriter out = printer(System.out);
        PrintWriter err = printer(System.err);
        Interruption interruption = Interruption.ofThisThread();
        int code = Exit.COULD_NOT;
        try {
            code = commandLine(out, err).execute(arguments);
        } finally {
            out.flush();
            err.flush();
            interruption.done();
        }
        System.exit(code);
    }

    /** In the terminal's own encoding. */
    private static PrintWriter printer(PrintStream stream) {
        return new PrintWriter(new OutputStreamWriter(stream, stream.charset()), true);
    }
}
