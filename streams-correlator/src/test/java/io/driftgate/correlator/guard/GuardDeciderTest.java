package io.driftgate.correlator.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftgate.correlator.config.Share;
import io.driftgate.schemas.events.Enforcement;
import io.driftgate.schemas.events.GuardAction;
import io.driftgate.schemas.events.GuardPolicy;
import io.driftgate.schemas.events.Resolution;
import io.driftgate.schemas.events.RouteBinding;
import io.driftgate.schemas.events.RouteFact;
import io.driftgate.schemas.events.RouteFactKind;
import io.driftgate.schemas.events.RouteGuard;
import io.driftgate.schemas.events.Severity;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class GuardDeciderTest {

    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
    private static final Map<String, GuardAction> BLOCKS =
            Map.of("HIGH", GuardAction.BLOCK, "CRITICAL", GuardAction.BLOCK, "MEDIUM", GuardAction.OBSERVE);

    private final Map<String, GuardRow> rows = new HashMap<>();
    private final Map<String, RouteGuard> guards = new HashMap<>();
    private final List<RouteGuard> published = new ArrayList<>();
    private GuardDecider decider = new GuardDecider(2, new Share(25), InstantSource.fixed(NOW));

    @Test
    void shouldGiveNoGuardBeforeEveryPartitionHasMetTheBinding() {
        bind("orders", "one", BLOCKS, false, 0);
        assertThat(published).isEmpty();

        bind("orders", "one", BLOCKS, false, 1);

        assertThat(guard("orders").getAction()).isEqualTo(GuardAction.NONE);
        assertThat(guard("orders").getBindingDigests()).containsExactly("digest-v1");
    }

    @Test
    void shouldBlockAtOnceWhatAPartitionTellsBeforeItConfirms() {
        bind("orders", "one", BLOCKS, false, 0);
        opened("orders", "r1", Severity.HIGH);
        bind("orders", "one", BLOCKS, false, 1);

        assertThat(published).hasSize(1);
        assertThat(guard("orders").getAction()).isEqualTo(GuardAction.BLOCK);
    }

    @Test
    void shouldBlockAndReleaseWithRisingVersions() {
        bound("orders");
        opened("orders", "r1", Severity.HIGH);
        assertThat(guard("orders").getAction()).isEqualTo(GuardAction.BLOCK);
        assertThat(guard("orders").getDriftIds()).containsExactly("d-r1");
        assertThat(guard("orders").getSeverity()).isEqualTo(Severity.HIGH);

        closed("orders", "r1", Resolution.REVERTED);

        assertThat(guard("orders").getAction()).isEqualTo(GuardAction.NONE);
        assertThat(published)
                .hasSize(3)
                .extracting(RouteGuard::getVersion)
                .isSorted()
                .doesNotHaveDuplicates();
    }

    @Test
    void shouldStayShutForTheDriftThatIsStillOpen() {
        bound("orders");
        opened("orders", "r1", Severity.HIGH);
        opened("orders", "r2", Severity.CRITICAL);
        closed("orders", "r2", Resolution.REVERTED);

        assertThat(guard("orders").getAction()).isEqualTo(GuardAction.BLOCK);
        assertThat(guard("orders").getDriftIds()).containsExactly("d-r1");
    }

    @Test
    void shouldStayShutWhenTheStateTookTheChangeOverAndAfterALaterRevert() {
        bound("orders");
        opened("orders", "r1", Severity.HIGH);
        closed("orders", "r1", Resolution.ABSORBED);
        assertThat(guard("orders").getAction()).isEqualTo(GuardAction.BLOCK);
        assertThat(guard("orders").getReason()).contains("a person must release");

        opened("orders", "r1", Severity.LOW);
        closed("orders", "r1", Resolution.REVERTED);

        assertThat(guard("orders").getAction()).isEqualTo(GuardAction.BLOCK);
        closed("orders", "r1", Resolution.DELETED);
        assertThat(guard("orders").getAction()).isEqualTo(GuardAction.NONE);
    }

    @Test
    void shouldOnlyObserveUnderADryRun() {
        bind("orders", "one", BLOCKS, true, 0);
        bind("orders", "one", BLOCKS, true, 1);
        opened("orders", "r1", Severity.HIGH);

        assertThat(guard("orders").getAction()).isEqualTo(GuardAction.BLOCK);
        assertThat(guard("orders").getEnforcement()).isEqualTo(Enforcement.OBSERVED);
    }

    @Test
    void shouldFollowTheStrictestOfAFleet() {
        bind("orders", "one", Map.of("HIGH", GuardAction.OBSERVE), false, 0);
        bind("orders", "one", Map.of("HIGH", GuardAction.OBSERVE), false, 1);
        bind("orders", "two", BLOCKS, false, 0);
        bind("orders", "two", BLOCKS, false, 1);
        opened("orders", "r1", Severity.HIGH);

        assertThat(guard("orders").getAction()).isEqualTo(GuardAction.BLOCK);
    }

    @Test
    void shouldNotLoosenForABindingThatIsNotConfirmed() {
        bound("orders");
        opened("orders", "r1", Severity.HIGH);
        decider = new GuardDecider(2, new Share(25), InstantSource.fixed(NOW));

        apply(binding("orders", "one", Map.of(), false, 0, "v2"));
        assertThat(guard("orders").getAction()).isEqualTo(GuardAction.BLOCK);

        apply(binding("orders", "one", Map.of(), false, 1, "v2"));
        assertThat(guard("orders").getAction()).isEqualTo(GuardAction.NONE);
    }

    @Test
    void shouldConfirmTheNewestBindingThoughPartitionsLagApart() {
        apply(binding("orders", "one", BLOCKS, false, 0, "v1"));
        apply(binding("orders", "one", BLOCKS, false, 0, "v2"));
        apply(binding("orders", "one", BLOCKS, false, 1, "v1"));
        assertThat(published).isEmpty();

        apply(binding("orders", "one", BLOCKS, false, 1, "v2"));

        assertThat(guard("orders").getBindingDigests()).containsExactly("digest-v2");
    }

    @Test
    void shouldNameOnlyBindingsThatAreConfirmed() {
        bound("orders");
        apply(binding("orders", "one", BLOCKS, false, 0, "v2"));
        assertThat(guard("orders").getBindingDigests()).isNotEqualTo(List.of("digest-v2"));

        apply(binding("orders", "one", BLOCKS, false, 1, "v2"));
        assertThat(guard("orders").getBindingDigests()).containsExactly("digest-v2");
    }

    @Test
    void shouldReleaseARouteThatLostItsBindingOnlyOnceNothingIsOpenThere() {
        bound("orders");
        opened("orders", "r1", Severity.HIGH);
        apply(removal("orders", 0));
        apply(removal("orders", 1));
        assertThat(guard("orders").getAction()).isEqualTo(GuardAction.BLOCK);

        closed("orders", "r1", Resolution.UNRESOLVED);

        assertThat(guard("orders").getAction()).isEqualTo(GuardAction.NONE);
    }

    private static RouteFact removal(String route, int partition) {
        return RouteFact.newBuilder(binding(route, "one", Map.of(), false, partition, "v9"))
                .setBinding(null)
                .build();
    }

    @Test
    void shouldAskAPersonBeyondTheShareOfBlockedRoutes() {
        List.of("a", "b", "c", "d").forEach(this::bound);
        opened("a", "r1", Severity.HIGH);
        opened("b", "r2", Severity.CRITICAL);

        assertThat(guard("a").getAction()).isEqualTo(GuardAction.BLOCK);
        assertThat(guard("b").getAction()).isEqualTo(GuardAction.OBSERVE);
        assertThat(guard("b").getNeedsPerson()).isTrue();

        closed("a", "r1", Resolution.REVERTED);

        assertThat(guard("a").getAction()).isEqualTo(GuardAction.NONE);
        assertThat(guard("b").getAction()).as("its turn has come").isEqualTo(GuardAction.BLOCK);
        assertThat(guard("b").getNeedsPerson()).isFalse();
    }

    @Test
    void shouldGuardNothingForAFirstSight() {
        bound("orders");
        apply(RouteFact.newBuilder(drift(RouteFactKind.DRIFT_OPENED, "orders", "r1", Severity.CRITICAL))
                .setFirstSight(true)
                .build());

        assertThat(guard("orders").getAction()).isEqualTo(GuardAction.NONE);
    }

    @Test
    void shouldSayNothingNewForTheSameFactTwice() {
        bound("orders");
        opened("orders", "r1", Severity.HIGH);
        int said = published.size();

        opened("orders", "r1", Severity.HIGH);

        assertThat(published).hasSize(said);
    }

    /** Whatever comes in whatever order: an enforced block stands exactly while a blocking drift is known, and versions rise. */
    @Test
    void shouldNeverOpenWhatShouldBeShut() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        decider = new GuardDecider(2, new Share(100), InstantSource.fixed(NOW));
        bound("orders");
        Map<String, Severity> open = new HashMap<>();
        Map<String, Boolean> absorbed = new HashMap<>();
        for (int step = 0; step < 2000; step++) {
            String key = "r" + random.nextInt(4);
            if (random.nextBoolean()) {
                Severity severity = Severity.values()[random.nextInt(Severity.values().length)];
                open.put(key, severity);
                opened("orders", key, severity);
            } else {
                Resolution how = Resolution.values()[random.nextInt(Resolution.values().length)];
                @Nullable Severity was = open.remove(key);
                // What is told to be absorbed here is always HIGH, whatever it was before.
                if (how == Resolution.ABSORBED && was != null) {
                    absorbed.put(key, true);
                } else if (how == Resolution.DELETED || how == Resolution.ACCEPTED) {
                    absorbed.remove(key);
                }
                closed("orders", key, how);
            }
            boolean shut = !absorbed.isEmpty()
                    || open.values().stream().anyMatch(severity -> severity.compareTo(Severity.HIGH) >= 0);
            assertThat(guard("orders").getAction() == GuardAction.BLOCK)
                    .as("seed %d, step %d", seed, step)
                    .isEqualTo(shut);
        }
        assertThat(published).extracting(RouteGuard::getVersion).isSorted().doesNotHaveDuplicates();
    }

    private void bound(String route) {
        bind(route, "one", BLOCKS, false, 0);
        bind(route, "one", BLOCKS, false, 1);
    }

    private void bind(String route, String instance, Map<String, GuardAction> actions, boolean dryRun, int partition) {
        apply(binding(route, instance, actions, dryRun, partition, "v1"));
    }

    private static RouteFact binding(
            String route,
            String instance,
            Map<String, GuardAction> actions,
            boolean dryRun,
            int partition,
            String incarnation) {
        return RouteFact.newBuilder()
                .setKind(RouteFactKind.BINDING)
                .setGateway("edge")
                .setRoute(route)
                .setBindingKey("edge/" + route + "/" + instance)
                .setConfirmedPartition(partition)
                .setBinding(RouteBinding.newBuilder()
                        .setGateway("edge")
                        .setRoute(route)
                        .setInstance(instance)
                        .setIncarnation(incarnation)
                        .setDigest("digest-" + incarnation)
                        .setGuardPolicy(GuardPolicy.newBuilder()
                                .setActions(actions)
                                .setEnforcement(dryRun ? Enforcement.OBSERVED : Enforcement.ENFORCED)
                                .build())
                        .build())
                .setAppendTime(NOW.plusSeconds(Integer.parseInt(incarnation.substring(1))))
                .build();
    }

    private void opened(String route, String key, Severity severity) {
        apply(drift(RouteFactKind.DRIFT_OPENED, route, key, severity));
    }

    private void closed(String route, String key, Resolution how) {
        apply(RouteFact.newBuilder(drift(RouteFactKind.DRIFT_CLOSED, route, key, Severity.HIGH))
                .setResolution(how)
                .build());
    }

    private static RouteFact drift(RouteFactKind kind, String route, String key, Severity severity) {
        return RouteFact.newBuilder()
                .setKind(kind)
                .setGateway("edge")
                .setRoute(route)
                .setResourceKey(key)
                .setDriftId("d-" + key)
                .setSeverity(severity)
                .setReason("it is open")
                .setLiveReread(true)
                .setIngested(NOW)
                .setAppendTime(NOW)
                .build();
    }

    private void apply(RouteFact fact) {
        GuardDecider.Outcome outcome = decider.decide(fact, rows.values(), guards);
        outcome.rows().forEach(row -> rows.put(row.key(), row));
        outcome.guards().forEach(guard -> guards.put(guard.getKey(), guard));
        published.addAll(outcome.guards());
    }

    private RouteGuard guard(String route) {
        return Objects.requireNonNull(guards.get("edge/" + route), route);
    }
}
