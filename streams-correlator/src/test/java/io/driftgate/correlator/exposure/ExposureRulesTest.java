package io.driftgate.correlator.exposure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import io.driftgate.schemas.events.Severity;
import io.driftgate.schemas.json.CanonicalJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExposureRulesTest {

    @TempDir
    private Path folder;

    @Test
    void shouldGradeLowWhatNoRuleKnows() {
        assertThat(ExposureRules.shipped().grade(input("acme_thing", "size", "1", "2", "{'size':1}", "{'size':2}")))
                .isEqualTo(new Grade(Severity.LOW, Optional.empty(), Optional.empty(), "no exposure rule matches"));
    }

    @Test
    void shouldReadUsersRulesBesideTheShippedOnes() throws IOException {
        rule("mine", "medium", "live == 2", "'size is ' + string(live) + ' of ' + type + ' at ' + path");

        ExposureRules rules = ExposureRules.load(List.of(folder));

        assertThat(rules.rules()).extracting(Rule::id).contains("mine", "world-open-ingress");
        assertThat(rules.grade(input("acme_thing", "size", "1", "2", "{'size':1}", "{'size':2}")))
                .isEqualTo(new Grade(
                        Severity.MEDIUM, Optional.of("mine"), Optional.of("T1190"), "size is 2 of acme_thing at size"));
    }

    @Test
    void shouldLetTheWorstRuleWinThenTheFirstById() throws IOException {
        rule("a", "low", "true", "'a'");
        rule("c", "high", "true", "'c'");
        rule("b", "high", "true", "'b'");
        rule("d", "critical", "false", "'d'");

        assertThat(ExposureRules.load(List.of(folder))
                        .grade(input("acme_thing", "size", "1", "2", "{}", "{}"))
                        .rule())
                .contains("b");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "resource.missing == 1",
                "resource.size.deeper == 1",
                "before.size == 1",
                "live.size() == 3",
                "live + 'x' == ''",
                "int(resource.name) == 1",
                "1 / (live - live) == 1",
                "resource.list[9] == 1",
                "json(resource.name).a == 1",
                "resource.size",
                "as_list(resource.size).all(x, x.matches('a'))",
                "resource.many.all(a, resource.many.all(b, a == b))"
            })
    void shouldNotMatchWhatCannotBeEvaluated(String when) throws IOException {
        // given
        rule("odd", "high", when, "'matches'");
        ExposureRules rules = ExposureRules.load(List.of(folder));
        String many = IntStream.range(0, 1000).mapToObj(i -> "1").collect(Collectors.joining(","));

        // when
        Grade grade = rules.grade(input(
                "acme_thing", "size", null, "2", null, "{'size':2,'name':'{x','list':[1],'many':[" + many + "]}"));

        // then
        assertThat(grade).isEqualTo(Grade.unmatched());
        assertThat(rules.failedEvaluations()).isEqualTo(1);
    }

    @Test
    void shouldStillMatchWhenOnlyTheSentenceFails() throws IOException {
        rule("odd", "high", "true", "'x' + resource.missing");
        ExposureRules rules = ExposureRules.load(List.of(folder));

        Grade grade = rules.grade(input("acme_thing", "size", "1", "2", "{}", "{}"));

        assertThat(grade.severity()).isEqualTo(Severity.HIGH);
        assertThat(grade.reason()).isEqualTo("rule odd matches");
        assertThat(rules.failedEvaluations()).isEqualTo(1);
    }

    @Test
    void shouldOnlyMissANameThatIsAskedFor() throws IOException {
        // given
        String text = """
                version: 1
                rules:
                  - id: odd
                    severity: high
                    types: [acme_thing]
                    paths: ['*']
                    let: {broken: resource.missing, deeper: broken + 1, half: resource.size}
                    when: "path == 'size' ? half == 2 : deeper == 1"
                    reason: "'half is ' + string(half)"
                    reference: https://example.com/why
                """;
        Files.writeString(folder.resolve("odd.yaml"), text);
        ExposureRules rules = ExposureRules.load(List.of(folder));
        ExposureInput size = input("acme_thing", "size", "1", "2", "{'size':1}", "{'size':2}");

        // when
        List<Grade> grades = rules.grade(List.of(
                size,
                new ExposureInput(
                        "acme_thing",
                        "other",
                        Optional.empty(),
                        Optional.empty(),
                        size.declaredResource(),
                        size.liveResource()),
                size,
                input("acme_thing", "size", "1", "3", "{'size':1}", "{'size':3}")));

        // then
        assertThat(grades)
                .extracting(Grade::reason)
                .containsExactly("half is 2", "no exposure rule matches", "half is 2", "no exposure rule matches");
        assertThat(rules.failedEvaluations()).isEqualTo(1);
    }

    @Test
    void shouldGradeManyDifferencesOfALargeResourceInReasonableTime() {
        // given: the largest group that AWS allows, all of it opened
        String live = "{'ingress':["
                + IntStream.range(0, 1000)
                        .mapToObj(port -> "{'from_port':" + port + ",'to_port':" + port
                                + ",'protocol':'tcp','cidr_blocks':['0.0.0.0/0']}")
                        .collect(Collectors.joining(","))
                + "]}";
        ExposureInput whole = input("aws_security_group", "", null, live, null, live);
        List<ExposureInput> differences = IntStream.range(0, 1000)
                .mapToObj(i -> new ExposureInput(
                        "aws_security_group",
                        "ingress[" + i + "]",
                        Optional.empty(),
                        Optional.of(whole.liveResource().path("ingress").path(i)),
                        whole.declaredResource(),
                        whole.liveResource()))
                .toList();

        // when / then
        assertTimeout(
                Duration.ofSeconds(20),
                () -> assertThat(ExposureRules.shipped().grade(differences))
                        .allSatisfy(grade -> assertThat(grade.severity()).isEqualTo(Severity.HIGH)));
    }

    @Test
    void shouldNeverThrowForOddResources() {
        // given: values of every kind where the shipped rules expect others
        ExposureRules rules = ExposureRules.shipped();
        List<String> odd = List.of(
                "null",
                "1",
                "'x'",
                "[]",
                "[1]",
                "{}",
                "[[]]",
                "{'a':1}",
                "[{'cidr_blocks':1}]",
                "'{'",
                "'[1]'",
                "'{\\\"Statement\\\":1}'",
                "'{\\\"Statement\\\":[1]}'",
                "{'$sensitive':'hmac-sha256:k1:aa'}");

        // when / then
        for (Rule rule : rules.rules()) {
            for (String type : rule.types()) {
                for (String value : odd) {
                    String resource = "{'ingress':" + value + ",'policy':" + value + ",'inline_policy':" + value
                            + ",'grant':" + value + ",'acl':" + value + ",'block_public_acls':" + value
                            + ",'access_control_policy':" + value + ",'cidr_blocks':" + value + ",'protocol':" + value
                            + "}";
                    for (String path : List.of("", "ingress", "policy", "acl", "grant", "cidr_blocks", "protocol")) {
                        assertThat(rules.grade(input(type, path, value, value, resource, resource))
                                        .severity())
                                .as("%s %s %s", type, path, value)
                                .isNotNull();
                        assertThat(rules.grade(input(type, path, value, value, null, resource))
                                        .reason())
                                .isNotBlank();
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "when: live ==                  | odd.when     | a CEL expression that gives a bool",
                "when: nobody == 1              | odd.when     | undeclared reference to 'nobody'",
                "when: \"'a text'\"             | odd.when     | expected type 'bool'",
                "reason: 1 + 1                  | odd.reason   | expected type 'string'",
                "let: {a: b}                    | odd.let.a    | undeclared reference to 'b'",
                "let: {a: c, c: '1'}            | odd.let.a    | comes after it",
                "let: {a: a}                    | odd.let.a    | looks at itself",
                "let: {live: '1'}               | .let         | a new name in snake_case",
                "severity: awful                | .severity, 'awful' | info, low, medium, high or critical",
                "id: Not An Id                  | .id          | kebab-case",
                "types: []                      | .types       | a list of texts",
                "paths: size                    | .paths       | a list of texts",
                "technique: T1                  | .technique   | T1234 or T1234.001",
                "reference: page 7              | .reference   | an https:// address",
                "colour: red                    | .colour      | one of cases, id",
                "cases: [{name: x, matches: true}]   | .cases[0]    | one of them, or both",
                "cases: [{name: x, live: 1, matches: maybe}] | .cases[0].matches | true or false",
                "cases: [{name: x, live: 1, matches: true}]  | .cases[0].live    | a resource's attributes"
            })
    void shouldRefuseABrokenRuleByFileAndField(String line, String where, String expected) throws IOException {
        // given: a good rule, one line of which is replaced or added
        String key = line.substring(0, line.indexOf(':'));
        String text = "version: 1\nrules:\n  - "
                + List.of(
                                "id: odd",
                                "severity: high",
                                "types: [acme_thing]",
                                "paths: [size]",
                                "when: 'true'",
                                "reason: \"'x'\"",
                                "reference: https://example.com/why")
                        .stream()
                        .filter(good -> !good.startsWith(key + ":"))
                        .collect(Collectors.joining("\n    "))
                + "\n    " + line + "\n";
        Path file = Files.writeString(folder.resolve("odd.yaml"), text);

        // when
        RuleFileException refused =
                catchThrowableOfType(RuleFileException.class, () -> ExposureRules.load(List.of(folder)));

        // then
        assertThat(refused.getMessage()).contains(file.toString(), expected).contains(where.split(", "));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "version: 2                          | version: 2 (expected: 1)",
                "rules: []                           | no rules",
                "[1, 2]                              | no keys at the top",
                "rules: [{id: a, id: b}]             | key 'id' twice",
                "a: &a [1]\\nb: *a                   | alias",
                "a: [                                | not YAML"
            })
    void shouldRefuseABrokenFile(String text, String expected) throws IOException {
        Files.writeString(folder.resolve("odd.yml"), text.replace("\\n", "\n"));

        assertThatThrownBy(() -> ExposureRules.load(List.of(folder)))
                .isInstanceOf(RuleFileException.class)
                .hasMessageContaining("odd.yml")
                .hasMessageContaining(expected);
    }

    @Test
    void shouldTellAllProblemsAtOnce() throws IOException {
        rule("a", "awful", "true", "'a'");
        rule("b", "high", "nobody", "'b'");
        rule("world-open-ingress", "high", "true", "'c'");

        RuleFileException refused = catchThrowableOfType(
                RuleFileException.class, () -> ExposureRules.load(List.of(folder, folder.resolve("absent"))));

        assertThat(refused.problems()).hasSize(4);
        assertThat(refused.getMessage()).contains("a.yaml", "b.yaml", "is there twice", "absent", "line 4");
    }

    @ParameterizedTest
    @CsvSource({
        "ingress[*].cidr_blocks, ingress[0].cidr_blocks, true",
        "ingress[*].cidr_blocks, ingress[12].cidr_blocks, true",
        "ingress[*].cidr_blocks, ingress.cidr_blocks, false",
        "ingress[*], ingress[1].cidr_blocks, false",
        "ingress[*].*, ingress[1].cidr_blocks, true",
        "*, policy, true",
        "*, ingress[0], false",
        "*, tags.a, false",
        "grant**, grant[0].uri, true",
        "**, anything[0].at.all, true",
        "policy, policyx, false",
        "a.b, axb, false",
        "., '', true",
        "., policy, false"
    })
    void shouldMatchPathsByGlob(String glob, String path, boolean matches) {
        assertThat(PathGlob.of(glob).matches(path)).isEqualTo(matches);
    }

    private void rule(String id, String severity, String when, String reason) throws IOException {
        String text = """
                version: 1
                rules:
                  - id: %s
                    severity: %s
                    types: [acme_thing]
                    paths: [size]
                    when: |
                      %s
                    reason: |
                      %s
                    technique: T1190
                    reference: https://example.com/why
                """.formatted(id, severity, when, reason);
        Files.writeString(folder.resolve(id + ".yaml"), text);
    }

    private static ExposureInput input(
            String type,
            String path,
            @Nullable String declared,
            @Nullable String live,
            @Nullable String before,
            @Nullable String resource) {
        return new ExposureInput(
                type,
                path,
                Optional.ofNullable(declared).map(ExposureRulesTest::json),
                Optional.ofNullable(live).map(ExposureRulesTest::json),
                before == null ? NullNode.getInstance() : json(before),
                resource == null ? NullNode.getInstance() : json(resource));
    }

    /** JSON with ' for ". */
    private static JsonNode json(String text) {
        return CanonicalJson.read(text.replace('\'', '"'));
    }
}
