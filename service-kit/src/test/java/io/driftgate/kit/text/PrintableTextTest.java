package io.driftgate.kit.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrintableTextTest {

    @ParameterizedTest
    @ValueSource(strings = {"plain text", "zwölf Größen", "日本語", "🙂", "a\u00a0b"})
    void shouldLeaveOrdinaryTextAsItIs(String text) {
        assertThat(PrintableText.of(text)).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u001b[2J",
                "\u0007",
                "\r\n",
                "\u009b31m",
                "\u202e",
                "\u2066",
                "\u200b",
                "\u2028",
                "\ud800",
                "\udb40\udc41",
                "\ue000"
            })
    void shouldShowWhatCouldPlayWithATerminalAsAnEscape(String text) {
        String plain = PrintableText.of("a" + text + "b");
        assertThat(plain).startsWith("a\\").endsWith("b");
        assertThat(plain.codePoints()).noneMatch(Character::isISOControl);
        assertThat(plain).doesNotContain(text);
    }

    @Test
    void shouldCutLongTextAndSaySo() {
        assertThat(PrintableText.of("abcdefgh", 5)).isEqualTo("abcd…");
        assertThat(PrintableText.of("abcde", 5)).isEqualTo("abcde");
    }

    @Test
    void shouldNotCutACharacterInHalf() {
        assertThat(PrintableText.of("abc🙂def", 5)).isEqualTo("abc…");
    }
}
