package io.driftgate.proxy.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PathTemplateTest {

    @ParameterizedTest
    @CsvSource(textBlock = """
            /                                              , ''       , /
            /orders                                        , ''       , /orders
            /orders/                                       , ''       , /orders/
            /orders/4711/lines/2                           , ''       , /orders/{id}/lines/{id}
            /v1/orders                                     , ''       , /v1/orders
            /v2beta/orders                                 , ''       , /{id}/orders
            /orders/3f2504e0-4f89-11d3-9a0c-0305e82c3301   , ''       , /orders/{id}
            /orders/deadbeefcafe                           , ''       , /orders/{id}
            /orders/SGVsbG9Xb3JsZEhlbGxv                   , ''       , /orders/{id}
            /users/alice%40example.com                     , ''       , /users/{id}
            /users/alice@example.com                       , ''       , /users/{id}
            /users/J%C3%BCrgen                             , ''       , /users/{id}
            /files/eyJhbGciOi.abcDEF                       , ''       , /files/{id}
            /orders/AB12                                   , ''       , /orders/{id}
            /customer-relationship-management/report.csv   , ''       , /customer-relationship-management/report.csv
            /s3/x1                                         , /s3      , /s3/{id}
            /s3                                            , /s3      , /s3
            /s3x/1                                         , /s3      , /{id}/{id}
            /a//b                                          , ''       , /a//b
            /%2e%2e/etc/passwd                             , ''       , /{id}/etc/passwd
            """)
    void shouldKeepWordsAndNothingElse(String path, String known, String template) {
        assertThat(PathTemplate.of(path, known)).isEqualTo(template);
    }

    @Test
    void shouldBeBounded() {
        assertThat(PathTemplate.of("/" + "a".repeat(5_000), "")).isEqualTo("/{id}");
        assertThat(PathTemplate.of("/ab".repeat(5_000), "")).hasSize(1_024);
    }

    @Test
    void shouldRecordOnlyQueryValuesOfTheList() {
        QueryValues values = new QueryValues(List.of("page", "sort by"));

        assertThat(values.of("page=2&token=abc&sort+by=a%20b&page=3&Page=9"))
                .isEqualTo(Map.of("page", "2", "sort by", "a b"));
        assertThat(values.of("page")).isEqualTo(Map.of("page", ""));
        assertThat(values.of("")).isEmpty();
        assertThat(values.of("page=%zz&%zz=1")).isEmpty();
        assertThat(values.of("page=" + "x".repeat(1_000)).get("page")).hasSize(256);
        assertThat(new QueryValues(List.of()).of("page=2")).isEmpty();
    }

    @Test
    void shouldReadAWellFormedTrace() {
        String good = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

        assertThat(TraceParent.of(List.of(good))).contains(good);
        assertThat(TraceParent.of(List.of("cc" + good.substring(2) + "-later"))).isPresent();
        assertThat(TraceParent.of(List.of(good, good))).isEmpty();
        assertThat(TraceParent.of(List.of())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-x",
                "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
                "00-4BF92F3577B34DA6A3CE929D0E0E4736-00F067AA0BA902B7-01",
                "00-4bf92f3577b34da6a3ce929d0e0e473-00f067aa0ba902b7-01"
            })
    void shouldLeaveOutATraceThatIsNone(String value) {
        assertThat(TraceParent.of(List.of(value))).isEmpty();
    }
}
