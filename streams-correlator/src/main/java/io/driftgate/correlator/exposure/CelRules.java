package io.driftgate.correlator.exposure;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelIssue;
import dev.cel.common.CelOptions;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.CelValidationException;
import dev.cel.common.CelValidationResult;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.navigation.CelNavigableAst;
import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.values.NullValue;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerBuilder;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.extensions.CelExtensions;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelFunctionBinding;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import dev.cel.runtime.CelVariableResolver;
import io.driftgate.schemas.json.CanonicalJson;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * CEL as rules speak it. Expressions are compiled and type-checked once; an evaluation is bounded in its steps, has no side
 * effects, and its regular expressions (RE2) run in linear time. Thread-safe.
 *
 * @see <a href="https://github.com/google/cel-spec">Common Expression Language</a>
 */
final class CelRules {

    /** Names that every expression knows; see {@link Rule}. */
    static final Set<String> VARIABLES = Set.of("type", "path", "declared", "live", "resource", "before");

    private static final Set<String> TEXTS = Set.of("type", "path");
    /** Steps of all loops of one evaluation together: enough to hold the 1000 rules of the largest group against 1000 others. */
    private static final int MOST_STEPS = 1_000_000;

    private static final int LONGEST_EXPRESSION = 10_000;

    private static final CelOptions OPTIONS = CelOptions.current()
            .comprehensionMaxIterations(MOST_STEPS)
            .maxExpressionCodePointSize(LONGEST_EXPRESSION)
            .maxRegexProgramSize(1_000)
            .build();

    private final CelRuntime runtime = CelRuntimeFactory.standardCelRuntimeBuilder()
            .setOptions(OPTIONS)
            .addLibraries(CelExtensions.strings(), CelExtensions.lists(), CelExtensions.optional())
            .addFunctionBindings(CelFunctionBinding.fromOverloads(
                    "as_list", CelFunctionBinding.from("as_list_dyn", Object.class, CelRules::asList)))
            .addFunctionBindings(CelFunctionBinding.fromOverloads(
                    "json", CelFunctionBinding.from("json_dyn", Object.class, CelRules::document)))
            .build();

    /**
     * One expression, ready to run.
     *
     * @param mentions variables that it looks at
     */
    record Expression(CelRuntime.Program program, Set<String> mentions) {

        /** @throws CelEvaluationException when a key is missing, a type does not fit, or it takes too many steps */
        Object evaluate(Map<String, Object> variables) throws CelEvaluationException {
            return program.eval((CelVariableResolver) name -> {
                Object value = variables.get(name);
                if (value == null) {
                    // CEL would take it for null, and so a name that could not be worked out for an answer.
                    throw new IllegalStateException("name " + name + " is not set");
                }
                return Optional.of(value);
            });
        }
    }

    /** @param named variables beside {@link #VARIABLES} */
    CelCompiler compiler(Set<String> named) {
        CelCompilerBuilder builder = CelCompilerFactory.standardCelCompilerBuilder()
                .setOptions(OPTIONS)
                .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
                .addLibraries(
                        CelExtensions.bindings(),
                        CelExtensions.strings(),
                        CelExtensions.lists(),
                        CelExtensions.optional())
                .addFunctionDeclarations(
                        CelFunctionDecl.newFunctionDeclaration(
                                "as_list",
                                CelOverloadDecl.newGlobalOverload(
                                        "as_list_dyn", ListType.create(SimpleType.DYN), SimpleType.DYN)),
                        CelFunctionDecl.newFunctionDeclaration(
                                "json", CelOverloadDecl.newGlobalOverload("json_dyn", SimpleType.DYN, SimpleType.DYN)));
        VARIABLES.forEach(name -> builder.addVar(name, TEXTS.contains(name) ? SimpleType.STRING : SimpleType.DYN));
        named.forEach(name -> builder.addVar(name, SimpleType.DYN));
        return builder.build();
    }

    /**
     * @param result what the expression has to give: {@code SimpleType.BOOL}
     * @throws IllegalArgumentException whose message says what is wrong with the expression
     */
    Expression compile(CelCompiler compiler, String expression, CelType result) {
        CelValidationResult checked = compiler.compile(expression);
        if (checked.hasError()) {
            throw new IllegalArgumentException(
                    checked.getErrors().stream().map(CelRules::sentence).collect(Collectors.joining("; ")));
        }
        try {
            CelAbstractSyntaxTree tree = checked.getAst();
            CelType found = tree.getResultType();
            if (!result.equals(SimpleType.DYN) && !found.equals(SimpleType.DYN) && !found.equals(result)) {
                throw new IllegalArgumentException(
                        "expected type '" + result.name() + "' but found '" + found.name() + "'");
            }
            Set<String> mentions = CelNavigableAst.fromAst(tree)
                    .getRoot()
                    .allNodes()
                    .filter(node -> node.getKind() == CelExpr.ExprKind.Kind.IDENT)
                    .map(node -> node.expr().ident().name())
                    .collect(Collectors.toUnmodifiableSet());
            return new Expression(runtime.createProgram(tree), mentions);
        } catch (CelValidationException | CelEvaluationException broken) {
            throw new IllegalArgumentException(String.valueOf(broken.getMessage()), broken);
        }
    }

    private static String sentence(CelIssue issue) {
        return issue.getMessage() + " at " + issue.getSourceLocation().getLine() + ":"
                + (issue.getSourceLocation().getColumn() + 1) + " of the expression";
    }

    /** JSON in CEL's types; members that are null are left out. */
    static Object value(JsonNode json) {
        return switch (json.getNodeType()) {
            case OBJECT -> {
                Map<String, Object> map = new LinkedHashMap<>();
                json.properties().forEach(member -> {
                    if (!member.getValue().isNull()) {
                        map.put(member.getKey(), value(member.getValue()));
                    }
                });
                yield map;
            }
            case ARRAY -> {
                List<Object> list = new ArrayList<>();
                json.forEach(item -> list.add(value(item)));
                yield list;
            }
            case STRING -> json.textValue();
            case BOOLEAN -> json.booleanValue();
            case NUMBER -> number(json);
            case NULL, MISSING, BINARY, POJO -> NullValue.NULL_VALUE;
        };
    }

    private static Object number(JsonNode json) {
        boolean whole = json.canConvertToExactIntegral() && json.canConvertToLong();
        if (whole) {
            return json.longValue();
        }
        return json.doubleValue();
    }

    private static Object asList(Object value) {
        if (value instanceof List<?>) {
            return value;
        }
        return isNull(value) ? List.of() : List.of(value);
    }

    private static Object document(Object value) {
        if (isNull(value) || value.equals("")) {
            return Map.of();
        }
        return value instanceof String text ? value(CanonicalJson.read(text)) : value;
    }

    private static boolean isNull(Object value) {
        return value instanceof NullValue || value instanceof com.google.protobuf.NullValue;
    }
}
