package io.driftgate.correlator.compare;

import com.fasterxml.jackson.databind.JsonNode;
import io.driftgate.schemas.json.CanonicalJson;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** What single values mean to a Terraform provider: which are empty, which say the same. */
final class Meaning {

    /** JSON's own grammar of numbers, so that {@code "007"} stays the text it is. */
    private static final Pattern NUMBER = Pattern.compile("-?(0|[1-9]\\d*)(\\.\\d+)?([eE][+-]?\\d{1,3})?");

    /** An empty text, and JSON texts of nothing. */
    private static final Set<String> EMPTY_TEXTS = Set.of("", "{}", "[]");

    private static final int LONGEST_NUMBER = 64;

    private Meaning() {}

    /**
     * Absent, null, an empty text, an empty collection, an object whose members are all empty, and the text of an empty
     * JSON collection. A list with an element is never empty: {@code allow = [{}]} is a block that is there.
     */
    static boolean isEmpty(JsonNode value) {
        return switch (value.getNodeType()) {
            case MISSING, NULL -> true;
            case STRING -> EMPTY_TEXTS.contains(value.textValue());
            case ARRAY -> value.isEmpty();
            case OBJECT -> value.valueStream().allMatch(Meaning::isEmpty);
            case NUMBER, BOOLEAN, BINARY, POJO -> false;
        };
    }

    /** Whether two values that are neither objects nor arrays say the same: {@code 8443} and {@code "8443"} do. */
    static boolean sameScalar(JsonNode one, JsonNode other) {
        if (isEmpty(one) || isEmpty(other)) {
            return isEmpty(one) && isEmpty(other);
        }
        if (one.isContainerNode() || other.isContainerNode()) {
            return false;
        }
        if (one.isTextual() && other.isTextual()) {
            return one.textValue().equals(other.textValue());
        }
        if (one.isNumber() || other.isNumber()) {
            Optional<BigDecimal> number = number(one);
            return number.isPresent()
                    && number(other).filter(n -> n.compareTo(number.get()) == 0).isPresent();
        }
        return one.asText().equals(other.asText());
    }

    /** The document that a text holds, when it is a JSON object or array. */
    static Optional<JsonNode> document(JsonNode value) {
        if (!value.isTextual()) {
            return Optional.empty();
        }
        String text = value.textValue().strip();
        if (!text.startsWith("{") && !text.startsWith("[")) {
            return Optional.empty();
        }
        try {
            return Optional.of(CanonicalJson.read(text));
        } catch (IllegalArgumentException noJson) {
            return Optional.empty();
        }
    }

    /** One text for every way to write a scalar, as far as there is one. */
    static String scalarText(JsonNode value) {
        return value.isNumber() ? CanonicalJson.write(value) : value.asText();
    }

    private static Optional<BigDecimal> number(JsonNode value) {
        if (value.isNumber()) {
            return Optional.of(value.decimalValue());
        }
        String text = value.asText();
        return value.isTextual()
                        && text.length() <= LONGEST_NUMBER
                        && NUMBER.matcher(text).matches()
                ? Optional.of(new BigDecimal(text))
                : Optional.empty();
    }
}
