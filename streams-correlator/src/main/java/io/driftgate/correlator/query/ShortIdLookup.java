package io.driftgate.correlator.query;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;

/**
 * Finds one record by its short id, or by as much of it as tells it apart.
 *
 * @param kind what the record is called
 * @param letter that its ids begin with
 * @param id of a record
 * @param key the full key of a record, for candidates
 */
record ShortIdLookup<T extends SpecificRecord>(
        String kind, String letter, Function<T, String> id, Function<T, String> key) {

    private static final int MOST_CANDIDATES = 20;

    /** The record; or that there is none, that there are several, or that it may be among what is missing. */
    ApiAnswer find(String written, Answer<T> answer, Instant asOf) {
        if (!written.matches(letter + "-[a-z2-7]{1,10}")) {
            return ProblemDocument.of(
                    404,
                    "not-found",
                    "There is no such " + kind,
                    "expected: " + letter + "- and up to 10 of the letters a to z and the digits 2 to 7");
        }
        List<T> exact = answer.items().stream()
                .filter(item -> id.apply(item).equals(written))
                .toList();
        List<T> found = exact.isEmpty()
                ? answer.items().stream()
                        .filter(item -> id.apply(item).startsWith(written))
                        .toList()
                : exact;
        if (found.size() == 1) {
            return Page.single(found.getFirst(), answer.missing(), asOf);
        }
        if (found.size() > 1) {
            return ambiguous(found);
        }
        return answer.missing().isEmpty()
                ? ProblemDocument.of(
                        404, "not-found", "There is no such " + kind, "no " + kind + " has an id that begins so")
                : incomplete(answer.missing());
    }

    private ProblemDocument ambiguous(List<T> found) {
        ArrayNode candidates = JsonNodeFactory.instance.arrayNode();
        found.stream()
                .sorted(Comparator.comparing(id).thenComparing(key))
                .limit(MOST_CANDIDATES)
                .forEach(
                        item -> candidates.addObject().put("id", id.apply(item)).put("key", key.apply(item)));
        return ProblemDocument.of(
                        409,
                        "ambiguous",
                        "More than one " + kind + " has such an id",
                        found.size() + " match (expected: one; write more of the id, or ask for its key in the list)")
                .with("candidates", candidates);
    }

    /** Not found while something could not be read is not the same as not there. */
    private ProblemDocument incomplete(List<String> missing) {
        ArrayNode unread = JsonNodeFactory.instance.arrayNode();
        missing.forEach(unread::add);
        return ProblemDocument.of(
                        503,
                        "incomplete",
                        "Not all state can be read now",
                        "the " + kind + " is not among what could be read; try again in some seconds")
                .with("missing", unread);
    }
}
