package io.driftgate.correlator.exposure;

import io.driftgate.kit.config.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Grades differences by rules in data files, those that come with Driftgate and those of its users. The worst rule that
 * matches counts; of equally bad ones the first by id. Rules cannot make anything fail: one that cannot be evaluated does not
 * match, and is counted. Thread-safe.
 */
public final class ExposureRules {

    /** Files of rules that come with Driftgate. */
    private static final List<String> SHIPPED =
            List.of("public-bucket.yaml", "wildcard-iam.yaml", "world-open-ingress.yaml");

    /** Worst first, then by id. */
    private static final Comparator<CompiledRule> ORDER = Comparator.<CompiledRule, Integer>comparing(
                    rule -> -rule.rule().severity().ordinal())
            .thenComparing(rule -> rule.rule().id());

    private final List<CompiledRule> rules;

    private ExposureRules(List<CompiledRule> rules) {
        this.rules = rules.stream().sorted(ORDER).toList();
    }

    /** The rules that come with Driftgate. */
    public static ExposureRules shipped() {
        return load(List.of());
    }

    /**
     * The rules that come with Driftgate, and those of all {@code *.yaml} and {@code *.yml} files in these folders.
     *
     * @throws RuleFileException with every problem of every file
     */
    public static ExposureRules load(List<Path> folders) {
        List<Problem> problems = new ArrayList<>();
        List<Rule> read = new ArrayList<>();
        for (String name : SHIPPED) {
            read.addAll(new RuleFile(name, problems).read(resource(name)));
        }
        for (Path folder : folders) {
            for (Path file : files(folder, problems)) {
                try {
                    read.addAll(new RuleFile(file.toString(), problems).read(Files.readString(file)));
                } catch (IOException unreadable) {
                    problems.add(new Problem(file.toString(), "cannot be read", "a readable file in UTF-8", 0));
                }
            }
        }
        Map<String, Rule> byId = new HashMap<>();
        CelRules cel = new CelRules();
        List<CompiledRule> compiled = new ArrayList<>();
        for (Rule rule : read) {
            Rule first = byId.putIfAbsent(rule.id(), rule);
            if (first != null) {
                problems.add(new Problem(
                        rule.source() + ": " + rule.id(),
                        "is there twice",
                        "an id that " + first.source() + " has not",
                        0));
            }
            compiled.add(new CompiledRule(rule, cel, problems));
        }
        if (!problems.isEmpty()) {
            throw new RuleFileException(problems);
        }
        return new ExposureRules(compiled);
    }

    private static String resource(String name) {
        try (InputStream file = Objects.requireNonNull(ExposureRules.class.getResourceAsStream(name), name)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException broken) {
            throw new UncheckedIOException("cannot read " + name, broken);
        }
    }

    private static List<Path> files(Path folder, List<Problem> problems) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().matches(".*\\.ya?ml") && Files.isRegularFile(file))
                    .sorted()
                    .toList();
        } catch (IOException unreadable) {
            problems.add(new Problem(folder.toString(), "cannot be read", "a folder with files of rules", 0));
            return List.of();
        }
    }

    /** Grades a difference; never throws for its content. */
    public Grade grade(ExposureInput input) {
        return grade(List.of(input)).getFirst();
    }

    /**
     * Grades differences, one grade each. For those of one resource that stand together, with the very same declared and live
     * resource, what rules find of the whole resource is worked out once.
     */
    public List<Grade> grade(List<ExposureInput> inputs) {
        List<Grade> grades = new ArrayList<>();
        Optional<ResourceFacts> facts = Optional.empty();
        for (ExposureInput input : inputs) {
            facts = facts.filter(known -> known.isAbout(input)).or(() -> Optional.of(new ResourceFacts(input)));
            grades.add(grade(facts.get(), input));
        }
        return List.copyOf(grades);
    }

    private Grade grade(ResourceFacts facts, ExposureInput input) {
        for (CompiledRule rule : rules) {
            Optional<String> sentence = rule.looksAt(input) ? rule.match(facts, input) : Optional.empty();
            if (sentence.isPresent()) {
                return new Grade(
                        rule.rule().severity(),
                        Optional.of(rule.rule().id()),
                        rule.rule().technique(),
                        sentence.get());
            }
        }
        return Grade.unmatched();
    }

    /** All rules, worst first, then by id. */
    public List<Rule> rules() {
        return rules.stream().map(CompiledRule::rule).toList();
    }

    /** How often a rule could not be evaluated since the start; such a rule did not match. */
    public long failedEvaluations() {
        return rules.stream().mapToLong(CompiledRule::failedEvaluations).sum();
    }
}
