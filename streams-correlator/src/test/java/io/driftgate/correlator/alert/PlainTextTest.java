package io.driftgate.correlator.alert;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlainTextTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "abc | 5 | abc",
                "abcde | 5 | abcde",
                "abcdef | 5 | abcd…",
                "`` | 5 | ``",
                "`  a   b  ` | 9 | a b",
                "naïve ✓ 漢字 | 20 | naïve ✓ 漢字",
            })
    void shouldCutAndSmooth(String foreign, int most, String expected) {
        assertThat(PlainText.cut(foreign, most)).isEqualTo(expected);
    }

    @Test
    void shouldShowWhatHasNoFormOfItsOwn() {
        assertThat(PlainText.cut("a\u0000b\u001bc\u202ed\u200be\ud800f\u0085\ue000", 20))
                .isEqualTo("a\ufffdb\ufffdc\ufffdd\ufffde\ufffdf\ufffd\ufffd");
        assertThat(PlainText.cut("a\r\n\t\u2028\u00a0b", 20)).isEqualTo("a b");
    }

    @Test
    void shouldNotCutACharacterInTwo() {
        assertThat(PlainText.cut("\ud83d\ude00".repeat(4), 3)).isEqualTo("\ud83d\ude00\ud83d\ude00…");
    }
}
