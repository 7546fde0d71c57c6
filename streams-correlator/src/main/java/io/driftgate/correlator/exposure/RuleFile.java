package io.driftgate.correlator.exposure;

import com.fasterxml.jackson.databind.JsonNode;
import io.driftgate.correlator.exposure.YamlTree.Branch;
import io.driftgate.kit.config.Problem;
import io.driftgate.schemas.events.Severity;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads one file of rules: {@code version: 1} and {@code rules}. It goes on after a problem, so that all are found. */
final class RuleFile {

    private static final Pattern ID = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]*");
    private static final Pattern TECHNIQUE = Pattern.compile("T\\d{4}(\\.\\d{3})?");
    private static final Set<String> FILE_KEYS = Set.of("version", "rules");
    private static final Set<String> RULE_KEYS =
            Set.of("id", "severity", "types", "paths", "let", "when", "reason", "technique", "reference", "cases");
    private static final Set<String> CASE_KEYS =
            Set.of("name", "type", "declared", "live", "path", "matches", "reason");

    private final String source;
    private final List<Problem> problems;

    /**
     * @param source name of the file
     * @param problems where what is wrong goes
     */
    RuleFile(String source, List<Problem> problems) {
        this.source = source;
        this.problems = problems;
    }

    /** Rules that are whole; the others left problems behind. */
    List<Rule> read(String text) {
        Branch root;
        try {
            root = YamlTree.read(text);
        } catch (YamlTree.BrokenYamlException broken) {
            problem(source, String.valueOf(broken.getMessage()), "one YAML document", broken.line());
            return List.of();
        }
        unknownKeys(root, source, FILE_KEYS);
        if (!root.text("version").equals(Optional.of("1"))) {
            problem(source + ": version", root.text("version").orElse("nothing"), "1", root.line("version"));
        }
        List<Rule> rules = new ArrayList<>();
        List<Branch> branches = root.branches("rules");
        if (branches.isEmpty()) {
            problem(source + ": rules", "no rules", "a list with at least one", root.line("rules"));
        }
        for (int i = 0; i < branches.size(); i++) {
            rule(branches.get(i), source + ": rules[" + i + "]").ifPresent(rules::add);
        }
        return rules;
    }

    private Optional<Rule> rule(Branch rule, String at) {
        int before = problems.size();
        unknownKeys(rule, at, RULE_KEYS);
        String id = required(rule, at, "id");
        if (!id.isEmpty() && !ID.matcher(id).matches()) {
            problem(at + ".id", "'" + id + "'", "kebab-case, such as world-open-ingress", rule.line("id"));
        }
        String severity = required(rule, at, "severity");
        Optional<Severity> known = severity(severity);
        if (!severity.isEmpty() && known.isEmpty()) {
            problem(
                    at + ".severity",
                    "'" + severity + "'",
                    "info, low, medium, high or critical",
                    rule.line("severity"));
        }
        List<String> types = texts(rule, at, "types");
        List<String> paths = texts(rule, at, "paths");
        String when = required(rule, at, "when");
        String reason = required(rule, at, "reason");
        Optional<String> technique = rule.text("technique");
        if (technique.filter(t -> !TECHNIQUE.matcher(t).matches()).isPresent()) {
            problem(at + ".technique", "'" + technique.get() + "'", "T1234 or T1234.001", rule.line("technique"));
        }
        URI reference = reference(required(rule, at, "reference"));
        if (reference == null) {
            problem(at + ".reference", "no URL", "an https:// address of a page that says why", rule.line("reference"));
        }
        Map<String, String> let = let(rule, at);
        List<Rule.Case> cases = cases(rule, at, types);
        if (problems.size() > before || known.isEmpty() || reference == null) {
            return Optional.empty();
        }
        return Optional.of(
                new Rule(id, known.get(), types, paths, let, when, reason, technique, reference, cases, source));
    }

    private Map<String, String> let(Branch rule, String at) {
        Map<String, String> let = new LinkedHashMap<>();
        rule.branch("let")
                .ifPresent(names -> names.keys().forEach(name -> {
                    if (!NAME.matcher(name).matches() || CelRules.VARIABLES.contains(name)) {
                        problem(at + ".let", "'" + name + "'", "a new name in snake_case", names.line(name));
                    }
                    let.put(name, required(names, at + ".let", name));
                }));
        return let;
    }

    private List<Rule.Case> cases(Branch rule, String at, List<String> types) {
        List<Rule.Case> cases = new ArrayList<>();
        List<Branch> branches = rule.branches("cases");
        for (int i = 0; i < branches.size(); i++) {
            Branch one = branches.get(i);
            String here = at + ".cases[" + i + "]";
            unknownKeys(one, here, CASE_KEYS);
            Optional<JsonNode> declared = one.json("declared");
            Optional<JsonNode> live = one.json("live");
            for (String side : List.of("declared", "live")) {
                if (one.json(side).filter(value -> !value.isObject()).isPresent()) {
                    problem(here + "." + side, "no attributes", "a resource's attributes", one.line(side));
                }
            }
            if (declared.isEmpty() && live.isEmpty()) {
                problem(here, "neither declared nor live", "one of them, or both", one.line(""));
            }
            String matches = required(one, here, "matches");
            if (!matches.isEmpty() && !List.of("true", "false").contains(matches)) {
                problem(here + ".matches", "'" + matches + "'", "true or false", one.line("matches"));
            }
            cases.add(new Rule.Case(
                    required(one, here, "name"),
                    one.text("type").orElse(types.isEmpty() ? "" : types.getFirst()),
                    declared,
                    live,
                    one.text("path"),
                    matches.equals("true"),
                    one.text("reason")));
        }
        return cases;
    }

    private String required(Branch branch, String at, String key) {
        Optional<String> text = branch.text(key).filter(t -> !t.isBlank());
        if (text.isEmpty()) {
            problem(at + "." + key, "nothing", "a text", branch.line(key));
        }
        return text.orElse("");
    }

    private List<String> texts(Branch branch, String at, String key) {
        List<String> texts = branch.texts(key);
        if (texts.isEmpty() || texts.stream().anyMatch(String::isBlank)) {
            problem(at + "." + key, "nothing", "a list of texts", branch.line(key));
        }
        return texts;
    }

    private void unknownKeys(Branch branch, String at, Set<String> known) {
        for (String key : branch.keys()) {
            if (!known.contains(key)) {
                String expected =
                        "one of " + String.join(", ", known.stream().sorted().toList());
                problem(at + "." + key, "unknown", expected, branch.line(key));
            }
        }
    }

    private static Optional<Severity> severity(String text) {
        for (Severity severity : Severity.values()) {
            if (severity.name().equals(text.toUpperCase(Locale.ROOT))) {
                return Optional.of(severity);
            }
        }
        return Optional.empty();
    }

    private static @Nullable URI reference(String text) {
        try {
            URI uri = URI.create(text);
            return "https".equals(uri.getScheme()) && uri.getHost() != null ? uri : null;
        } catch (IllegalArgumentException noUrl) {
            return null;
        }
    }

    private void problem(String path, String found, String expected, int line) {
        problems.add(new Problem(path, found, expected, line));
    }
}
