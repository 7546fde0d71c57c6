package io.driftgate.standalone.cli;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What every order needs: why, and how long to wait for its effect. */
final class ReasonOption {

    private static final int LONGEST = 500;

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec command;

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why; it is kept in the audit of people.")
    private @Nullable String reason;

    @Option(
            names = "--wait",
            paramLabel = "TIME",
            defaultValue = "30s",
            converter = TimeOption.class,
            description = "How long to wait until the effect is seen. Default: 30s.")
    private Duration patience = Duration.ofSeconds(30);

    /** @throws ParameterException when there is none, or one that says nothing */
    String reason() {
        if (reason == null) {
            throw new ParameterException(line(), "--reason is missing (expected: why, for those who ask later)");
        }
        return checked(reason);
    }

    /** The reason, or what goes without saying. */
    String reasonOr(String otherwise) {
        return reason == null ? otherwise : checked(reason);
    }

    private String checked(String text) {
        String stripped = text.strip();
        if (stripped.isEmpty() || stripped.length() > LONGEST) {
            throw new ParameterException(
                    line(), "--reason of " + stripped.length() + " characters (expected: 1 to " + LONGEST + ")");
        }
        return stripped;
    }

    private CommandLine line() {
        return Objects.requireNonNull(command, "set by picocli").commandLine();
    }

    Duration patience() {
        return patience;
    }
}
