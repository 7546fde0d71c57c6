package io.driftgate.standalone.doctor;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;

/**
 * What was found of one thing.
 *
 * @param subject one word: {@code memory}, {@code broker}
 * @param found what is
 * @param advice what to do; empty when there is nothing to do
 */
public record Finding(String subject, Grade grade, String found, String advice) {

    public enum Grade {
        OK,
        /** Could not be asked, and there is no harm in that. */
        SKIP,
        WARN,
        FAIL
    }

    static Finding ok(String subject, String found) {
        return new Finding(subject, Grade.OK, found, "");
    }

    static Finding skip(String subject, String why) {
        return new Finding(subject, Grade.SKIP, why, "");
    }

    static Finding warn(String subject, String found, String advice) {
        return new Finding(subject, Grade.WARN, found, advice);
    }

    static Finding fail(String subject, String found, String advice) {
        return new Finding(subject, Grade.FAIL, found, advice);
    }

    /** Whether somebody should do something. */
    public boolean needsWork() {
        return grade == Grade.WARN || grade == Grade.FAIL;
    }

    /** A line: grade, subject, what was found, and what to do. */
    public String line() {
        return "%-5s %-9s %s%s"
                .formatted(
                        grade.name().toLowerCase(Locale.ROOT), subject, found, advice.isEmpty() ? "" : ". " + advice);
    }

    public ObjectNode json() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("subject", subject)
                .put("grade", grade.name())
                .put("found", found)
                .put("advice", advice);
    }
}
