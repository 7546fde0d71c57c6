package io.driftgate.proxy.refusal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProblemDocumentTest {

    @Test
    void shouldSayWhatProgramsAndPeopleNeed() {
        Refusal guarded = Refusal.of(503, "route-guarded", "It drifted").because("d-7k2mq4xw");
        Refusal lacking = Refusal.of(403, "scope-missing", "It lacks").needing(List.of("a", "b"));

        assertThat(text(guarded))
                .isEqualTo(
                        "{\"type\":\"route-guarded\",\"title\":\"It drifted\",\"status\":503,\"drift\":\"d-7k2mq4xw\"}\n");
        assertThat(text(lacking))
                .isEqualTo("{\"type\":\"scope-missing\",\"title\":\"It lacks\",\"status\":403,"
                        + "\"required_scopes\":[\"a\",\"b\"]}\n");
    }

    @ParameterizedTest
    @CsvSource({
        "/a/../b, 400, 400, path-ambiguous", "/a, 400, 400, malformed-request", "'', 400, 400, malformed-request",
        "/a, 431, 431, malformed-request", "/a/../b, 431, 431, malformed-request", "/a, 500, 500, internal-error",
        "/a, 503, 503, gateway-stopping", "/a, 0, 500, internal-error", "/a, 200, 500, internal-error"
    })
    void shouldNameWhatTheServerRefusesItself(String path, int chosen, int status, String reason) {
        assertThat(ServerRefusal.of(path, chosen))
                .returns(status, Refusal::status)
                .returns(reason, Refusal::reason);
    }

    private static String text(Refusal refusal) {
        return new String(ProblemDocument.json(refusal), StandardCharsets.UTF_8);
    }
}
