package io.driftgate.proxy.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftgate.proxy.edge.Route;
import io.driftgate.proxy.feedback.SignedBook;
import io.driftgate.proxy.refusal.Refusal;
import io.driftgate.proxy.state.SignedRecord;
import io.driftgate.schemas.events.Enforcement;
import io.driftgate.schemas.events.GuardAction;
import io.driftgate.schemas.events.RouteGuard;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class GuardCheckTest {

    private static final Map<String, String> DIGESTS = Map.of("orders", "ours", "other", "theirs");

    private final SignedBook<RouteGuard> book = newBook();
    private final GuardCheck check = check(book, DIGESTS);

    @BeforeEach
    void complete() {
        var unused = book.completed();
    }

    @ParameterizedTest
    @CsvSource({
        "NONE, ENFORCED, true", "OBSERVE, ENFORCED, true", "BLOCK, ENFORCED, false", "BLOCK, OBSERVED, true",
        "THROTTLE, ENFORCED, false", "READ_ONLY, ENFORCED, false", "STEP_UP, ENFORCED, false", "STEP_UP, OBSERVED, true"
    })
    void shouldShutForWhateverItCannotCarryOut(GuardAction action, Enforcement enforcement, boolean passes) {
        apply(book, action, enforcement, "ours");

        GuardVerdict verdict = check.check(route(true));

        GuardSeen seen = new GuardSeen(action, enforcement, Optional.of("d-1"));
        if (passes) {
            assertThat(verdict).isEqualTo(new GuardVerdict.Passes(seen));
        } else {
            assertThatItIsGuarded(verdict, seen);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "NONE, ENFORCED, true", "NONE, OBSERVED, true", "OBSERVE, ENFORCED, true", "BLOCK, OBSERVED, true",
        "STEP_UP, OBSERVED, true", "BLOCK, ENFORCED, false", "THROTTLE, ENFORCED, false", "STEP_UP, ENFORCED, false"
    })
    void shouldTakeAGuardOfOtherBindingsForARefusalButNotForAPermission(
            GuardAction action, Enforcement enforcement, boolean permission) {
        // "theirs" is the digest of another route of this gateway, which is no better than a stranger's.
        for (List<String> digests : List.of(List.<String>of(), List.of("foreign", "theirs"))) {
            SignedBook<RouteGuard> read = newBook();
            var unused = read.completed();
            apply(read, action, enforcement, digests.toArray(String[]::new));

            GuardVerdict verdict = check(read, DIGESTS).check(route(true));

            if (permission) {
                assertThatItIsUnknown(verdict);
            } else {
                assertThatItIsGuarded(verdict, new GuardSeen(action, enforcement, Optional.of("d-1")));
            }
        }
    }

    @Test
    void shouldServeUnderAGuardThatWasDecidedOnItsOwnBindingAmongOthers() {
        apply(book, GuardAction.NONE, Enforcement.ENFORCED, "foreign", "ours");

        assertThat(check.check(route(true))).isInstanceOf(GuardVerdict.Passes.class);
    }

    @Test
    void shouldNotServeABackedRouteWhoseOwnBindingIsNotKnown() {
        apply(book, GuardAction.NONE, Enforcement.ENFORCED, "ours", "");

        assertThatItIsUnknown(check(book, Map.of()).check(route(true)));
    }

    @ParameterizedTest
    @EnumSource(GuardAction.class)
    void shouldLetNothingPassBeforeAllGuardsWereRead(GuardAction action) {
        SignedBook<RouteGuard> starting = newBook();
        apply(starting, action, Enforcement.ENFORCED, "ours");

        for (boolean backed : new boolean[] {true, false}) {
            assertThat(refusal(check(starting, DIGESTS).check(route(backed))).reason())
                    .isEqualTo("not-ready");
        }
    }

    @Test
    void shouldNotServeABackedRouteWhoseGuardIsUnknown() {
        assertThatItIsUnknown(check.check(route(true)));
        assertThat(check.check(route(false))).isEqualTo(new GuardVerdict.Passes(GuardSeen.NONE));
    }

    @Test
    void shouldObeyAGuardOnARouteWithNothingBehindIt() {
        apply(book, GuardAction.BLOCK, Enforcement.ENFORCED);

        assertThat(refusal(check.check(route(false))).reason()).isEqualTo("route-guarded");
    }

    @Test
    void shouldNotAskForABindingWhereNothingIsBehindTheRoute() {
        apply(book, GuardAction.BLOCK, Enforcement.OBSERVED);

        assertThat(check.check(route(false)))
                .isEqualTo(new GuardVerdict.Passes(
                        new GuardSeen(GuardAction.BLOCK, Enforcement.OBSERVED, Optional.of("d-1"))));
    }

    private static void assertThatItIsUnknown(GuardVerdict verdict) {
        assertThat(refusal(verdict))
                .returns(503, Refusal::status)
                .returns("guard-unknown", Refusal::reason)
                .returns(Optional.empty(), Refusal::driftId);
        assertThat(refusal(verdict).headers()).containsKey("Retry-After");
    }

    private static void assertThatItIsGuarded(GuardVerdict verdict, GuardSeen seen) {
        assertThat(verdict).isInstanceOfSatisfying(GuardVerdict.Shut.class, shut -> {
            assertThat(shut.seen()).isEqualTo(seen);
            assertThat(shut.refusal().status()).isEqualTo(503);
            assertThat(shut.refusal().reason()).isEqualTo("route-guarded");
            assertThat(shut.refusal().driftId()).isEqualTo(seen.driftId());
            assertThat(shut.refusal().headers()).containsKey("Retry-After");
        });
    }

    private static Refusal refusal(GuardVerdict verdict) {
        if (verdict instanceof GuardVerdict.Shut shut) {
            return shut.refusal();
        }
        throw new AssertionError("it passed");
    }

    private static void apply(
            SignedBook<RouteGuard> book, GuardAction action, Enforcement enforcement, String... digests) {
        RouteGuard guard = RouteGuard.newBuilder()
                .setKey("edge/orders")
                .setGateway("edge")
                .setRoute("orders")
                .setVersion(1)
                .setAction(action)
                .setEnforcement(enforcement)
                .setDriftIds(List.of("d-1", "d-2"))
                .setBindingDigests(List.of(digests))
                .build();
        boolean taken = book.restore(new SignedRecord("edge/orders", new byte[0], new byte[0]), guard, true);
        assertThat(taken).isTrue();
    }

    private static SignedBook<RouteGuard> newBook() {
        return new SignedBook<>(new GuardValues("edge"));
    }

    private static GuardCheck check(SignedBook<RouteGuard> book, Map<String, String> digests) {
        return new GuardCheck(book, digests, book::complete);
    }

    private static Route route(boolean backed) {
        return new Route("orders", Set.of(), "/", "/", Set.of("GET"), "up", List.of(), List.of(), backed);
    }
}
