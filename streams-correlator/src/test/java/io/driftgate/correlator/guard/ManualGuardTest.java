package io.driftgate.correlator.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftgate.correlator.command.CommandFacts;
import io.driftgate.correlator.config.Share;
import io.driftgate.schemas.events.CommandKind;
import io.driftgate.schemas.events.Enforcement;
import io.driftgate.schemas.events.GuardAction;
import io.driftgate.schemas.events.GuardKind;
import io.driftgate.schemas.events.GuardPolicy;
import io.driftgate.schemas.events.OperatorAction;
import io.driftgate.schemas.events.OperatorCommand;
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
import org.junit.jupiter.api.Test;

/** What a person sets and releases, beside what machines do. */
class ManualGuardTest {

    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
    private static final Map<String, GuardAction> POLICY =
            Map.of("CRITICAL", GuardAction.BLOCK, "HIGH", GuardAction.THROTTLE, "LOW", GuardAction.OBSERVE);

    private final Map<String, GuardRow> rows = new HashMap<>();
    private final Map<String, RouteGuard> guards = new HashMap<>();
    private final List<RouteGuard> published = new ArrayList<>();
    private final List<OperatorAction> actions = new ArrayList<>();
    private GuardDecider decider = new GuardDecider(1, new Share(100), InstantSource.fixed(NOW));
    private long orders;

