package io.driftgate.correlator.exposure;

import com.fasterxml.jackson.databind.JsonNode;
import io.driftgate.schemas.events.Severity;
import java.net.URI;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One exposure rule, as a data file says it. Its expressions are CEL over {@code type} and {@code path} (texts), {@code declared}
 * and {@code live} (the values at the path, null where there is none), {@code before} and {@code resource} (the whole resource
 * as declared and as live, an empty map where there is none). Members that are null are left out. Beside the standard
 * library, its string functions, optionals and {@code cel.bind} there are {@code as_list(x)}: a list, one value as a list, or
 * nothing as an empty one; and {@code json(x)}: the document in a text, or an empty map where there is no text.
 *
 * @param id unique over all files, kebab-case
 * @param types resource types that it looks at
 * @param paths globs over paths of differences: {@code *} stands within one name, {@code [*]} for any index, {@code **} for
 *     anything; {@code .} is the whole resource, for one that is UNMANAGED or MISSING
 * @param let names for expressions, in order, each of which may use the earlier ones
 * @param when a bool: whether the difference is what the rule looks for
 * @param reason a text: what it means, in one sentence
 * @param technique MITRE ATT&amp;CK technique: {@code T1190}
 * @param reference page that says why
 * @param cases examples that the rule is held to
 * @param source name of the file
 * @see <a href="https://github.com/google/cel-spec/blob/master/doc/langdef.md">CEL: language definition</a>
 */
public record Rule(
        String id,
        Severity severity,
        List<String> types,
        List<String> paths,
        Map<String, String> let,
        String when,
        String reason,
        Optional<String> technique,
        URI reference,
        List<Case> cases,
        String source) {

    public Rule {
        types = List.copyOf(types);
        paths = List.copyOf(paths);
        let = Collections.unmodifiableMap(new LinkedHashMap<>(let));
        cases = List.copyOf(cases);
    }

    /**
     * An example.
     *
     * @param type the resource type; the rule's first unless the case says otherwise
     * @param declared the whole resource as declared; empty for one that is UNMANAGED
     * @param live the whole resource as live; empty for one that is MISSING
     * @param path the difference that has to match; any one when empty
     * @param matches whether the rule has to match
     * @param reason the sentence that has to come out; any one when empty
     */
    public record Case(
            String name,
            String type,
            Optional<JsonNode> declared,
            Optional<JsonNode> live,
            Optional<String> path,
            boolean matches,
            Optional<String> reason) {}
}
