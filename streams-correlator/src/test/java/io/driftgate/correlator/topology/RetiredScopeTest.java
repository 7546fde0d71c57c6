package io.driftgate.correlator.topology;

import static io.driftgate.correlator.topology.EngineStory.CLOUD;
import static io.driftgate.correlator.topology.EngineStory.CODE;
import static io.driftgate.correlator.topology.EngineStory.GROUP;
import static io.driftgate.correlator.topology.EngineStory.GROUP_KEY;
import static io.driftgate.correlator.topology.EngineStory.address;
import static io.driftgate.correlator.topology.EngineStory.binding;
import static io.driftgate.correlator.topology.EngineStory.group;
import static io.driftgate.correlator.topology.EngineStory.resource;
import static org.assertj.core.api.Assertions.assertThat;

import io.driftgate.schemas.events.DriftRecord;
import io.driftgate.schemas.events.DriftStatus;
import io.driftgate.schemas.events.Resolution;
import io.driftgate.schemas.events.RouteFact;
import io.driftgate.schemas.events.RouteFactKind;
import io.driftgate.schemas.events.ScopeFact;
import io.driftgate.schemas.events.Severity;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Nothing drifts against a scope that is read no longer, and nothing opens because somebody looks no longer. */
class RetiredScopeTest {

    private static final String OPEN = group("10.0.0.0/8", "0.0.0.0/0");
    private static final String SHUT = group("10.0.0.0/8");
    private static final String OTHER_CODE = "declared:terraform:file:/other.tfstate";
    private static final String OTHER_KEY = "aws/123456789012/eu-west-1/ec2/sg-0def#aws_security_group";

    private final EngineStory story = new EngineStory();

    @AfterEach
    void close() {
        story.close();
    }

    @Test
    void shouldKeepAnOpenDriftAndItsGuardWhenItsCodeIsRetired() {
        story.inSync()
                .bound(2, binding(address("aws_security_group.orders")))
                .liveAgain(10, GROUP_KEY, OPEN)
                .retired(20, CODE)
                .tick(21)
                .completed(30, CLOUD, "", 29)
                .tick(1000);

        assertThat(story.drifts).hasSize(1);
        assertThat(closed()).isEmpty();
    }

    @Test
    void shouldKeepAnOpenDriftAsBadAsItWasWhenOtherCodeMakesItUnmanaged() {
        story.inSync()
                .completed(2, OTHER_CODE, "o1", 1)
                .bound(2, binding(address("aws_security_group.orders")))
                .liveAgain(10, GROUP_KEY, OPEN)
                .completed(15, OTHER_CODE, "o2", 14)
                .retired(20, CODE)
                .tick(21)
                .tick(1000);

        assertThat(story.last().getResolution()).isEqualTo(Resolution.UNRESOLVED);
        assertThat(story.last().getResolvedAt()).isNull();
        assertThat(story.last().getSeverity()).isEqualTo(Severity.HIGH);
        assertThat(story.last().getRoutes()).containsExactly("edge/orders");
        assertThat(closed()).isEmpty();
    }

    @Test
    void shouldNotTakeADriftForRevertedBecauseTheCodeThatItDiffersFromIsRetired() {
        story.inSync()
                .fact(resource(1, OTHER_CODE, "o1", GROUP_KEY, "aws_security_group.copy", OPEN))
                .completed(2, OTHER_CODE, "o1", 1)
                .bound(2, binding(address("aws_security_group.orders")))
                .liveAgain(10, GROUP_KEY, OPEN);
        assertThat(story.last().getStatus()).isEqualTo(DriftStatus.DRIFTED);

        story.retired(20, CODE).tick(21).liveAgain(22, GROUP_KEY, OPEN).tick(1000);
        assertThat(story.last().getResolution()).isEqualTo(Resolution.UNRESOLVED);
        assertThat(closed()).isEmpty();
    }

    @Test
    void shouldEndADriftWhenLiveMovedToWhatIsLeftOfTheCode() {
        story.inSync()
                .fact(resource(1, OTHER_CODE, "o1", GROUP_KEY, "aws_security_group.copy", SHUT))
                .completed(2, OTHER_CODE, "o1", 1)
                .liveAgain(10, GROUP_KEY, OPEN)
                .retired(20, CODE)
                .tick(21)
                .liveAgain(30, GROUP_KEY, SHUT);

        assertThat(story.last().getResolution()).isEqualTo(Resolution.REVERTED);
    }

    @Test
    void shouldNotTakeAResourceForDeletedBecauseNobodyLooks() {
        story.inSync()
                .bound(2, binding(address("aws_security_group.orders")))
                .liveAgain(10, GROUP_KEY, OPEN)
                .retired(20, CODE)
                .retired(21, CLOUD)
                .tick(22)
                .tick(400_000);

        assertThat(story.drifts).hasSize(1);
        assertThat(closed()).isEmpty();
    }

    @Test
    void shouldTakeItForDeletedWhenItWasSeenToBeGone() {
        story.inSync().liveAgain(10, GROUP_KEY, OPEN).retired(20, CODE).tick(21).goneLive(30, GROUP_KEY);

        assertThat(story.last().getResolution()).isEqualTo(Resolution.DELETED);
    }