    @Test
    void shouldSetWhatAPersonOrdersUntilItEnds() {
        bound("orders", POLICY, false);
        set(10, "orders", GuardAction.READ_ONLY, 100);

        RouteGuard guard = guard("orders");
        assertThat(guard.getAction()).isEqualTo(GuardAction.READ_ONLY);
        assertThat(guard.getEnforcement()).isEqualTo(Enforcement.ENFORCED);
        assertThat(guard.getKind()).isEqualTo(GuardKind.MANUAL);
        assertThat(guard.getOperator()).isEqualTo("jwt:local/alice");
        assertThat(guard.getReason()).isEqualTo("we are attacked");
        assertThat(guard.getExpiresAt()).isEqualTo(at(100));
        assertThat(guard.getSeverity()).isNull();
        assertThat(guard.getBindingDigests()).containsExactly("digest");
        assertThat(guard.getSince()).isEqualTo(at(10));
        assertThat(actions.getLast().getBefore()).isEqualTo("NONE");
        assertThat(actions.getLast().getAfter()).isEqualTo("READ_ONLY by jwt:local/alice until " + at(100));

        tick(99);
        assertThat(guard("orders").getAction()).isEqualTo(GuardAction.READ_ONLY);
        tick(100);

        assertThat(guard("orders").getAction()).isEqualTo(GuardAction.NONE);
        assertThat(guard("orders").getExpiresAt()).isNull();
        assertThat(guard("orders").getOperator()).isEmpty();
        assertThat(published).extracting(RouteGuard::getVersion).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void shouldEndByAnyFactOfTheGatewayThatComesLater() {
        bound("orders", POLICY, false);
        bound("other", POLICY, false);
        set(10, "orders", GuardAction.BLOCK, 100);

        opened(100, "other", "r1", Severity.LOW);

        assertThat(guard("orders").getAction()).isEqualTo(GuardAction.NONE);
        assertThat(guard("other").getAction()).isEqualTo(GuardAction.OBSERVE);
    }

    @Test
    void shouldGuardARouteThatNothingStandsBehind() {
        set(10, "plain", GuardAction.BLOCK, 100);
        assertThat(guard("plain").getAction()).isEqualTo(GuardAction.BLOCK);
        assertThat(actions.getLast().getBefore()).isEqualTo("no guard");

        tick(100);
        assertThat(guard("plain").getAction()).isEqualTo(GuardAction.NONE);
        int said = published.size();
        tick(200);
        assertThat(published).hasSize(said);
    }

    @Test
    void shouldFollowTheStrongerOfPersonAndMachine() {
        bound("orders", POLICY, false);
        set(10, "orders", GuardAction.READ_ONLY, 100);
        opened(20, "orders", "r1", Severity.HIGH);
        assertThat(guard("orders").getAction()).as("the machine would throttle").isEqualTo(GuardAction.READ_ONLY);
        assertThat(guard("orders").getDriftIds()).containsExactly("d-r1");
        assertThat(guard("orders").getSeverity()).isEqualTo(Severity.HIGH);

        opened(30, "orders", "r2", Severity.CRITICAL);
        assertThat(guard("orders").getAction()).isEqualTo(GuardAction.BLOCK);
        assertThat(guard("orders").getKind()).isEqualTo(GuardKind.DRIFT);
        assertThat(guard("orders").getExpiresAt()).isNull();
        assertThat(guard("orders").getOperator()).isEmpty();

        closed(40, "orders", "r2", Resolution.REVERTED);
        assertThat(guard("orders").getAction()).isEqualTo(GuardAction.READ_ONLY);
        assertThat(guard("orders").getKind()).isEqualTo(GuardKind.MANUAL);

        tick(100);
        assertThat(guard("orders").getAction()).isEqualTo(GuardAction.THROTTLE);
        assertThat(guard("orders").getKind()).isEqualTo(GuardKind.DRIFT);
    }

    @Test
    void shouldNotLetTheEndOfAPersonsGuardOpenWhatDriftShuts() {
        bound("orders", POLICY, false);
        opened(5, "orders", "r1", Severity.CRITICAL);
        set(10, "orders", GuardAction.BLOCK, 100);

        assertThat(guard("orders").getKind())
                .as("of two that are equal the one without an end is told")
                .isEqualTo(GuardKind.DRIFT);
        assertThat(actions.getLast().getAfter())
                .contains("BLOCK for d-r1", "counts when that ends", "jwt:local/alice until " + at(100));
        tick(100);
        assertThat(guard("orders").getAction()).isEqualTo(GuardAction.BLOCK);
    }

    @Test
    void shouldEnforceWhatAPersonSetsThoughThePolicyIsADryRun() {
        bound("orders", POLICY, true);
        opened(5, "orders", "r1", Severity.CRITICAL);
        set(10, "orders", GuardAction.THROTTLE, 100);

        assertThat(guard("orders").getAction()).isEqualTo(GuardAction.THROTTLE);
        assertThat(guard("orders").getEnforcement()).isEqualTo(Enforcement.ENFORCED);
        tick(100);
        assertThat(guard("orders").getEnforcement()).isEqualTo(Enforcement.OBSERVED);
    }

    @Test
    void shouldTakeTheNewestWordOfPersons() {
        set(10, "plain", GuardAction.BLOCK, 100);
        set(20, "plain", GuardAction.THROTTLE, 50);
        assertThat(guard("plain").getAction()).isEqualTo(GuardAction.THROTTLE);
        tick(50);
        assertThat(guard("plain").getAction()).isEqualTo(GuardAction.NONE);
    }

    @Test
    void shouldReleaseWhatAPersonSetAndSayWho() {
        set(10, "plain", GuardAction.BLOCK, 100);
        release(20, "plain");

        assertThat(guard("plain").getAction()).isEqualTo(GuardAction.NONE);
        assertThat(guard("plain").getOperator()).isEqualTo("jwt:local/alice");
        assertThat(actions.getLast().getBefore()).startsWith("BLOCK by jwt:local/alice");
        assertThat(actions.getLast().getAfter()).isEqualTo("NONE");

        int said = published.size();
        tick(100);
        tick(200);
        assertThat(published).as("nothing new").hasSize(said);
    }

    @Test
    void shouldReleaseWhatTheStateHasTakenOver() {
        bound("orders", POLICY, false);
        opened(5, "orders", "r1", Severity.CRITICAL);
        closed(6, "orders", "r1", Resolution.ABSORBED);
        assertThat(guard("orders").getAction()).isEqualTo(GuardAction.BLOCK);

        release(20, "orders");

        assertThat(guard("orders").getAction()).isEqualTo(GuardAction.NONE);
        assertThat(guard("orders").getBindingDigests())
                .as("proxies may serve it")
                .containsExactly("digest");
        assertThat(actions.getLast().getBefore()).isEqualTo("BLOCK for d-r1");
    }

    @Test
    void shouldNotReleaseWhatIsOpen() {
        bound("orders", POLICY, false);
        opened(5, "orders", "r1", Severity.CRITICAL);
        int said = published.size();

        release(20, "orders");

        assertThat(guard("orders").getAction()).isEqualTo(GuardAction.BLOCK);
        assertThat(published).hasSize(said);
        assertThat(actions.getLast().getAfter())
                .startsWith("not applied: ")
                .contains("drift that is open: d-r1", "accept it");
    }

    @Test
    void shouldReleaseOnlyWhatIsAPersonsWhereSomethingIsOpenToo() {
        bound("orders", POLICY, false);
        opened(5, "orders", "r1", Severity.HIGH);
        set(10, "orders", GuardAction.BLOCK, 100);

        release(20, "orders");

        assertThat(guard("orders").getAction()).isEqualTo(GuardAction.THROTTLE);
        assertThat(guard("orders").getOperator()).isEmpty();
        assertThat(actions.getLast().getAfter()).isEqualTo("THROTTLE for d-r1");
    }

    @Test
    void shouldSayThatThereIsNothingToRelease() {
        bound("orders", POLICY, false);
        release(20, "orders");

        assertThat(guard("orders").getAction()).isEqualTo(GuardAction.NONE);
        assertThat(actions.getLast().getAfter()).startsWith("not applied: no person's guard stands there");
    }

    @Test
    void shouldNotSetWhatHasEndedAlready() {
        set(100, "plain", GuardAction.BLOCK, 100);

        assertThat(published).isEmpty();
        assertThat(actions.getLast().getAfter()).contains("has passed already");
    }

    @Test
    void shouldNotTakeFromTheMachinesShareWhatAPersonBlocks() {
        decider = new GuardDecider(1, new Share(25), InstantSource.fixed(NOW));
        List.of("a", "b", "c", "d").forEach(route -> bound(route, POLICY, false));
        set(10, "a", GuardAction.BLOCK, 100);
        opened(20, "b", "r1", Severity.CRITICAL);
        assertThat(guard("b").getAction()).isEqualTo(GuardAction.BLOCK);

        opened(30, "a", "r2", Severity.CRITICAL);
        assertThat(guard("a").getKind()).isEqualTo(GuardKind.MANUAL);
        assertThat(guard("a").getNeedsPerson()).as("a person has decided").isFalse();

        tick(100);
        assertThat(guard("a").getAction()).isEqualTo(GuardAction.OBSERVE);
        assertThat(guard("a").getNeedsPerson()).as("and is asked again").isTrue();
    }

    @Test
    void shouldKeepAPersonsGuardThoughOurMemoryWent() {
        bound("orders", POLICY, false);
        set(10, "orders", GuardAction.BLOCK, 100);
        set(10, "plain", GuardAction.BLOCK, 100);
        rows.clear();

        bound("orders", POLICY, false);
        assertThat(guard("orders").getAction()).isEqualTo(GuardAction.BLOCK);
        release(20, "plain");
        assertThat(guard("plain").getAction()).isEqualTo(GuardAction.NONE);
        tick(100);
        assertThat(guard("orders").getAction()).isEqualTo(GuardAction.NONE);
    }

    @Test
    void shouldNotOpenWhatAMachineShutBeforeOurMemoryWent() {
        bound("orders", POLICY, false);
        opened(5, "orders", "r1", Severity.CRITICAL);
        rows.clear();

        set(10, "orders", GuardAction.THROTTLE, 100);
        assertThat(guard("orders").getAction()).isEqualTo(GuardAction.BLOCK);
        tick(100);
        assertThat(guard("orders").getAction()).isEqualTo(GuardAction.BLOCK);
    }

    /** Whatever comes in whatever order: what is enforced is never weaker than what drift or a person asks for. */
    @Test
    void shouldNeverBeWeakerThanDriftOrAPersonAsksFor() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        bound("orders", POLICY, false);
        Map<String, Severity> open = new HashMap<>();
        GuardAction set = GuardAction.NONE;
        long until = 0;
        for (int step = 1; step < 2000; step++) {
            String key = "r" + random.nextInt(3);
            switch (random.nextInt(6)) {
                case 0, 1 -> {
                    open.put(key, Severity.values()[random.nextInt(Severity.values().length)]);
                    opened(step, "orders", key, open.get(key));
                }
                case 2, 3 -> {
                    open.remove(key);
                    closed(step, "orders", key, Resolution.REVERTED);
                }
                case 4 -> {
                    set = GuardAction.values()[1 + random.nextInt(GuardAction.values().length - 1)];
                    until = step + 1 + random.nextInt(20);
                    set(step, "orders", set, until);
                }
                default -> {
                    if (random.nextInt(4) == 0) {
                        set = GuardAction.NONE;
                        release(step, "orders");
                    } else {
                        tick(step);
                    }
                }
            }
            set = step >= until ? GuardAction.NONE : set;
            GuardAction machine = open.values().stream()
                    .map(severity -> POLICY.getOrDefault(severity.name(), GuardAction.NONE))
                    .max(GuardAction::compareTo)
                    .orElse(GuardAction.NONE);
            assertThat(guard("orders").getAction())
                    .as("seed %d, step %d", seed, step)
                    .isEqualTo(set.compareTo(machine) > 0 ? set : machine);
        }
        assertThat(published).extracting(RouteGuard::getVersion).isSorted().doesNotHaveDuplicates();
    }

