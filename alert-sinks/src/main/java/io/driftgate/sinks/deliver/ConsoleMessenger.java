package io.driftgate.sinks.deliver;

import io.driftgate.schemas.events.Alert;
import io.driftgate.sinks.render.ConsoleText;
import java.io.PrintStream;
import java.util.OptionalInt;

/** Writes alerts to a terminal or a pipe. A stream that is broken stays broken, so there is no second try. */
final class ConsoleMessenger implements Messenger {

    private final PrintStream console;

    /** @param console stays the caller's to close; several sinks may share it */
    ConsoleMessenger(PrintStream console) {
        this.console = console;
    }

    @Override
    public Attempt tell(Alert alert) {
        console.print(ConsoleText.of(alert));
        return console.checkError()
                ? new Attempt.Refused(OptionalInt.empty(), "the console cannot be written to")
                : new Attempt.Told(OptionalInt.empty());
    }
}
