package io.driftgate.correlator.topology;

import static io.driftgate.correlator.topology.EngineStory.CLOUD;
import static io.driftgate.correlator.topology.EngineStory.CODE;
import static io.driftgate.correlator.topology.EngineStory.GROUP_KEY;
import static io.driftgate.correlator.topology.EngineStory.address;
import static io.driftgate.correlator.topology.EngineStory.at;
import static io.driftgate.correlator.topology.EngineStory.binding;
import static io.driftgate.correlator.topology.EngineStory.group;
import static org.assertj.core.api.Assertions.assertThat;

import io.driftgate.schemas.events.DriftRecord;
import io.driftgate.schemas.events.EntityFact;
import io.driftgate.schemas.events.FactKind;
import io.driftgate.schemas.events.RouteFact;
import io.driftgate.schemas.events.RouteFactKind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What differed at a scope's first comparison counts once a person has looked at it. */
class FirstContactTest {

    private static final String SHUT = group("10.0.0.0/8");
    private static final String OPEN = group("10.0.0.0/8", "0.0.0.0/0");

    private final EngineStory story = new EngineStory();

    @AfterEach
    void close() {
        story.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {CODE, CLOUD})
    void shouldTellWhatWasAFirstSightOnceAPersonHasLooked(String scope) {
        firstContact().tick(100);
        assertThat(story.last().getFirstSight()).isTrue();
        assertThat(opened()).isEmpty();

        story.baselined(200, scope);

        DriftRecord drift = story.last();
        assertThat(drift.getFirstSight()).isFalse();
        assertThat(drift.getEpisode()).as("the same drift").isEqualTo(1);
        assertThat(drift.getRevision()).isEqualTo(2);
        assertThat(drift.getOpenedAt()).isEqualTo(story.drifts.getFirst().getOpenedAt());
        assertThat(opened()).extracting(RouteFact::getFirstSight).containsExactly(false);
    }

    @Test
    void shouldLeaveTheFirstSightsOfOtherScopes() {
        firstContact().baselined(200, "live:file:elsewhere");

        assertThat(story.last().getFirstSight()).isTrue();
        assertThat(opened()).isEmpty();
    }

    @Test
    void shouldTakeNothingForAFirstSightThatIsReadAfterThat() {
        firstContact().baselined(200, CODE);
        String other = "aws/123456789012/eu-west-1/ec2/sg-0def#aws_security_group";

        // Late readings of the very first snapshots.
        story.declared(0, other, "aws_security_group.other", SHUT).live(0, other, OPEN);

        assertThat(story.last().getResourceKey()).isEqualTo(other);
        assertThat(story.last().getFirstSight()).isFalse();
    }

    @Test
    void shouldRememberItThroughARestart() {
        firstContact().baselined(200, CODE).restarted();
        String other = "aws/123456789012/eu-west-1/ec2/sg-0def#aws_security_group";

        story.declared(0, other, "aws_security_group.other", SHUT).live(0, other, OPEN);

        assertThat(story.last().getFirstSight()).isFalse();
    }

    @Test
    void shouldWakeManyInPieces() {
        for (int i = 0; i < 1200; i++) {
            String key = "aws/123456789012/eu-west-1/ec2/sg-%04d#aws_security_group".formatted(i);
            story.declared(0, key, "aws_security_group.g" + i, SHUT).live(0, key, OPEN);
        }
        story.completed(1, CODE, "s1", 0).completed(1, CLOUD, "s1", 0).tick(100);
        assertThat(woken()).isZero();

        story.baselined(200, CODE);
        assertThat(woken()).as("a transaction must not last").isEqualTo(500);
        // A barrier of the same scope does not end it.
        story.completed(201, CODE, "", 200).restarted().tick(202);
        assertThat(woken()).isEqualTo(1200);

        int said = story.drifts.size();
        story.tick(300);
        assertThat(story.drifts).hasSize(said);
    }

    @Test
    void shouldNotMakeAScopeKnownThatNobodyReads() {
        story.baselined(0, "declared:terraform:file:/nobody.tfstate")
                .completed(1, CODE, "s1", 0)
                .completed(2, CLOUD, "s1", 1)
                .live(10, GROUP_KEY, OPEN)
                .completed(20, CODE, "", 19)
                .tick(200);

        assertThat(story.last().getStatus())
                .as("no barrier of that scope is waited for")
                .isEqualTo(io.driftgate.schemas.events.DriftStatus.UNMANAGED);
    }

    /** The order is one fact among others: where it comes makes no difference to what counts in the end. */
    @Test
    void shouldConcludeTheSameWhereverTheOrderComes() {
        List<EntityFact> facts = List.of(
                EngineStory.resource(0, CODE, "s1", GROUP_KEY, "aws_security_group.orders", SHUT),
                EngineStory.resource(0, CLOUD, "s1", GROUP_KEY, "", OPEN),
                completed(CODE),
                completed(CLOUD),
                EngineStory.baselineOf(2, CLOUD));
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 100; i++) {
            List<EntityFact> shuffled = new ArrayList<>(facts);
            Collections.shuffle(shuffled, random);
            try (EngineStory told = new EngineStory()) {
                shuffled.forEach(told::fact);
                told.tick(4000);
                assertThat(told.last().getFirstSight())
                        .as("seed %d, order %s", seed, shuffled)
                        .isFalse();
                assertThat(told.last().getEpisode()).isEqualTo(1);
            }
        }
    }

    private static EntityFact completed(String scope) {
        return EntityFact.newBuilder()
                .setKind(FactKind.SCOPE_COMPLETED)
                .setScope(scope)
                .setSnapshotId("s1")
                .setBeganAt(at(0))
                .setAppendTime(at(1))
                .build();
    }

    private EngineStory firstContact() {
        return story.bound(0, binding(address("aws_security_group.orders")))
                .declared(0, GROUP_KEY, "aws_security_group.orders", SHUT)
                .live(0, GROUP_KEY, OPEN)
                .completed(1, CODE, "s1", 0)
                .completed(1, CLOUD, "s1", 0);
    }

    private long woken() {
        return story.drifts.stream().filter(drift -> !drift.getFirstSight()).count();
    }

    private List<RouteFact> opened() {
        return story.routeFacts.stream()
                .filter(fact -> fact.getKind() == RouteFactKind.DRIFT_OPENED)
                .toList();
    }
}
