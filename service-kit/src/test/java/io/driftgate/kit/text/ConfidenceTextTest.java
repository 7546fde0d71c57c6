package io.driftgate.kit.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfidenceTextTest {

    @ParameterizedTest
    @CsvSource({"0, 0.00", "0.29, 0.29", "0.97, 0.97", "0.979, 0.97", "0.9999, 0.99", "1, 1.00"})
    void shouldShowNoMoreThanIsKnown(double confidence, String expected) {
        assertThat(ConfidenceText.of(confidence)).isEqualTo(expected);
    }
}
