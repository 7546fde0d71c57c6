package io.driftgate.correlator.exposure;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.NullNode;
import io.driftgate.correlator.compare.Difference;
import io.driftgate.correlator.compare.DriftComparer;
import io.driftgate.schemas.events.Severity;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every case of every rule that comes with Driftgate, through the real comparison. */
class ShippedRulesTest {

    private static final ExposureRules RULES = ExposureRules.shipped();

    private final DriftComparer comparer = DriftComparer.shipped();

    static Stream<Arguments> cases() {
        return RULES.rules().stream()
                .flatMap(rule -> rule.cases().stream()
                        .map(example -> Arguments.argumentSet(rule.id() + ": " + example.name(), rule, example)));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void shouldHoldARuleToItsCases(Rule rule, Rule.Case example) {
        // given
        long failedBefore = RULES.failedEvaluations();
        List<Difference> differences = differences(example);

        // when
        List<Grade> matching = differences.stream()
                .filter(difference ->
                        example.path().isEmpty() || example.path().get().equals(difference.path()))
                .map(difference -> RULES.grade(new ExposureInput(
                        example.type(),
                        difference.path(),
                        difference.declared(),
                        difference.live(),
                        example.declared().orElse(NullNode.getInstance()),
                        example.live().orElse(NullNode.getInstance()))))
                .filter(grade -> grade.rule().equals(Optional.of(rule.id())))
                .toList();

        // then
        assertThat(differences).isNotEmpty();
        assertThat(RULES.failedEvaluations()).isEqualTo(failedBefore);
        assertThat(!matching.isEmpty()).isEqualTo(example.matches());
        assertThat(matching).allSatisfy(grade -> {
            assertThat(grade.severity()).isEqualTo(rule.severity());
            assertThat(grade.technique()).isEqualTo(rule.technique());
            example.reason().ifPresent(reason -> assertThat(grade.reason()).isEqualTo(reason));
        });
    }

    @Test
    void shouldShipThreeRulesThatSayWhy() {
        assertThat(RULES.rules())
                .extracting(Rule::id, Rule::severity)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("wildcard-iam", Severity.CRITICAL),
                        org.assertj.core.groups.Tuple.tuple("public-bucket", Severity.HIGH),
                        org.assertj.core.groups.Tuple.tuple("world-open-ingress", Severity.HIGH));
        assertThat(RULES.rules()).allSatisfy(rule -> {
            assertThat(rule.technique().orElseThrow()).matches("T\\d{4}(\\.\\d{3})?");
            assertThat(rule.reference()).hasScheme("https").hasHost("attack.mitre.org");
            assertThat(rule.reference().getPath())
                    .isEqualTo("/techniques/" + rule.technique().get().replace('.', '/') + "/");
            assertThat(rule.cases().stream().filter(Rule.Case::matches)).hasSizeGreaterThanOrEqualTo(2);
            assertThat(rule.cases().stream().filter(example -> !example.matches()))
                    .hasSizeGreaterThanOrEqualTo(2);
        });
    }

    private List<Difference> differences(Rule.Case example) {
        if (example.declared().isEmpty() || example.live().isEmpty()) {
            return List.of(new Difference("", example.declared(), example.live()));
        }
        return comparer.compare(
                        example.type(), example.declared().get(), example.live().get())
                .differences();
    }
}
