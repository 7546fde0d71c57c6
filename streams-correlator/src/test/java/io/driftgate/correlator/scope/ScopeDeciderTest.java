package io.driftgate.correlator.scope;

import static io.driftgate.correlator.scope.ScopeStory.CLOUD;
import static io.driftgate.correlator.scope.ScopeStory.CODE;
import static io.driftgate.correlator.scope.ScopeStory.at;
import static io.driftgate.correlator.scope.ScopeStory.bound;
import static io.driftgate.correlator.scope.ScopeStory.completed;
import static io.driftgate.correlator.scope.ScopeStory.condition;
import static io.driftgate.correlator.scope.ScopeStory.gateway;
import static io.driftgate.correlator.scope.ScopeStory.retired;
import static io.driftgate.correlator.scope.ScopeStory.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.driftgate.schemas.events.Condition;
import io.driftgate.schemas.events.ScopeFact;
import io.driftgate.schemas.events.ScopeStatus;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ScopeDeciderTest {

    private static final Condition BROKEN = condition("state-broken", "expected JSON, found a page of HTML");

    /** What was told, when it is judged, what it is then, and why. */
    static Stream<Arguments> stories() {
        return Stream.of(
                arguments("never read", facts(status(0, CODE, null)), 5, ScopeStatus.UNREAD, "never read"),
                arguments(
                        "read",
                        facts(status(0, CODE, null), completed(3, CODE, 2), status(10, CODE, at(2))),
                        12,
                        ScopeStatus.OK,
                        ""),
                arguments(
                        "its collector says it was read, but nothing of that came whole",
                        facts(status(0, CODE, at(0))),
                        12,
                        ScopeStatus.UNREAD,
                        "never read"),
                arguments(
                        "three heartbeats, just so",
                        facts(completed(0, CODE, 2), status(0, CODE, at(0))),
                        30,
                        ScopeStatus.OK,
                        ""),
                arguments(
                        "three heartbeats and a second",
                        facts(completed(0, CODE, 2), status(0, CODE, at(0))),
                        31,
                        ScopeStatus.BLIND,
                        "last heard at 2026-03-01T10:00:00Z"),
                arguments(
                        "silent before it was ever read",
                        facts(status(0, CODE, null)),
                        31,
                        ScopeStatus.BLIND,
                        "last heard"),
                arguments(
                        "silent while something was wrong",
                        facts(completed(0, CODE, 2), status(0, CODE, at(0), BROKEN)),
                        31,
                        ScopeStatus.BLIND,
                        "last heard"),
                arguments(
                        "read, but no collector ever said that it is configured",
                        facts(completed(0, CLOUD, 2)),
                        31,
                        ScopeStatus.BLIND,
                        "never heard"),
                arguments(
                        "heard again",
                        facts(completed(0, CODE, 2), status(0, CODE, at(0)), status(60, CODE, at(0))),
                        61,
                        ScopeStatus.OK,
                        ""),
                arguments(
                        "something is wrong",
                        facts(completed(0, CODE, 2), status(0, CODE, at(0), BROKEN)),
                        5,
                        ScopeStatus.FAILING,
                        "state-broken: expected JSON"),
                arguments(
                        "wrong from the start",
                        facts(status(0, CODE, null, BROKEN)),
                        5,
                        ScopeStatus.FAILING,
                        "state-broken"),
                arguments(
                        "what was wrong has passed",
                        facts(completed(0, CODE, 2), status(0, CODE, at(0), BROKEN), status(10, CODE, at(9))),
                        11,
                        ScopeStatus.OK,
                        ""),
                arguments(
                        "an inactive condition",
                        facts(
                                completed(0, CODE, 2),
                                status(
                                        0,
                                        CODE,
                                        at(0),
                                        Condition.newBuilder(BROKEN)
                                                .setActive(false)
                                                .build())),
                        5,
                        ScopeStatus.OK,
                        ""),
                arguments(
                        "two intervals and a minute ago",
                        facts(completed(0, CODE, 2), status(660, CODE, at(0))),
                        660,
                        ScopeStatus.OK,
                        ""),
                arguments(
                        "longer ago than that",
                        facts(completed(0, CODE, 2), status(661, CODE, at(0))),
                        661,
                        ScopeStatus.FAILING,
                        "last read at 2026-03-01T10:00:00Z (expected: every 300 s)"),
                arguments(
                        "its collector began anew and has not read it since",
                        facts(completed(0, CODE, 2), status(400, CODE, at(390)), status(410, CODE, null)),
                        411,
                        ScopeStatus.OK,
                        ""),
                arguments(
                        "its collector's clock runs ahead by a year",
                        facts(
                                completed(0, CODE, 2),
                                status(10, CODE, at(31_536_000)),
                                status(800, CODE, at(31_536_000))),
                        801,
                        ScopeStatus.OK,
                        ""),
                arguments(
                        "it ran ahead once",
                        facts(completed(0, CODE, 2), status(10, CODE, at(31_536_000)), status(800, CODE, at(10))),
                        801,
                        ScopeStatus.FAILING,
                        "last read at 2026-03-01T10:01:10Z"),
                arguments(
                        "configured for long and never read",
                        facts(status(0, CODE, null), status(661, CODE, null)),
                        661,
                        ScopeStatus.FAILING,
                        "never read"),
                arguments("a gateway that serves", facts(gateway(0, true)), 30, ScopeStatus.OK, ""),
                arguments("a silent gateway", facts(gateway(0, true)), 31, ScopeStatus.BLIND, "last heard"),
                arguments("one that is not ready", facts(gateway(0, false)), 5, ScopeStatus.FAILING, "not ready"),
                arguments(
                        "one that said so before it fell silent",
                        facts(gateway(0, true), gateway(10, false)),
                        3600,
                        ScopeStatus.FAILING,
                        "not ready, and nothing since"),
                arguments(
                        "one that reports something",
                        facts(gateway(0, true, condition("break-glass", "bob, until noon"))),
                        5,
                        ScopeStatus.FAILING,
                        "break-glass: bob"),
                arguments(
                        "one of which only a binding is known",
                        facts(bound(0, "orders", true)),
                        31,
                        ScopeStatus.BLIND,
                        "never heard"),
                arguments(
                        "one that took back a route and lives on, then falls silent",
                        facts(gateway(0, true), bound(1, "orders", true), bound(2, "orders", false), gateway(20, true)),
                        60,
                        ScopeStatus.BLIND,
                        "last heard"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("stories")
    void shouldTellWhoIsWatched(String story, List<ScopeFact> facts, long judged, ScopeStatus expected, String why) {
        Standing standing =
                ScopeStory.row(judged, facts.toArray(ScopeFact[]::new)).standing();

        assertThat(standing.status()).as(standing.reason()).isEqualTo(expected);
        assertThat(standing.reason()).contains(why);
        assertThat(standing.reason().isEmpty()).isEqualTo(expected == ScopeStatus.OK);
    }

    @Test
    void shouldTakeAGatewayWhoseBindingsWentWithItForGone() {
        ScopeRow row = ScopeStory.row(
                100,
                gateway(0, true),
                bound(1, "orders", true),
                bound(1, "users", true),
                gateway(10, true),
                bound(12, "orders", false),
                bound(12, "users", false));

        assertThat(row.retired()).isTrue();
    }

    @Test
    void shouldSayNothingOfWhatIsRetiredUntilItSpeaksAgain() {
        ScopeRow retired = ScopeStory.row(3600, completed(0, CODE, 2), status(0, CODE, at(0)), retired(5, CODE));
        ScopeRow back = new ScopeDecider().judge(ScopeLedger.apply(retired, status(3700, CODE, null)), at(3700));

        assertThat(retired.retired()).isTrue();
        assertThat(retired.standing().status()).isEqualTo(ScopeStatus.OK);
        assertThat(back.retired()).isFalse();
        assertThat(back.standing().status()).as("it is read anew").isEqualTo(ScopeStatus.UNREAD);
    }

    @Test
    void shouldForgetNothingWhenAnotherCollectorTakesAScopeOver() {
        ScopeRow row = ScopeStory.row(
                21, completed(0, CODE, 2), status(0, CODE, at(0)), retired(5, CODE), status(20, CODE, null));

        assertThat(row.retired()).isFalse();
        assertThat(row.standing().status()).isEqualTo(ScopeStatus.OK);
        assertThat(row.read().resources()).isEqualTo(2);
    }

    @Test
    void shouldKeepSinceWhenUntilTheStatusChanges() {
        ScopeRow row = ScopeStory.row(
                26,
                completed(0, CODE, 2),
                status(5, CODE, at(0), BROKEN),
                status(15, CODE, at(0), condition("state-broken", "another page of HTML")),
                status(25, CODE, at(0), BROKEN));

        assertThat(row.standing().since()).isEqualTo(at(5).toEpochMilli());
    }

    @Test
    void shouldForgetAGatewayThatIsGoneForADayAndNoCollector() {
        ScopeDecider decider = new ScopeDecider();
        ScopeRow gateway = ScopeStory.row(1, gateway(0, true), bound(0, "orders", true));
        ScopeRow scope = ScopeStory.row(1, status(0, CODE, at(0)));

        assertThat(decider.forgets(gateway, at(86_399))).isFalse();
        assertThat(decider.forgets(gateway, at(86_400))).isTrue();
        assertThat(gateway.bindingKeys()).containsExactly("edge/orders/edge-1");
        assertThat(decider.forgets(scope, at(864_000))).isFalse();
    }

    private static List<ScopeFact> facts(ScopeFact... facts) {
        return List.of(facts);
    }
}