    @Test
    void shouldSayOfWhatWasInSyncThatNoCodeHasItAndShutNothing() {
        story.inSync()
                .completed(2, OTHER_CODE, "o1", 1)
                .bound(2, binding(address("aws_security_group.orders")))
                .liveAgain(3, GROUP_KEY, group("10.0.0.0/16"))
                .declared(4, GROUP_KEY, "aws_security_group.orders", group("10.0.0.0/16"))
                .retired(20, CODE)
                .tick(21)
                .tick(1000);

        DriftRecord drift = story.last();
        assertThat(drift.getStatus()).isEqualTo(DriftStatus.UNMANAGED);
        assertThat(drift.getFirstSight()).isTrue();
        assertThat(drift.getDeclaredScopes()).isEmpty();
        assertThat(story.routeFacts)
                .filteredOn(fact -> fact.getKind() == RouteFactKind.DRIFT_OPENED)
                .isEmpty();
    }

    @Test
    void shouldNotWaitForTheBarrierOfARetiredScope() {
        story.inSync()
                .fact(EngineStory.configured(2, OTHER_CODE))
                .fact(resource(3, CLOUD, "s1", OTHER_KEY, "", SHUT))
                .completed(5, CODE, "s2", 4)
                .tick(200);
        assertThat(story.last().getStatus()).isEqualTo(DriftStatus.UNKNOWN);

        story.retired(210, OTHER_CODE).tick(211).tick(400);
        assertThat(story.last().getResourceKey()).isEqualTo(OTHER_KEY);
        assertThat(story.last().getStatus()).isEqualTo(DriftStatus.UNMANAGED);
    }

    @Test
    void shouldJudgeAsEverWhenTheScopeIsReadAgain() {
        story.inSync()
                .liveAgain(10, GROUP_KEY, OPEN)
                .retired(20, CODE)
                .tick(21)
                .fact(EngineStory.configured(30, CODE))
                .declared(40, GROUP_KEY, "aws_security_group.orders", OPEN)
                .completed(41, CODE, "s9", 39);

        assertThat(story.last().getResolution())
                .as("what was opened by hand is in the code now, and was not when it was opened")
                .isEqualTo(Resolution.ABSORBED);
    }

    @Test
    void shouldKeepTheNameByWhichARouteMeansASibling() {
        String rule = GROUP + "#aws_security_group_rule/in";
        story.inSync()
                .fact(
                        resource(
                                1,
                                OTHER_CODE,
                                "o1",
                                rule,
                                "aws_security_group_rule.in",
                                "{\"cidr_blocks\":[\"10.0.0.0/8\"],\"type\":\"ingress\",\"from_port\":8443,\"to_port\":8443,\"protocol\":\"tcp\"}"))
                .fact(
                        resource(
                                1,
                                CLOUD,
                                "s1",
                                rule,
                                "",
                                "{\"cidr_blocks\":[\"10.0.0.0/8\"],\"type\":\"ingress\",\"from_port\":8443,\"to_port\":8443,\"protocol\":\"tcp\"}"))
                .completed(2, OTHER_CODE, "o1", 1)
                .bound(3, binding(address("aws_security_group.orders")))
                .fact(
                        resource(
                                10,
                                CLOUD,
                                "",
                                rule,
                                "",
                                "{\"cidr_blocks\":[\"0.0.0.0/0\"],\"type\":\"ingress\",\"from_port\":8443,\"to_port\":8443,\"protocol\":\"tcp\"}"));
        assertThat(story.last().getRoutes()).containsExactly("edge/orders");

        story.retired(20, CODE).retired(20, CLOUD).tick(21).tick(400_000);
        assertThat(closed()).isEmpty();
    }

    @Test
    void shouldTellEachScopeHowItsResourcesStandAndWhichLeft() {
        story.inSync()
                .completed(2, OTHER_CODE, "o1", 1)
                .liveAgain(10, GROUP_KEY, OPEN)
                .completed(15, OTHER_CODE, "o2", 14)
                .retired(20, CODE)
                .tick(21);

        assertThat(story.scopeFacts)
                .extracting(fact -> fact.getScope() + " " + fact.getStatus() + (fact.getLeft() ? " left" : ""))
                .containsExactly(CODE + " DRIFTED", CLOUD + " DRIFTED", CLOUD + " UNMANAGED", CODE + " UNMANAGED left");
        ScopeFact first = story.scopeFacts.getFirst();
        assertThat(first.getResourceKey()).isEqualTo(GROUP_KEY);
        assertThat(first.getAddress()).isEqualTo("aws_security_group.orders");
        assertThat(first.getSeverity()).isEqualTo(Severity.HIGH);
        assertThat(first.getFirstSight()).isFalse();
        assertThat(first.getDriftId()).isEqualTo(story.drifts.getFirst().getId());
    }

    private List<RouteFact> closed() {
        return story.routeFacts.stream()
                .filter(fact -> fact.getKind() == RouteFactKind.DRIFT_CLOSED)
                .toList();
    }
}
