package io.driftgate.correlator.compare;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.driftgate.schemas.json.CanonicalJson;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Policies in IAM's language by meaning. Statements, actions, resources, principals and values of conditions are sets, and one
 * of them may stand without a list; actions and condition keys have no case; an account's id is its root's ARN.
 *
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html">AWS: grammar of the IAM JSON
 *     policy language</a>
 */
final class PolicyDocument {

    private static final String OLDEST_VERSION = "2008-10-17";
    private static final Pattern ACCOUNT_ROOT = Pattern.compile("arn:[^:]+:iam::(\\d{12}):root");

    private PolicyDocument() {}

    /** One text for every way to write a policy; nothing when the document is no policy. */
    static Optional<String> normal(JsonNode document) {
        JsonNode statements = document.path("Statement");
        boolean list = statements.isArray() && statements.valueStream().allMatch(JsonNode::isObject);
        if (!document.isObject() || !(list || statements.isObject())) {
            return Optional.empty();
        }
        ObjectNode normal = JsonNodeFactory.instance.objectNode();
        normal.put("Version", OLDEST_VERSION);
        document.properties().forEach(member -> {
            if (!Meaning.isEmpty(member.getValue())) {
                normal.set(member.getKey(), member.getValue());
            }
        });
        ArrayNode sorted = normal.putArray("Statement");
        TreeMap<String, JsonNode> byText = new TreeMap<>();
        (list ? statements.valueStream() : Stream.of(statements)).forEach(statement -> {
            JsonNode one = statement(statement);
            byText.put(CanonicalJson.write(one), one);
        });
        byText.values().forEach(sorted::add);
        return Optional.of(CanonicalJson.write(normal));
    }

    private static JsonNode statement(JsonNode statement) {
        ObjectNode normal = JsonNodeFactory.instance.objectNode();
        statement.properties().forEach(member -> {
            JsonNode value = member.getValue();
            if (!Meaning.isEmpty(value)) {
                normal.set(
                        member.getKey(),
                        switch (member.getKey()) {
                            case "Action", "NotAction" -> set(value, text -> text.toLowerCase(Locale.ROOT));
                            case "Resource", "NotResource" -> set(value, UnaryOperator.identity());
                            case "Principal", "NotPrincipal" -> principals(value);
                            case "Condition" -> conditions(value);
                            default -> value;
                        });
            }
        });
        return normal;
    }

    private static JsonNode principals(JsonNode value) {
        ObjectNode normal = JsonNodeFactory.instance.objectNode();
        if (value.isObject()) {
            value.properties()
                    .forEach(kind -> normal.set(kind.getKey(), set(kind.getValue(), PolicyDocument::principal)));
        } else {
            normal.set("AWS", set(value, PolicyDocument::principal));
        }
        return normal;
    }

    private static String principal(String text) {
        var root = ACCOUNT_ROOT.matcher(text);
        return root.matches() ? root.group(1) : text;
    }

    private static JsonNode conditions(JsonNode value) {
        if (!value.isObject()) {
            return value;
        }
        ObjectNode normal = JsonNodeFactory.instance.objectNode();
        value.properties().forEach(operator -> {
            ObjectNode keys = normal.putObject(operator.getKey());
            operator.getValue()
                    .properties()
                    .forEach(key -> keys.set(
                            key.getKey().toLowerCase(Locale.ROOT), set(key.getValue(), UnaryOperator.identity())));
        });
        return normal;
    }

    /** A value or a list of values as a sorted list; what holds more than scalars stays as it is. */
    private static JsonNode set(JsonNode value, UnaryOperator<String> text) {
        if (value.isObject() || (value.isArray() && value.valueStream().anyMatch(JsonNode::isContainerNode))) {
            return value;
        }
        TreeSet<String> sorted = new TreeSet<>();
        if (value.isArray()) {
            value.forEach(item -> sorted.add(text.apply(Meaning.scalarText(item))));
        } else {
            sorted.add(text.apply(Meaning.scalarText(value)));
        }
        ArrayNode normal = JsonNodeFactory.instance.arrayNode();
        sorted.forEach(normal::add);
        return normal;
    }
}
