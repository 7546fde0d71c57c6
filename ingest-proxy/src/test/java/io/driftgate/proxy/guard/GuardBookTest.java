package io.driftgate.proxy.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftgate.proxy.edge.Route;
import io.driftgate.proxy.refusal.Refusal;
import io.driftgate.schemas.events.Enforcement;
import io.driftgate.schemas.events.GuardAction;
import io.driftgate.schemas.events.RouteGuard;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class GuardBookTest {

    private final GuardBook book = new GuardBook("edge");
    private final GuardCheck check = new GuardCheck(book);

    @BeforeEach
    void complete() {
        book.completed();
    }

    @Test
    void shouldTakeOverOnlyHigherVersions() {
        assertThat(apply(5, GuardAction.BLOCK)).isEqualTo(new GuardUpdate.Applied("orders", 5));
        assertThat(apply(5, GuardAction.NONE)).isEqualTo(dropped(GuardUpdate.Reason.VERSION_NOT_HIGHER));
        assertThat(apply(4, GuardAction.NONE)).isEqualTo(dropped(GuardUpdate.Reason.VERSION_NOT_HIGHER));
        assertThat(book.of("orders").orElseThrow().getAction()).isEqualTo(GuardAction.BLOCK);
        assertThat(apply(6, GuardAction.NONE)).isEqualTo(new GuardUpdate.Applied("orders", 6));
        assertThat(book.versions()).containsOnlyKeys("orders").containsEntry("orders", 6L);
    }

    @Test
    void shouldReleaseNothingByATombstone() {
        var applied = apply(5, GuardAction.BLOCK);

        assertThat(book.apply("edge/orders", null)).isEqualTo(dropped(GuardUpdate.Reason.TOMBSTONE));
        assertThat(applied).isInstanceOf(GuardUpdate.Applied.class);
        assertThat(book.of("orders").orElseThrow().getAction()).isEqualTo(GuardAction.BLOCK);
        // An older one cannot slip in behind it either.
        assertThat(apply(4, GuardAction.NONE)).isEqualTo(dropped(GuardUpdate.Reason.VERSION_NOT_HIGHER));
    }

    @Test
    void shouldDropAValueThatDoesNotRepeatItsKey() {
        RouteGuard guard = guard(9, GuardAction.NONE);

        assertThat(book.apply("edge/other", guard)).isEqualTo(dropped(GuardUpdate.Reason.KEY_MISMATCH));
        assertThat(book.apply(
                        "edge/orders",
                        RouteGuard.newBuilder(guard).setRoute("x").build()))
                .isEqualTo(dropped(GuardUpdate.Reason.KEY_MISMATCH));
        assertThat(book.apply(
                        "edge/orders",
                        RouteGuard.newBuilder(guard).setGateway("x").build()))
                .isEqualTo(dropped(GuardUpdate.Reason.KEY_MISMATCH));
        assertThat(book.versions()).isEmpty();
    }

    @Test
    void shouldLeaveOtherFleetsAlone() {
        assertThat(book.apply("edge2/orders", guard(1, GuardAction.NONE))).isInstanceOf(GuardUpdate.Elsewhere.class);
        assertThat(book.apply(null, guard(1, GuardAction.NONE))).isInstanceOf(GuardUpdate.Elsewhere.class);
        assertThat(book.versions()).isEmpty();
    }

    @Test
    void shouldEndAtTheHighestVersionInAnyOrder() {
        long seed = 20_260_101L;
        Random random = new Random(seed);
        for (int run = 0; run < 200; run++) {
            GuardBook any = new GuardBook("edge");
            long highest = -1;
            for (int i = 0; i < 20; i++) {
                long version = random.nextInt(50);
                boolean tombstone = random.nextInt(5) == 0;
                var unused = any.apply("edge/orders", tombstone ? null : guard(version, GuardAction.BLOCK));
                highest = tombstone ? highest : Math.max(highest, version);
                assertThat(any.of("orders").map(RouteGuard::getVersion).orElse(-1L))
                        .as("seed %d", seed)
                        .isEqualTo(highest);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "NONE, ENFORCED, true", "OBSERVE, ENFORCED, true", "BLOCK, ENFORCED, false", "BLOCK, OBSERVED, true",
        "THROTTLE, ENFORCED, false", "READ_ONLY, ENFORCED, false", "STEP_UP, ENFORCED, false", "STEP_UP, OBSERVED, true"
    })
    void shouldShutForWhateverItCannotCarryOut(GuardAction action, Enforcement enforcement, boolean passes) {
        var applied = book.apply("edge/orders", guard(1, action, enforcement, "d-1", "d-2"));

        GuardVerdict verdict = check.check(route(true));

        assertThat(applied).isInstanceOf(GuardUpdate.Applied.class);
        GuardSeen seen = new GuardSeen(action, enforcement, Optional.of("d-1"));
        if (passes) {
            assertThat(verdict).isEqualTo(new GuardVerdict.Passes(seen));
        } else {
            assertThat(verdict).isInstanceOfSatisfying(GuardVerdict.Shut.class, shut -> {
                assertThat(shut.seen()).isEqualTo(seen);
                assertThat(shut.refusal().status()).isEqualTo(503);
                assertThat(shut.refusal().reason()).isEqualTo("route-guarded");
                assertThat(shut.refusal().driftId()).contains("d-1");
                assertThat(shut.refusal().headers()).containsKey("Retry-After");
            });
        }
    }

    @ParameterizedTest
    @EnumSource(GuardAction.class)
    void shouldLetNothingPassBeforeAllGuardsWereRead(GuardAction action) {
        GuardBook starting = new GuardBook("edge");
        var applied = starting.apply("edge/orders", guard(1, action));

        assertThat(applied).isInstanceOf(GuardUpdate.Applied.class);
        for (boolean backed : new boolean[] {true, false}) {
            assertThat(refusal(new GuardCheck(starting), route(backed)).reason())
                    .isEqualTo("not-ready");
        }
    }

    @Test
    void shouldNotServeABackedRouteWhoseGuardIsUnknown() {
        assertThat(refusal(check, route(true)).reason()).isEqualTo("guard-unknown");
        assertThat(check.check(route(false))).isEqualTo(new GuardVerdict.Passes(GuardSeen.NONE));
    }

    @Test
    void shouldObeyAGuardOnARouteWithNothingBehindIt() {
        var applied = apply(1, GuardAction.BLOCK);

        assertThat(applied).isInstanceOf(GuardUpdate.Applied.class);
        assertThat(refusal(check, route(false)).reason()).isEqualTo("route-guarded");
    }

    private static Refusal refusal(GuardCheck check, Route route) {
        if (check.check(route) instanceof GuardVerdict.Shut shut) {
            return shut.refusal();
        }
        throw new AssertionError("it passed");
    }

    private GuardUpdate apply(long version, GuardAction action) {
        return book.apply("edge/orders", guard(version, action));
    }

    private static GuardUpdate dropped(GuardUpdate.Reason reason) {
        return new GuardUpdate.Dropped(reason);
    }

    private static RouteGuard guard(long version, GuardAction action) {
        return guard(version, action, Enforcement.ENFORCED);
    }

    private static RouteGuard guard(long version, GuardAction action, Enforcement enforcement, String... drifts) {
        return RouteGuard.newBuilder()
                .setKey("edge/orders")
                .setGateway("edge")
                .setRoute("orders")
                .setVersion(version)
                .setAction(action)
                .setEnforcement(enforcement)
                .setDriftIds(List.of(drifts))
                .build();
    }

    private static Route route(boolean backed) {
        return new Route("orders", Set.of(), "/", "/", Set.of("GET"), "up", List.of(), List.of(), backed);
    }
}
