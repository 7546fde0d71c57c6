package io.driftgate.standalone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;

/** Runs commands for tests of other packages. */
public final class CommandLineRun {

    private CommandLineRun() {}

    /** What the command prints, once it is fine. */
    public static List<String> lines(String command) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = DriftgateCommand.commandLine(new PrintWriter(out, true), new PrintWriter(err, true))
                .execute(command.split(" "));
        assertThat(code).as(err.toString()).isEqualTo(Exit.FINE);
        return out.toString().lines().toList();
    }
}
