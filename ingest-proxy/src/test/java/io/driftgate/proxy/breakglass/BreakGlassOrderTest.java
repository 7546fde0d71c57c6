package io.driftgate.proxy.breakglass;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BreakGlassOrderTest {

    private static final String GOOD =
            "{\"route\":\"orders\",\"action\":\"observe\",\"minutes\":30,\"reason\":\"the pipeline is away\"}";

    @Test
    void shouldReadAnOrder() {
        assertThat(BreakGlassOrder.read(GOOD)).isEqualTo(new BreakGlassOrder("orders", 30, "the pipeline is away"));
        assertThat(BreakGlassOrder.read(GOOD.replace("observe", "OBSERVE")).route())
                .isEqualTo("orders");
        // A reason is shown on terminals and in logs.
        assertThat(BreakGlassOrder.read(GOOD.replace("away", "away\\u001b[2J")).reason())
                .isEqualTo("the pipeline is away\\u{1b}[2J");
    }

    /** Each row breaks one thing. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\'', textBlock = """
            30 | 0 | minutes: 0 (expected: 1 to 60)
            30 | 61 | minutes: 61 (expected: 1 to 60)
            30 | -5 | minutes: -5
            30 | 1.5 | minutes is no whole number
            30 | "30" | minutes is no whole number
            30 | 99999999999 | minutes is no whole number
            "observe" | "none" | action is not observe
            "observe" | null | action is not observe
            "the pipeline is away" | "too short" | reason: 9 characters (expected: 10 to 500
            "the pipeline is away" | "            x            " | reason: 1 characters
            "the pipeline is away" | 12 | reason: 2 characters
            "orders" | "" | route is missing
            "orders" | {} | route is missing
            "route" | "rout" | 1 unknown members (expected: [action, minutes, reason, route])
            "reason" | "route" | members named once
            } | '' | JSON
            """)
    void shouldSayWhatIsWrong(String from, String to, String told) {
        assertThat(GOOD).contains(from);
        assertThatThrownBy(() -> BreakGlassOrder.read(GOOD.replace(from, to)))
                .isInstanceOf(IllegalArgumentException.class)
                .message()
                .containsIgnoringCase(told);
    }

    @Test
    void shouldTakeNeitherNothingNorALongStory() {
        for (String text : new String[] {"", "[]", "null", "7"}) {
            assertThatThrownBy(() -> BreakGlassOrder.read(text)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> BreakGlassOrder.read(GOOD.replace("away", "away".repeat(130))))
                .hasMessageContaining("reason: 536 characters");
    }
}
