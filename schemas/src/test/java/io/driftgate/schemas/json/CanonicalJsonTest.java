package io.driftgate.schemas.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CanonicalJsonTest {

    /** The members' order and the escapes are those of the example in RFC 8785, section 3.2.3. */
    @Test
    void shouldSortMembersAsRfc8785Does() {
        String text = "{\"\\u20ac\":\"Euro Sign\",\"\\r\":\"Carriage Return\",\"\\ufb33\":\"Hebrew Letter Dalet With"
                + " Dagesh\",\"1\":\"One\",\"\\ud83d\\ude00\":\"Emoji: Grinning Face\",\"\\u0080\":\"Control\",\"\\u00f6\":\"Latin"
                + " Small Letter O With Diaeresis\"}";

        assertThat(CanonicalJson.write(CanonicalJson.read(text)))
                .isEqualTo(
                        "{\"\\r\":\"Carriage Return\",\"1\":\"One\",\"\u0080\":\"Control\",\"\u00f6\":\"Latin Small Letter"
                                + " O With Diaeresis\",\"\u20ac\":\"Euro Sign\",\"\ud83d\ude00\":\"Emoji: Grinning"
                                + " Face\",\"\ufb33\":\"Hebrew Letter Dalet With Dagesh\"}");
    }

    @ParameterizedTest
    @CsvSource({
        "1.0, 1",
        "1.50, 1.5",
        "100, 100",
        "1e2, 100",
        "0.0, 0",
        "-0.0, 0",
        "9007199254740993, 9007199254740993",
        "1e400, 1E+400",
        "12345678901234567890.10, 12345678901234567890.1"
    })
    void shouldWriteEqualNumbersAlikeAndExactly(String number, String expected) {
        assertThat(CanonicalJson.write(CanonicalJson.read(number))).isEqualTo(expected);
    }

    @Test
    void shouldLeaveOutMembersThatAreNullAndKeepNullsInLists() {
        assertThat(CanonicalJson.write(CanonicalJson.read("{\"b\":null,\"a\":[null,{\"c\":null}]}")))
                .isEqualTo("{\"a\":[null,{}]}");
    }

    @Test
    void shouldComeBackTheSame() {
        String canonical =
                CanonicalJson.write(CanonicalJson.read("{ \"x\" : \"a\\u0000b\\\"\\\\\\ud800\" , \"y\":[true,1.10]}"));

        assertThat(canonical).isEqualTo("{\"x\":\"a\\u0000b\\\"\\\\\\ud800\",\"y\":[true,1.1]}");
        assertThat(CanonicalJson.write(CanonicalJson.read(canonical))).isEqualTo(canonical);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "{", "{\"a\":1,\"a\":2}", "1 2", "nul", "[1,]", "{'a':1}", "NaN", "\u0001"})
    void shouldRefuseWhatIsNotOneValue(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> CanonicalJson.read(text));
    }

    @Test
    void shouldRefuseDeepNestingWithoutOverflow() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CanonicalJson.read("[".repeat(100_000)))
                .withMessageContaining("200 deep");
    }

    @Test
    void shouldNotQuoteInErrors() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CanonicalJson.read("{\"password\": hunter2}"))
                .withMessageNotContaining("hunter2")
                .withMessageContaining("line 1");
    }

    /** Judged by coreutils: {@code printf '{"a":1}' | sha256sum}. */
    @Test
    void shouldDigestTheCanonicalText() {
        assertThat(CanonicalJson.sha256Hex(CanonicalJson.read("{ \"a\": 1.0 }")))
                .isEqualTo("015abd7f5cc57a2dd94b7590f04ad8084273905ee33ec5cebeae62276a97f862");
    }
}
