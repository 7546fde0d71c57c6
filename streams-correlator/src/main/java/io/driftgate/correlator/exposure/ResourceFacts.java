package io.driftgate.correlator.exposure;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cel.common.values.NullValue;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * One resource in CEL's types, and what rules found of it as a whole: a group of hundreds of rules is looked through once, not
 * once for each of its differences. One thread.
 */
final class ResourceFacts {

    private final ExposureInput first;
    private final Map<String, Object> whole;
    private final Map<CelRules.Expression, Optional<Object>> found = new HashMap<>();

    ResourceFacts(ExposureInput first) {
        this.first = first;
        this.whole = Map.of(
                "type", first.type(), "before", map(first.declaredResource()), "resource", map(first.liveResource()));
    }

    /** Whether it is about the very same resource; by identity, which is cheap and errs on the safe side. */
    @SuppressWarnings("ReferenceEquality")
    boolean isAbout(ExposureInput input) {
        return first.type().equals(input.type())
                && first.declaredResource() == input.declaredResource()
                && first.liveResource() == input.liveResource();
    }

    Map<String, Object> variables(ExposureInput input) {
        Map<String, Object> variables = new HashMap<>(whole);
        variables.put("path", input.path());
        variables.put("declared", input.declared().map(CelRules::value).orElse(NullValue.NULL_VALUE));
        variables.put("live", input.live().map(CelRules::value).orElse(NullValue.NULL_VALUE));
        return variables;
    }

    /** What an expression gave, or that it failed. */
    Optional<Object> remembered(CelRules.Expression expression, Supplier<Optional<Object>> attempt) {
        return found.computeIfAbsent(expression, unknown -> attempt.get());
    }

    private static Object map(JsonNode resource) {
        return resource.isObject() ? CelRules.value(resource) : Map.of();
    }
}