    private void set(long second, String route, GuardAction action, long until) {
        order(
                second,
                route,
                OperatorCommand.newBuilder()
                        .setKind(CommandKind.SET_GUARD)
                        .setGuardAction(action)
                        .setUntil(at(until))
                        .setReason("we are attacked"));
    }

    private void release(long second, String route) {
        order(
                second,
                route,
                OperatorCommand.newBuilder().setKind(CommandKind.RELEASE_GUARD).setReason("looked at"));
    }

    private void order(long second, String route, OperatorCommand.Builder command) {
        orders++;
        apply(CommandFacts.forRoute(
                command.setId("order-" + orders)
                        .setTarget("edge/" + route)
                        .setOperator("jwt:local/alice")
                        .setOccurred(at(second))
                        .build(),
                at(second)));
    }

    private void tick(long second) {
        apply(RouteFact.newBuilder()
                .setKind(RouteFactKind.TICK)
                .setGateway("edge")
                .setAppendTime(at(second))
                .build());
    }

    private void bound(String route, Map<String, GuardAction> policy, boolean dryRun) {
        apply(RouteFact.newBuilder()
                .setKind(RouteFactKind.BINDING)
                .setGateway("edge")
                .setRoute(route)
                .setBindingKey("edge/" + route + "/one")
                .setConfirmedPartition(0)
                .setBinding(RouteBinding.newBuilder()
                        .setDigest("digest")
                        .setGuardPolicy(GuardPolicy.newBuilder()
                                .setActions(policy)
                                .setEnforcement(dryRun ? Enforcement.OBSERVED : Enforcement.ENFORCED)
                                .build())
                        .build())
                .setAppendTime(at(0))
                .build());
    }

