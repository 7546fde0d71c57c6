package io.driftgate.proxy.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftgate.schemas.events.GuardAction;
import io.driftgate.schemas.events.RouteGuard;
import java.util.Random;
import org.junit.jupiter.api.Test;

class GuardBookTest {

    private final GuardBook book = new GuardBook("edge");

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

    private GuardUpdate apply(long version, GuardAction action) {
        return book.apply("edge/orders", guard(version, action));
    }

    private static GuardUpdate dropped(GuardUpdate.Reason reason) {
        return new GuardUpdate.Dropped(reason);
    }

    private static RouteGuard guard(long version, GuardAction action) {
        return RouteGuard.newBuilder()
                .setKey("edge/orders")
                .setGateway("edge")
                .setRoute("orders")
                .setVersion(version)
                .setAction(action)
                .build();
    }
}
