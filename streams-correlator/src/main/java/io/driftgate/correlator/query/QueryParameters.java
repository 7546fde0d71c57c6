package io.driftgate.correlator.query;

import io.driftgate.kit.config.Suggestion;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of one request. A filter that is not understood must not be left out, or the caller would take all for
 * what he asked for: unknown names, repeated ones and values that are none are problems, told all at once. One thread.
 */
final class QueryParameters {

    private static final int DEFAULT_LIMIT = 100;
    private static final int MOST = 1_000;
    private static final int LONGEST_NAME = 40;

    private final Map<String, String> values = new HashMap<>();
    private final List<String> problems = new ArrayList<>();

    /**
     * @param query as it stands in the request's target; null when there is none
     * @param known names that this request takes
     */
    QueryParameters(@Nullable String query, List<String> known) {
        if (query == null || query.isEmpty()) {
            return;
        }
        for (String part : query.split("&")) {
            if (part.isEmpty()) {
                continue;
            }
            int equals = part.indexOf('=');
            Optional<String> name = decoded(equals < 0 ? part : part.substring(0, equals));
            Optional<String> value = decoded(equals < 0 ? "" : part.substring(equals + 1));
            if (name.isEmpty() || value.isEmpty()) {
                problems.add("a parameter is not percent-encoded UTF-8");
            } else if (!known.contains(name.get())) {
                problems.add(unknown(name.get(), known));
            } else if (values.put(name.get(), value.get()) != null) {
                problems.add(name.get() + " is there twice (expected: once)");
            }
        }
    }

    Optional<String> text(String name) {
        return Optional.ofNullable(values.get(name));
    }

    /** A constant, in any case. */
    <E extends Enum<E>> Optional<E> choice(String name, Class<E> type) {
        Optional<String> text = text(name);
        Optional<E> constant = text.flatMap(written -> Arrays.stream(type.getEnumConstants())
                .filter(each -> each.name().equalsIgnoreCase(written.replace('-', '_')))
                .findFirst());
        if (text.isPresent() && constant.isEmpty()) {
            List<String> names =
                    Arrays.stream(type.getEnumConstants()).map(Enum::name).toList();
            problems.add(name + " (expected: one of " + String.join(", ", names) + ")");
        }
        return constant;
    }

    Optional<Boolean> truth(String name) {
        return text(name).flatMap(written -> switch (written.toLowerCase(Locale.ROOT)) {
            case "true" -> Optional.of(true);
            case "false" -> Optional.of(false);
            default -> {
                problems.add(name + " (expected: true or false)");
                yield Optional.empty();
            }
        });
    }

    int limit() {
        Optional<String> written = text("limit");
        if (written.isEmpty()) {
            return DEFAULT_LIMIT;
        }
        if (written.get().matches("[1-9]\\d{0,3}") && Integer.parseInt(written.get()) <= MOST) {
            return Integer.parseInt(written.get());
        }
        problems.add("limit (expected: 1 to " + MOST + ")");
        return DEFAULT_LIMIT;
    }

    /** The place to go on from. */
    Optional<SortKey> after(String list) {
        Optional<String> cursor = text("after");
        Optional<SortKey> place = cursor.flatMap(text -> SortKey.parse(list, text));
        if (cursor.isPresent() && place.isEmpty()) {
            problems.add("after (expected: next of a page of this list)");
        }
        return place;
    }

    /** All that is wrong with what was asked for up to now; nothing when all is well. */
    Optional<ProblemDocument> problem() {
        return problems.isEmpty()
                ? Optional.empty()
                : Optional.of(ProblemDocument.of(
                        400, "bad-parameter", "The query cannot be understood", String.join("; ", problems)));
    }

    private static String unknown(String name, List<String> known) {
        String shown = name.length() > LONGEST_NAME ? name.substring(0, LONGEST_NAME) + "…" : name;
        if (known.isEmpty()) {
            return shown + " is not known (expected: no parameters)";
        }
        return shown + " is not known ("
                + (name.length() > LONGEST_NAME ? Optional.<String>empty() : Suggestion.nearest(name, known))
                        .map(meant -> "did you mean " + meant + "?")
                        .orElse("expected: " + String.join(", ", known))
                + ")";
    }

    private static Optional<String> decoded(String text) {
        try {
            return Optional.of(URLDecoder.decode(text, StandardCharsets.UTF_8));
        } catch (IllegalArgumentException broken) {
            return Optional.empty();
        }
    }
}
