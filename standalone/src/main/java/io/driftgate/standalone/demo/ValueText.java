package io.driftgate.standalone.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.driftgate.schemas.json.CanonicalJson;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Shows an attribute's value to people: text without quotes, lists without brackets. */
final class ValueText {

    private ValueText() {}

    /** @param canonicalJson null when there is no value */
    static String of(@Nullable String canonicalJson) {
        if (canonicalJson == null) {
            return "(none)";
        }
        try {
            JsonNode value = CanonicalJson.read(canonicalJson);
            return value.isArray()
                    ? value.valueStream().map(ValueText::plain).collect(Collectors.joining(", "))
                    : plain(value);
        } catch (IllegalArgumentException notJson) {
            return canonicalJson;
        }
    }

    private static String plain(JsonNode value) {
        return value.isTextual() ? value.textValue() : value.toString();
    }
}
