package io.driftgate.correlator.exposure;

import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.runtime.CelEvaluationException;
import io.driftgate.kit.config.Problem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;

/** A rule whose expressions are ready to run. Thread-safe. */
final class CompiledRule {

    private static final int LONGEST_REASON = 400;
    /** Variables that are others for every difference of one resource. */
    private static final Set<String> OF_THE_DIFFERENCE = Set.of("path", "declared", "live");

    /** @param everyTime whether it may give something else for the next difference of the same resource */
    private record Step(String name, CelRules.Expression expression, boolean everyTime) {}

    private final Rule rule;
    private final List<PathGlob> paths;
    private final List<Step> let = new ArrayList<>();
    private final Optional<Step> when;
    private final Optional<Step> reason;
    private final LongAdder failed = new LongAdder();

    /** @param problems where an expression that does not compile goes */
    CompiledRule(Rule rule, CelRules cel, List<Problem> problems) {
        this.rule = rule;
        this.paths = rule.paths().stream().map(PathGlob::of).toList();
        Compiling compiling = new Compiling(cel, problems);
        rule.let().forEach((name, text) -> {
            compiling.step("let." + name, text, SimpleType.DYN).ifPresent(let::add);
            compiling.later.remove(name);
        });
        this.when = compiling.step("when", rule.when(), SimpleType.BOOL);
        this.reason = compiling.step("reason", rule.reason(), SimpleType.STRING);
    }

    /** Compiles the rule's expressions in their order. */
    private final class Compiling {

        private final CelRules cel;
        private final CelCompiler compiler;
        private final List<Problem> problems;
        private final Set<String> changing = new HashSet<>(OF_THE_DIFFERENCE);
        private final Set<String> later = new HashSet<>(rule.let().keySet());

        private Compiling(CelRules cel, List<Problem> problems) {
            this.cel = cel;
            this.compiler = cel.compiler(rule.let().keySet());
            this.problems = problems;
        }

        private Optional<Step> step(String field, String text, CelType result) {
            try {
                CelRules.Expression expression = cel.compile(compiler, text, result);
                if (expression.mentions().stream().anyMatch(later::contains)) {
                    throw new IllegalArgumentException("looks at itself, or at a name that comes after it");
                }
                String name = field.replaceFirst("^let\\.", "");
                boolean everyTime = expression.mentions().stream().anyMatch(changing::contains);
                if (everyTime) {
                    changing.add(name);
                }
                return Optional.of(new Step(name, expression, everyTime));
            } catch (IllegalArgumentException broken) {
                problems.add(new Problem(
                        rule.source() + ": " + rule.id() + "." + field,
                        String.valueOf(broken.getMessage()),
                        "a CEL expression that gives a " + result.name(),
                        0));
                return Optional.empty();
            }
        }
    }

    Rule rule() {
        return rule;
    }

    long failedEvaluations() {
        return failed.sum();
    }

    boolean looksAt(ExposureInput input) {
        return rule.types().contains(input.type()) && paths.stream().anyMatch(glob -> glob.matches(input.path()));
    }

    /** The sentence when the rule matches. A rule that cannot be evaluated does not match, and is counted. */
    Optional<String> match(ResourceFacts facts, ExposureInput input) {
        Map<String, Object> known = new HashMap<>(facts.variables(input));
        for (Step step : let) {
            // One that fails stays unset: it matters only to who asks for it.
            evaluate(step, facts, known).ifPresent(value -> known.put(step.name(), value));
        }
        Optional<Object> matches = when.flatMap(step -> evaluate(step, facts, known));
        if (matches.isEmpty() || !(matches.get() instanceof Boolean yes)) {
            failed.increment();
            return Optional.empty();
        }
        return yes ? Optional.of(sentence(facts, known)) : Optional.empty();
    }

    /** A match whose sentence cannot be worked out is still a match. */
    private String sentence(ResourceFacts facts, Map<String, Object> known) {
        Optional<Object> sentence = reason.flatMap(step -> evaluate(step, facts, known));
        if (sentence.isPresent() && sentence.get() instanceof String text && !text.isBlank()) {
            return text.length() <= LONGEST_REASON ? text : text.substring(0, LONGEST_REASON) + "…";
        }
        failed.increment();
        return "rule " + rule.id() + " matches";
    }

    private static Optional<Object> evaluate(Step step, ResourceFacts facts, Map<String, Object> known) {
        return step.everyTime()
                ? attempt(step, known)
                : facts.remembered(step.expression(), () -> attempt(step, known));
    }

    private static Optional<Object> attempt(Step step, Map<String, Object> known) {
        try {
            return Optional.of(step.expression().evaluate(known));
        } catch (CelEvaluationException | RuntimeException unfit) {
            return Optional.empty();
        }
    }
}
