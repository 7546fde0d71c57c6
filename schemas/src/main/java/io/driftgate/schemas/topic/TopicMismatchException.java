package io.driftgate.schemas.topic;

import java.util.List;

/** Topics in the cluster that are not as the catalogue says. A service that meets one does not start. */
public final class TopicMismatchException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient List<String> problems;

    TopicMismatchException(List<String> problems) {
        super(String.join(System.lineSeparator(), problems));
        this.problems = List.copyOf(problems);
    }

    /** One sentence per problem: what was found, what was expected, what to do. */
    public List<String> problems() {
        return problems;
    }
}
