package io.driftgate.standalone.demo;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ValueTextTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[\"10.0.0.0/8\",\"0.0.0.0/0\"] | 10.0.0.0/8, 0.0.0.0/0",
                "\"text\" | text",
                "512 | 512",
                "true | true",
                "{\"a\":1} | {\"a\":1}",
                "not json | not json",
                " | (none)"
            })
    void shouldShowAValueAsPeopleWriteIt(String json, String shown) {
        assertThat(ValueText.of(json)).isEqualTo(shown);
    }
}
