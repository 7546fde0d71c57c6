package io.driftgate.correlator.exposure;

import io.driftgate.kit.config.Problem;
import java.util.List;
import java.util.stream.Collectors;

/** Rules that cannot be used. The message names every problem with file, line and field, one a line. */
public final class RuleFileException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient List<Problem> problems;

    /** @param problems their paths begin with the file */
    RuleFileException(List<Problem> problems) {
        super("exposure rules: " + problems.size() + (problems.size() == 1 ? " problem" : " problems") + "\n"
                + problems.stream().map(p -> "  " + p).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    /** All that is wrong. */
    public List<Problem> problems() {
        return problems;
    }
}
