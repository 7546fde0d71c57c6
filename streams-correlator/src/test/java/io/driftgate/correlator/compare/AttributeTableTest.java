package io.driftgate.correlator.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.driftgate.correlator.compare.AttributeTable.Word;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AttributeTableTest {

    @Test
    void shouldKnowWhatTheShippedFileSays() {
        AttributeTable table = AttributeTable.shipped();

        assertThat(table.word("aws_security_group", List.of("ingress", "cidr_blocks")))
                .isEqualTo(Word.SET);
        assertThat(table.word("aws_lambda_function", List.of("layers"))).isEqualTo(Word.LIST);
        assertThat(table.skips("anything", List.of("arn"))).isTrue();
        // Only at the root: a nested arn is configuration.
        assertThat(table.skips("anything", List.of("nested", "arn"))).isFalse();
        assertThat(table.word("anything", List.of("ingress"))).isEqualTo(Word.UNKNOWN);
    }

    @Test
    void shouldLetATypesOwnLineWin() {
        AttributeTable table = AttributeTable.of(List.of("# why", "", "* skip arn", "acme_topic set arn"));

        assertThat(table.word("acme_topic", List.of("arn"))).isEqualTo(Word.SET);
        assertThat(table.word("acme_other", List.of("arn"))).isEqualTo(Word.SKIP);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a skip", "a hide b", "a unknown b", "a set b c"})
    void shouldRefuseABrokenLine(String line) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AttributeTable.of(List.of(line)))
                .withMessageContaining(line)
                .withMessageContaining("expected: type skip|set|list path");
    }

    @Test
    void shouldRefuseALineTwice() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AttributeTable.of(List.of("a set b", "a list b")))
                .withMessageContaining("twice");
    }
}
