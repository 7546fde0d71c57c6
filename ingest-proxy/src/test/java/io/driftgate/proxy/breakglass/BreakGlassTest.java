package io.driftgate.proxy.breakglass;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftgate.proxy.edge.Route;
import io.driftgate.proxy.feedback.SignedBook;
import io.driftgate.proxy.guard.GuardCheck;
import io.driftgate.proxy.guard.GuardSeen;
import io.driftgate.proxy.guard.GuardValues;
import io.driftgate.proxy.guard.GuardVerdict;
import io.driftgate.proxy.state.SignedRecord;
import io.driftgate.schemas.events.Enforcement;
import io.driftgate.schemas.events.GuardAction;
import io.driftgate.schemas.events.RouteGuard;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class BreakGlassTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final Route ORDERS = route("orders");
    private static final Route OTHER = route("other");
    private static final BreakGlassOrder ORDER = new BreakGlassOrder("orders", 30, "the pipeline is away, see INC-7");

    private final AtomicReference<Instant> now = new AtomicReference<>(NOW);
    private final AtomicBoolean ready = new AtomicBoolean();
    private final SignedBook<RouteGuard> book = new SignedBook<>(new GuardValues("edge"));
    private final BreakGlass glass = new BreakGlass(
            new GuardCheck(book, Map.of("orders", "ours", "other", "ours"), ready::get),
            book,
            List.of(ORDERS, OTHER),
            now::get);

    @Test
    void shouldOpenOneGuardedRouteForAsLongAsItWasSaid() {
        guard("orders", GuardAction.BLOCK);
        guard("other", GuardAction.BLOCK);
        complete();
        assertThat(glass.check(ORDERS)).isInstanceOf(GuardVerdict.Shut.class);

        assertThat(glass.open(ORDER, "jwt:ops/alice"))
                .isEqualTo(new BreakGlassOutcome.Opened(new BrokenGlass(
                        "orders", "jwt:ops/alice", ORDER.reason(), NOW, NOW.plus(Duration.ofMinutes(30)))));

        assertThat(glass.check(ORDERS))
                .isEqualTo(new GuardVerdict.Passes(
                        new GuardSeen(GuardAction.BLOCK, Enforcement.OBSERVED, Optional.of("d-1"), true)));
        assertThat(glass.check(OTHER)).isInstanceOf(GuardVerdict.Shut.class);
        now.set(NOW.plus(Duration.ofMinutes(30)).minusMillis(1));
        assertThat(glass.check(ORDERS)).isInstanceOf(GuardVerdict.Passes.class);
        now.set(NOW.plus(Duration.ofMinutes(30)));
        assertThat(glass.check(ORDERS)).isInstanceOf(GuardVerdict.Shut.class);
        assertThat(glass.open()).isEmpty();
        assertThat(glass.end("orders")).isEmpty();
    }

    @Test
    void shouldEndWhenItIsTold() {
        guard("orders", GuardAction.BLOCK);
        complete();
        assertThat(glass.open(ORDER, "jwt:ops/alice")).isInstanceOf(BreakGlassOutcome.Opened.class);

        assertThat(glass.end("other")).isEmpty();
        assertThat(glass.end("orders")).map(BrokenGlass::operator).contains("jwt:ops/alice");

        assertThat(glass.check(ORDERS)).isInstanceOf(GuardVerdict.Shut.class);
    }

    @Test
    void shouldEndWhenTheClockIsSetBackBehindItsStart() {
        guard("orders", GuardAction.BLOCK);
        complete();
        assertThat(glass.open(ORDER, "jwt:ops/alice")).isInstanceOf(BreakGlassOutcome.Opened.class);

        now.set(NOW.minusSeconds(1));

        assertThat(glass.check(ORDERS)).isInstanceOf(GuardVerdict.Shut.class);
    }

    @Test
    void shouldSayWhoAndWhyForAsLongAsItHolds() {
        guard("orders", GuardAction.BLOCK);
        complete();
        assertThat(glass.open(ORDER, "jwt:ops/alice")).isInstanceOf(BreakGlassOutcome.Opened.class);

        assertThat(glass.conditions(NOW.plusSeconds(60))).singleElement().satisfies(condition -> {
            assertThat(condition.getType()).isEqualTo("break-glass");
            assertThat(condition.getSince()).isEqualTo(NOW);
            assertThat(condition.getMessage())
                    .contains("route orders")
                    .contains("2026-01-01T00:30:00Z")
                    .contains("jwt:ops/alice")
                    .contains("the pipeline is away, see INC-7");
        });
        assertThat(glass.conditions(NOW.plusSeconds(1800))).isEmpty();
    }

    @Test
    void shouldOpenNothingAheadOfAGuard() {
        guard("orders", GuardAction.NONE);
        complete();

        assertThat(refused(ORDER)).isEqualTo("409 route-not-shut");

        assertThat(glass.conditions(NOW)).isEmpty();
    }

    @Test
    void shouldKnowItsRoutes() {
        complete();
        assertThat(refused(new BreakGlassOrder("nothing", 5, ORDER.reason()))).isEqualTo("404 route-unknown");
    }

    @Test
    void shouldOpenNothingWhoseGuardWasNeverRead() {
        assertThat(refused(ORDER)).isEqualTo("409 guard-never-read");
        assertThat(glass.check(ORDERS)).isInstanceOf(GuardVerdict.Shut.class);
    }

    @Test
    void shouldOpenWhatIsGuardedFromTheDiskWhileThePipelineIsAway() {
        guard("orders", GuardAction.BLOCK);

        assertThat(glass.open(ORDER, "jwt:ops/alice")).isInstanceOf(BreakGlassOutcome.Opened.class);

        assertThat(glass.check(ORDERS)).isInstanceOf(GuardVerdict.Passes.class);
        assertThat(glass.check(OTHER)).isInstanceOf(GuardVerdict.Shut.class);
        assertThat(refused(new BreakGlassOrder("other", 5, ORDER.reason()))).isEqualTo("409 guard-never-read");
    }

    @Test
    void shouldOpenABackedRouteThatHasNoGuardOnceAllWereRead() {
        complete();

        assertThat(glass.open(ORDER, "jwt:ops/alice")).isInstanceOf(BreakGlassOutcome.Opened.class);

        assertThat(glass.check(ORDERS)).isInstanceOf(GuardVerdict.Passes.class);
    }

    private String refused(BreakGlassOrder order) {
        if (glass.open(order, "jwt:ops/alice") instanceof BreakGlassOutcome.Refused refused) {
            return refused.refusal().status() + " " + refused.refusal().reason();
        }
        throw new AssertionError("opened");
    }

    private void complete() {
        var unused = book.completed();
        ready.set(true);
    }

    private void guard(String route, GuardAction action) {
        RouteGuard guard = RouteGuard.newBuilder()
                .setKey("edge/" + route)
                .setGateway("edge")
                .setRoute(route)
                .setVersion(1)
                .setAction(action)
                .setDriftIds(List.of("d-1"))
                .setBindingDigests(List.of("ours"))
                .build();
        boolean taken = book.restore(new SignedRecord("edge/" + route, new byte[0], new byte[0]), guard, true);
        assertThat(taken).isTrue();
    }

    private static Route route(String name) {
        return new Route(name, Set.of(), "/", "/", Set.of("GET"), "up", List.of(), List.of(), true);
    }
}