    private void opened(long second, String route, String key, Severity severity) {
        apply(drift(second, RouteFactKind.DRIFT_OPENED, route, key, severity).build());
    }

    private void closed(long second, String route, String key, Resolution how) {
        apply(drift(second, RouteFactKind.DRIFT_CLOSED, route, key, Severity.CRITICAL)
                .setResolution(how)
                .build());
    }

    private static RouteFact.Builder drift(
            long second, RouteFactKind kind, String route, String key, Severity severity) {
        return RouteFact.newBuilder()
                .setKind(kind)
                .setGateway("edge")
                .setRoute(route)
                .setResourceKey(key)
                .setDriftId("d-" + key)
                .setSeverity(severity)
                .setReason("it is open")
                .setLiveReread(true)
                .setIngested(at(second))
                .setAppendTime(at(second));
    }

    private static Instant at(long second) {
        return NOW.plusSeconds(second);
    }

    private void apply(RouteFact fact) {
        GuardDecider.Outcome outcome = decider.decide(fact, List.copyOf(rows.values()), guards);
        outcome.rows().forEach(row -> rows.put(row.key(), row));
        outcome.guards().forEach(guard -> guards.put(guard.getKey(), guard));
        published.addAll(outcome.guards());
        outcome.action().ifPresent(actions::add);
    }

    private RouteGuard guard(String route) {
        return Objects.requireNonNull(guards.get("edge/" + route), route);
    }
}
