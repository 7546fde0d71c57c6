package io.driftgate.proxy.canonical;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftgate.proxy.canonical.PathVerdict.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CanonicalPathTest {

    @ParameterizedTest
    @CsvSource(textBlock = """
            /                    , /                  , /
            /orders              , /orders            , /orders
            /orders/             , /orders/           , /orders/
            /%6Frders/%7e        , /orders/~          , /orders/~
            /a%20b               , /a%20b             , /a b
            /%c3%a9              , /%C3%A9            , /é
            /a%40b:c@d           , /a%40b:c@d         , /a@b:c@d
            /a%2bb+c             , /a%2Bb+c           , /a+b+c
            /...                 , /...               , /...
            /.well-known/x       , /.well-known/x     , /.well-known/x
            /a..b                , /a..b              , /a..b
            /%F0%9F%98%80        , /%F0%9F%98%80      , /😀
            """)
    void shouldGiveOneForm(String raw, String text, String decoded) {
        assertThat(CanonicalPath.read(raw)).isEqualTo(new PathVerdict.Canonical(new CanonicalPath(text, decoded)));
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            ''                   , NOT_ABSOLUTE
            orders               , NOT_ABSOLUTE
            *                    , NOT_ABSOLUTE
            http://x/            , NOT_ABSOLUTE
            //                   , EMPTY_SEGMENT
            /a//b                , EMPTY_SEGMENT
            /a//                 , EMPTY_SEGMENT
            /.                   , DOT_SEGMENT
            /a/..                , DOT_SEGMENT
            /a/../b              , DOT_SEGMENT
            /a/./b               , DOT_SEGMENT
            /a/%2e%2e/b          , DOT_SEGMENT
            /a/.%2E/b            , DOT_SEGMENT
            /a%2Eb               , DOT_SEGMENT
            /a%2fb               , SEPARATOR
            /a%2Fb               , SEPARATOR
            /a%5cb               , SEPARATOR
            /a\\b                , SEPARATOR
            /a%252fb             , DOUBLE_ENCODING
            /a%2525252f          , DOUBLE_ENCODING
            /a%25%32%66b         , DOUBLE_ENCODING
            /100%25              , DOUBLE_ENCODING
            /a;b=c               , PARAMETER
            /a%3Bb               , PARAMETER
            /a%00                , CONTROL_CHARACTER
            /a%0d%0aX            , CONTROL_CHARACTER
            /a%7f                , CONTROL_CHARACTER
            /a%c2%85             , CONTROL_CHARACTER
            /a%                  , BAD_ENCODING
            /a%2                 , BAD_ENCODING
            /a%zz                , BAD_ENCODING
            /a%u002e             , BAD_ENCODING
            /%c0%ae%c0%ae/       , BAD_ENCODING
            /%e0%80%af           , BAD_ENCODING
            /%ff                 , BAD_ENCODING
            /%ed%a0%80           , BAD_ENCODING
            /é                   , ILLEGAL_CHARACTER
            /a b                 , ILLEGAL_CHARACTER
            /a?b                 , ILLEGAL_CHARACTER
            /a#b                 , ILLEGAL_CHARACTER
            /a|b                 , ILLEGAL_CHARACTER
            /<x>                 , ILLEGAL_CHARACTER
            """)
    void shouldRefuseWhatCanBeReadInTwoWays(String raw, Reason reason) {
        assertThat(CanonicalPath.read(raw)).isEqualTo(new PathVerdict.Ambiguous(reason));
    }

    /** Of every pair of bytes: what passes decodes to itself, is stable, and holds no separator or dot that was hidden. */
    @Test
    void shouldBeStableForEveryEncodedPairOfBytes() {
        int passed = 0;
        for (int first = 0; first < 256; first++) {
            for (int second = 0; second < 256; second++) {
                if (CanonicalPath.read("/x%%%02x%%%02x".formatted(first, second))
                        instanceof PathVerdict.Canonical canonical) {
                    passed++;
                    CanonicalPath path = canonical.path();
                    assertThat(CanonicalPath.read(path.text())).isEqualTo(canonical);
                    assertThat(path.decoded().substring(1)).doesNotContain("/", "\\", ".", ";", "%");
                }
            }
        }
        assertThat(passed).isBetween(8_000, 12_000);
    }

    @ParameterizedTest
    @CsvSource({
        "/orders, /orders, true",
        "/orders/1, /orders, true",
        "/orders/, /orders, true",
        "/ordersx, /orders, false",
        "/order, /orders, false",
        "/x, /, true",
        "/Orders, /orders, false"
    })
    void shouldMatchPrefixesOnBordersOfSegments(String path, String prefix, boolean under) {
        assertThat(CanonicalPath.read(path))
                .isInstanceOfSatisfying(
                        PathVerdict.Canonical.class,
                        canonical ->
                                assertThat(canonical.path().isUnder(prefix)).isEqualTo(under));
    }
}
