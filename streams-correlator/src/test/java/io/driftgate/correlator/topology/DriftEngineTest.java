package io.driftgate.correlator.topology;

import static io.driftgate.correlator.topology.EngineStory.CLOUD;
import static io.driftgate.correlator.topology.EngineStory.CODE;
import static io.driftgate.correlator.topology.EngineStory.GROUP;
import static io.driftgate.correlator.topology.EngineStory.GROUP_KEY;
import static io.driftgate.correlator.topology.EngineStory.address;
import static io.driftgate.correlator.topology.EngineStory.at;
import static io.driftgate.correlator.topology.EngineStory.binding;
import static io.driftgate.correlator.topology.EngineStory.byMallory;
import static io.driftgate.correlator.topology.EngineStory.byPipeline;
import static io.driftgate.correlator.topology.EngineStory.group;
import static io.driftgate.correlator.topology.EngineStory.resource;
import static org.assertj.core.api.Assertions.assertThat;

import io.driftgate.schemas.events.AttributeDifference;
import io.driftgate.schemas.events.BackingSelector;
import io.driftgate.schemas.events.Cause;
import io.driftgate.schemas.events.CloudChange;
import io.driftgate.schemas.events.DriftRecord;
import io.driftgate.schemas.events.DriftStatus;
import io.driftgate.schemas.events.EntityFact;
import io.driftgate.schemas.events.GuardAction;
import io.driftgate.schemas.events.GuardPolicy;
import io.driftgate.schemas.events.Resolution;
import io.driftgate.schemas.events.RouteBinding;
import io.driftgate.schemas.events.RouteFact;
import io.driftgate.schemas.events.RouteFactKind;
import io.driftgate.schemas.events.Severity;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DriftEngineTest {

    private static final String OPEN = group("10.0.0.0/8", "0.0.0.0/0");

    private final EngineStory story = new EngineStory();

    @AfterEach
    void close() {
        story.close();
    }

    @Test
    void shouldSayNothingOfWhatIsInSyncFromTheStart() {
        story.inSync().tick(1000);

        assertThat(story.drifts).isEmpty();
        assertThat(story.routeFacts).isEmpty();
    }

    @Test
    void shouldSayAtOnceThatAGroupWasOpened() {
        story.inSync().liveAgain(10, GROUP_KEY, OPEN);

        assertThat(story.drifts).hasSize(1);
        DriftRecord drift = story.last();
        assertThat(drift.getStatus()).isEqualTo(DriftStatus.DRIFTED);
        assertThat(drift.getSeverity()).isEqualTo(Severity.HIGH);
        assertThat(drift.getEpisode()).isEqualTo(1);
        assertThat(drift.getRevision()).isEqualTo(1);
        assertThat(drift.getFirstSight()).isFalse();
        assertThat(drift.getAddress()).isEqualTo("aws_security_group.orders");
        assertThat(drift.getOpenedAt()).isEqualTo(at(10));
        assertThat(drift.getIngested()).isEqualTo(at(10));
        assertThat(drift.getDifferences())
                .extracting(AttributeDifference::getPath)
                .containsExactly("ingress[0].cidr_blocks");
        assertThat(Objects.requireNonNull(drift.getAttribution()).getCause()).isEqualTo(Cause.UNKNOWN);
    }

    @Test
    void shouldAmendTheSameDriftWhenEvidenceComesLater() {
        story.inSync().liveAgain(10, GROUP_KEY, OPEN).changed(12, byMallory("e1", 8));

        assertThat(story.drifts).hasSize(2);
        assertThat(story.last().getEpisode()).isEqualTo(1);
        assertThat(story.last().getRevision()).isEqualTo(2);
        assertThat(Objects.requireNonNull(story.last().getAttribution()).getCause())
                .isEqualTo(Cause.MANUAL_CONSOLE);
        assertThat(story.last().getOccurred()).isEqualTo(at(8));
    }

    @Test
    void shouldNotBlameTheChangeOfAnEarlierEpisode() {
        story.inSync()
                .liveAgain(10, GROUP_KEY, OPEN)
                .changed(12, byMallory("e1", 8))
                .liveAgain(20, GROUP_KEY, group("10.0.0.0/8"))
                .liveAgain(30, GROUP_KEY, OPEN);

        assertThat(story.last().getEpisode()).isEqualTo(2);
        assertThat(Objects.requireNonNull(story.last().getAttribution()).getCause())
                .isEqualTo(Cause.UNKNOWN);

        story.changed(32, byMallory("e2", 28));
        assertThat(Objects.requireNonNull(story.last().getAttribution()).getCause())
                .isEqualTo(Cause.MANUAL_CONSOLE);
    }

    @Test
    void shouldNotSayTheSameTwice() {
        story.inSync()
                .liveAgain(10, GROUP_KEY, OPEN)
                .changed(12, byMallory("e1", 8))
                .changed(13, byMallory("e1", 8))
                .liveAgain(20, GROUP_KEY, OPEN)
                .liveAgain(20, GROUP_KEY, OPEN)
                .tick(2000);

        assertThat(story.drifts).hasSize(2);
    }

    @Test
    void shouldResolveAsRevertedWhenLiveWentBack() {
        story.inSync().liveAgain(10, GROUP_KEY, OPEN).liveAgain(20, GROUP_KEY, group("10.0.0.0/8"));

        assertThat(story.last().getStatus()).isEqualTo(DriftStatus.IN_SYNC);
        assertThat(story.last().getResolution()).isEqualTo(Resolution.REVERTED);
        assertThat(story.last().getResolvedAt()).isEqualTo(at(20));
    }

    @Test
    void shouldResolveAsAbsorbedWhenTheStateTookTheValueOver() {
        story.inSync().liveAgain(10, GROUP_KEY, OPEN).declared(20, GROUP_KEY, "aws_security_group.orders", OPEN);

        assertThat(story.last().getResolution()).isEqualTo(Resolution.ABSORBED);
    }

    @Test
    void shouldOpenAnotherEpisodeWhenItComesBack() {
        story.inSync()
                .liveAgain(10, GROUP_KEY, OPEN)
                .liveAgain(20, GROUP_KEY, group("10.0.0.0/8"))
                .liveAgain(30, GROUP_KEY, OPEN);

        assertThat(story.last().getEpisode()).isEqualTo(2);
        assertThat(story.last().getRevision()).isEqualTo(1);
        assertThat(story.last().getResolution()).isEqualTo(Resolution.UNRESOLVED);
        assertThat(story.last().getResolvedAt()).isNull();
    }

    @Test
    void shouldResolveAsDeletedWhenBothSidesAreGone() {
        story.inSync()
                .liveAgain(10, GROUP_KEY, OPEN)
                .goneDeclared(20, GROUP_KEY)
                .goneLive(21, GROUP_KEY);

        assertThat(story.last().getResolution()).isEqualTo(Resolution.DELETED);
    }

    @Test
    void shouldMarkWhatDifferedAtFirstContactAndTellNoRoute() {
        story.bound(0, binding(address("aws_security_group.orders")))
                .declared(0, GROUP_KEY, "aws_security_group.orders", group("10.0.0.0/8"))
                .live(0, GROUP_KEY, OPEN)
                .completed(1, CODE, "s1", 0)
                .completed(1, CLOUD, "s1", 0)
                .tick(100);

        assertThat(story.last().getFirstSight()).isTrue();
        assertThat(opened()).isEmpty();
    }

    @Test
    void shouldWakeWhenSomethingChangesAfterFirstContact() {
        story.bound(0, binding(address("aws_security_group.orders")))
                .declared(0, GROUP_KEY, "aws_security_group.orders", group("10.0.0.0/8"))
                .live(0, GROUP_KEY, OPEN)
                .completed(1, CODE, "s1", 0)
                .completed(1, CLOUD, "s1", 0)
                .liveAgain(10, GROUP_KEY, group("10.0.0.0/8", "0.0.0.0/0", "::/0"));

        assertThat(story.last().getFirstSight()).isFalse();
        assertThat(opened()).hasSize(1);
    }

    @Test
    void shouldHoldALowDriftOfThePipelineUntilTheStateFollows() {
        String before = "{\"description\":\"a\"}";
        String after = "{\"description\":\"b\"}";
        story.declared(0, GROUP_KEY, "aws_security_group.orders", before)
                .live(0, GROUP_KEY, before)
                .completed(1, CODE, "s1", 0)
                .completed(1, CLOUD, "s1", 0)
                .liveAgain(10, GROUP_KEY, after)
                .changed(11, byPipeline("e1", 9))
                .tick(200)
                .declared(300, GROUP_KEY, "aws_security_group.orders", after)
                .tick(2000);

        assertThat(story.drifts).isEmpty();
    }

    @Test
    void shouldSayALowDriftOfThePipelineWhoseStateNeverFollows() {
        story.declared(0, GROUP_KEY, "aws_security_group.orders", "{\"description\":\"a\"}")
                .live(0, GROUP_KEY, "{\"description\":\"a\"}")
                .completed(1, CODE, "s1", 0)
                .completed(1, CLOUD, "s1", 0)
                .liveAgain(10, GROUP_KEY, "{\"description\":\"b\"}")
                .changed(11, byPipeline("e1", 9))
                .tick(10 + 15 * 60 - 1);
        assertThat(story.drifts).isEmpty();

        story.tick(3000);

        assertThat(story.drifts).hasSize(1);
        assertThat(story.last().getOpenedAt()).as("the deadline, not the tick").isEqualTo(at(10 + 15 * 60));
    }

    @Test
    void shouldNoticeWhatWasSetByHandAndTheStateSaysIsNotSet() {
        story.declared(0, GROUP_KEY, "aws_security_group.orders", "{\"name\":\"a\",\"$unset\":[\"boundary\"]}")
                .live(0, GROUP_KEY, "{\"name\":\"a\"}")
                .completed(1, CODE, "s1", 0)
                .completed(1, CLOUD, "s1", 0)
                .liveAgain(10, GROUP_KEY, "{\"name\":\"a\",\"boundary\":\"b\"}")
                .tick(200);

        assertThat(story.last().getDifferences())
                .extracting(AttributeDifference::getPath)
                .containsExactly("boundary");
    }

    @Test
    void shouldLetAnUnexplainedLowDriftWaitForItsExplanation() {
        story.declared(0, GROUP_KEY, "aws_security_group.orders", "{\"description\":\"a\"}")
                .live(0, GROUP_KEY, "{\"description\":\"a\"}")
                .completed(1, CODE, "s1", 0)
                .completed(1, CLOUD, "s1", 0)
                .liveAgain(10, GROUP_KEY, "{\"description\":\"b\"}")
                .tick(99);
        assertThat(story.drifts).isEmpty();

        story.tick(101);

        assertThat(story.last().getStatus()).isEqualTo(DriftStatus.DRIFTED);
        assertThat(story.last().getSeverity()).isEqualTo(Severity.LOW);
    }

    @Test
    void shouldSayUnknownOfWhatNothingLiveCovers() {
        story.declared(0, GROUP_KEY, "aws_security_group.orders", group("10.0.0.0/8"))
                .completed(1, CODE, "s1", 0)
                .tick(89);
        assertThat(story.drifts).isEmpty();

        story.tick(91);
        assertThat(story.last().getStatus()).isEqualTo(DriftStatus.UNKNOWN);

        story.live(95, GROUP_KEY, group("10.0.0.0/8"));
        assertThat(story.last().getStatus()).isEqualTo(DriftStatus.IN_SYNC);
        assertThat(story.last().getResolvedAt()).isNull();
    }

    @Test
    void shouldSayMissingOnlyAfterALiveBarrierThatBeganLater() {
        story.completed(1, CLOUD, "s0", 0)
                .declared(5, GROUP_KEY, "aws_security_group.orders", group("10.0.0.0/8"))
                .completed(6, CODE, "s1", 5)
                .tick(50);
        assertThat(story.drifts).isEmpty();

        story.completed(60, CLOUD, "s2", 59).tick(200);

        assertThat(story.last().getStatus()).isEqualTo(DriftStatus.MISSING);
    }

    @Test
    void shouldSayMissingWhenACompleteSnapshotNoLongerNamesIt() {
        story.inSync().completed(400, CLOUD, "s2", 399).tick(600);

        assertThat(story.last().getStatus()).isEqualTo(DriftStatus.MISSING);
    }

    @Test
    void shouldTakeNothingForGoneWhenTheSourceOnlyDidNotChange() {
        story.inSync().completed(400, CLOUD, "", 399).tick(2000);

        assertThat(story.drifts).isEmpty();
    }

    @Test
    void shouldSayUnmanagedOnlyAfterEveryDeclaredScopeWasReadSince() {
        story.completed(1, CODE, "s1", 0)
                .fact(EntityFact.newBuilder()
                        .setKind(io.driftgate.schemas.events.FactKind.SCOPE_CONFIGURED)
                        .setScope("declared:terraform:file:/other.tfstate")
                        .setAppendTime(at(1))
                        .build())
                .completed(2, CLOUD, "s1", 1)
                .live(10, GROUP_KEY, group("10.0.0.0/8"))
                .completed(20, CODE, "", 19)
                .tick(99);
        assertThat(story.drifts).isEmpty();

        story.completed(110, "declared:terraform:file:/other.tfstate", "o1", 109)
                .tick(300);

        assertThat(story.last().getStatus()).isEqualTo(DriftStatus.UNMANAGED);
    }

    @Test
    void shouldKeepAnOpenDriftOpenWhenItCanNoLongerBeCompared() {
        story.inSync().liveAgain(10, GROUP_KEY, OPEN);
        int said = story.drifts.size();

        story.liveAgain(20, GROUP_KEY, "{\"name\":\"orders\",\"description\":\"orders\"}")
                .tick(3000);

        assertThat(story.drifts).hasSize(said);
        assertThat(story.last().getResolvedAt()).isNull();
    }

    @Test
    void shouldTellTheRouteInFrontAndItsRelease() {
        story.inSync()
                .bound(5, binding(address("aws_security_group.orders")))
                .liveAgain(10, GROUP_KEY, OPEN)
                .liveAgain(20, GROUP_KEY, group("10.0.0.0/8"));

        assertThat(story.routeFacts)
                .extracting(RouteFact::getKind, RouteFact::getResolution)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(RouteFactKind.BINDING, Resolution.UNRESOLVED),
                        org.assertj.core.groups.Tuple.tuple(RouteFactKind.DRIFT_OPENED, Resolution.UNRESOLVED),
                        org.assertj.core.groups.Tuple.tuple(RouteFactKind.DRIFT_CLOSED, Resolution.REVERTED));
        assertThat(opened().getFirst().getReason()).startsWith("aws_security_group.orders: port 8443");
    }

    @Test
    void shouldTellOpenDriftsBeforeItConfirmsANewBinding() {
        story.inSync().liveAgain(10, GROUP_KEY, OPEN).bound(15, binding(address("aws_security_group.orders")));

        assertThat(story.routeFacts)
                .extracting(RouteFact::getKind)
                .containsExactly(RouteFactKind.DRIFT_OPENED, RouteFactKind.BINDING);
        assertThat(story.routeFacts.getLast().getConfirmedPartition()).isZero();
    }

    @Test
    void shouldMeetASelectorThroughASiblingOfTheSameEntity() {
        String rule = GROUP + "#aws_vpc_security_group_ingress_rule/sgr-1";
        story.inSync()
                .bound(2, binding(address("aws_security_group.orders")))
                .declared(
                        3,
                        rule,
                        "aws_vpc_security_group_ingress_rule.orders",
                        "{\"cidr_ipv4\":\"10.0.0.0/8\",\"from_port\":443,\"to_port\":443,\"ip_protocol\":\"tcp\"}")
                .live(
                        3,
                        rule,
                        "{\"cidr_ipv4\":\"10.0.0.0/8\",\"from_port\":443,\"to_port\":443,\"ip_protocol\":\"tcp\"}")
                .liveAgain(
                        10,
                        rule,
                        "{\"cidr_ipv4\":\"0.0.0.0/0\",\"from_port\":443,\"to_port\":443,\"ip_protocol\":\"tcp\"}");

        assertThat(opened()).extracting(RouteFact::getResourceKey).containsExactly(rule);
    }

    @Test
    void shouldLetGoOfARouteThatNoLongerStandsInFront() {
        story.inSync()
                .bound(5, binding(address("aws_security_group.orders")))
                .liveAgain(10, GROUP_KEY, OPEN)
                .bound(
                        20,
                        binding(BackingSelector.newBuilder()
                                .setEntity("aws/1/eu-west-1/ec2/other")
                                .build()));

        RouteFact closed = story.routeFacts.get(2);
        assertThat(closed.getKind()).isEqualTo(RouteFactKind.DRIFT_CLOSED);
        assertThat(closed.getResolution()).isEqualTo(Resolution.UNRESOLVED);
        assertThat(story.last().getResolvedAt())
                .as("the drift itself is still open")
                .isNull();
    }

    @Test
    void shouldStayHighWhenTheStateTakesTheHoleOverAndDiffersElsewhere() {
        story.inSync()
                .bound(5, binding(address("aws_security_group.orders")))
                .liveAgain(10, GROUP_KEY, OPEN)
                .declared(20, GROUP_KEY, "aws_security_group.orders", described(OPEN, "another"))
                .liveAgain(21, GROUP_KEY, OPEN);
        assertThat(story.last().getSeverity()).isEqualTo(Severity.HIGH);
        assertThat(story.last().getDifferences())
                .anySatisfy(difference -> assertThat(difference.getReason()).contains("the state has taken it over"));

        story.liveAgain(30, GROUP_KEY, described(OPEN, "another"));

        assertThat(story.last().getResolution()).isEqualTo(Resolution.ABSORBED);
    }

    @Test
    void shouldCallItAbsorbedWhenTheStateTookMoreThanTheHoleAndLiveFollowed() {
        String more = group("10.0.0.0/8", "0.0.0.0/0", "192.168.0.0/16");
        story.inSync()
                .liveAgain(10, GROUP_KEY, OPEN)
                .declared(20, GROUP_KEY, "aws_security_group.orders", more)
                .liveAgain(30, GROUP_KEY, more);

        assertThat(story.last().getResolution()).isEqualTo(Resolution.ABSORBED);
    }

    @Test
    void shouldCallItRevertedThoughThePipelineChangedSomethingElseMeanwhile() {
        story.inSync()
                .liveAgain(10, GROUP_KEY, OPEN)
                .declared(20, GROUP_KEY, "aws_security_group.orders", described(group("10.0.0.0/8"), "another"))
                .liveAgain(30, GROUP_KEY, described(group("10.0.0.0/8"), "another"));

        assertThat(story.last().getResolution()).isEqualTo(Resolution.REVERTED);
    }

    private static String described(String group, String description) {
        return group.replaceFirst("\"description\":\"orders\"", "\"description\":\"" + description + "\"");
    }

    @Test
    void shouldKeepTheRouteOfAResourceThatIsTakenOutOfTheState() {
        story.inSync()
                .bound(5, binding(address("aws_security_group.orders")))
                .liveAgain(10, GROUP_KEY, OPEN)
                .completed(20, CODE, "s2", 19)
                .tick(400);

        assertThat(story.last().getStatus()).isEqualTo(DriftStatus.UNMANAGED);
        assertThat(story.last().getRoutes()).containsExactly("edge/orders");
        assertThat(story.routeFacts).extracting(RouteFact::getKind).doesNotContain(RouteFactKind.DRIFT_CLOSED);
    }

    @Test
    void shouldBelieveTheLiveScopeThatNamesAResourceMoreThanOneThatNoLongerDoes() {
        story.inSync()
                .liveAgain(10, GROUP_KEY, OPEN)
                .fact(resource(20, "live:file:other", "o1", GROUP_KEY, "", OPEN))
                .completed(400, CLOUD, "s2", 399)
                .tick(600);

        assertThat(story.last().getStatus()).isEqualTo(DriftStatus.DRIFTED);
        assertThat(story.last().getSeverity()).isEqualTo(Severity.HIGH);
    }

    @Test
    void shouldTakeNothingForAFirstSightThatAnotherScopeHasSeenBefore() {
        story.inSync()
                .fact(resource(20, "live:file:renamed", "r1", GROUP_KEY, "", OPEN))
                .completed(21, "live:file:renamed", "r1", 20);

        assertThat(story.last().getFirstSight()).isFalse();
    }

    @Test
    void shouldMeetANewBindingWhileADriftIsHeld() {
        story.declared(0, GROUP_KEY, "aws_security_group.orders", "{\"description\":\"a\"}")
                .live(0, GROUP_KEY, "{\"description\":\"a\"}")
                .completed(1, CODE, "s1", 0)
                .completed(1, CLOUD, "s1", 0)
                .liveAgain(10, GROUP_KEY, "{\"description\":\"b\"}");
        assertThat(story.drifts).isEmpty();

        RouteBinding strict = RouteBinding.newBuilder(binding(address("aws_security_group.orders")))
                .setGuardPolicy(GuardPolicy.newBuilder()
                        .setActions(Map.of("LOW", GuardAction.BLOCK))
                        .build())
                .build();
        story.bound(11, strict);

        assertThat(story.routeFacts)
                .extracting(RouteFact::getKind)
                .containsExactly(RouteFactKind.DRIFT_OPENED, RouteFactKind.BINDING);
    }

    @Test
    void shouldNoticeAProtectionThatIsNotSetAnyMore() {
        story.declared(0, GROUP_KEY, "aws_security_group.orders", "{\"boundary\":\"b\"}")
                .live(0, GROUP_KEY, "{\"boundary\":\"b\"}")
                .completed(1, CODE, "s1", 0)
                .completed(1, CLOUD, "s1", 0)
                .liveAgain(10, GROUP_KEY, "{\"$unset\":[\"boundary\"]}")
                .tick(200);

        assertThat(story.last().getStatus()).isEqualTo(DriftStatus.DRIFTED);
    }

    @Test
    void shouldEndThoughALeftOutAttributeStaysUnknown() {
        String office =
                "{\"ingress\":[{\"from_port\":8443,\"to_port\":8443,\"protocol\":\"tcp\",\"cidr_blocks\":[%s],\"description\":\"office\"}]}";
        String bare = "{\"ingress\":[{\"from_port\":8443,\"to_port\":8443,\"protocol\":\"tcp\",\"cidr_blocks\":[%s]}]}";
        String shut = "\"10.0.0.0/8\"";
        story.declared(0, GROUP_KEY, "aws_security_group.orders", office.formatted(shut))
                .live(0, GROUP_KEY, bare.formatted(shut))
                .completed(1, CODE, "s1", 0)
                .completed(1, CLOUD, "s1", 0)
                .liveAgain(10, GROUP_KEY, bare.formatted(shut + ",\"0.0.0.0/0\""));
        int said = story.drifts.size();
        for (int i = 11; i < 30; i++) {
            story.liveAgain(i, GROUP_KEY, bare.formatted(shut + ",\"0.0.0.0/0\""));
        }
        assertThat(story.drifts).as("nothing new").hasSize(said);
        assertThat(story.last().getDifferences()).hasSize(1);

        story.liveAgain(40, GROUP_KEY, bare.formatted(shut));

        assertThat(story.last().getResolution()).isEqualTo(Resolution.REVERTED);
    }

    @Test
    void shouldWaitForALookWhenOnlyTheCodeMoved() {
        story.declared(0, GROUP_KEY, "aws_security_group.orders", OPEN)
                .live(0, GROUP_KEY, OPEN)
                .completed(1, CODE, "s1", 0)
                .completed(1, CLOUD, "s1", 0)
                .bound(2, binding(address("aws_security_group.orders")))
                .declared(10, GROUP_KEY, "aws_security_group.orders", group("10.0.0.0/8"))
                .liveAgain(20, GROUP_KEY, group("10.0.0.0/8"))
                .tick(400);

        assertThat(story.drifts).as("the pipeline shut it, and live followed").isEmpty();
        assertThat(opened()).isEmpty();
    }

    @Test
    void shouldShutOnceALookShowsThatLiveDidNotFollowTheCode() {
        story.declared(0, GROUP_KEY, "aws_security_group.orders", OPEN)
                .live(0, GROUP_KEY, OPEN)
                .completed(1, CODE, "s1", 0)
                .completed(1, CLOUD, "s1", 0)
                .bound(2, binding(address("aws_security_group.orders")))
                .declared(10, GROUP_KEY, "aws_security_group.orders", group("10.0.0.0/8"))
                .liveAgain(20, GROUP_KEY, OPEN);

        assertThat(opened()).hasSize(1);
        assertThat(opened().getFirst().getLiveReread()).isTrue();
    }

    @Test
    void shouldNotCallMissingWhatIsDeclaredAnewBeforeAnybodyLooked() {
        story.inSync()
                .goneDeclared(10, GROUP_KEY)
                .goneLive(11, GROUP_KEY)
                .declared(1000, GROUP_KEY, "aws_security_group.orders", group("10.0.0.0/8"))
                .tick(1050);

        assertThat(story.drifts).isEmpty();
    }

    @Test
    void shouldKeepNothingOfWhatFailed() {
        story.inSync()
                .changed(
                        8,
                        CloudChange.newBuilder(byMallory("e1", 8))
                                .setErrorCode("AccessDenied")
                                .build())
                .liveAgain(10, GROUP_KEY, OPEN);

        assertThat(Objects.requireNonNull(story.last().getAttribution()).getCause())
                .isEqualTo(Cause.UNKNOWN);
    }

    @Test
    void shouldFindOneRuleAmongManyOfAGroup() {
        story.bound(0, binding(address("aws_security_group.orders"))).inSync();
        for (int i = 0; i < 300; i++) {
            String rule = GROUP + "#aws_vpc_security_group_ingress_rule/sgr-" + i;
            story.declared(1, rule, "aws_vpc_security_group_ingress_rule.r" + i, rule(i, "10.0.0.0/8"))
                    .live(1, rule, rule(i, "10.0.0.0/8"));
        }

        String opened = GROUP + "#aws_vpc_security_group_ingress_rule/sgr-7";
        story.liveAgain(10, opened, rule(7, "0.0.0.0/0"));

        assertThat(opened()).extracting(RouteFact::getResourceKey).containsExactly(opened);
    }

    private static String rule(int port, String range) {
        return "{\"cidr_ipv4\":\"%s\",\"from_port\":%d,\"to_port\":%d,\"ip_protocol\":\"tcp\"}"
                .formatted(range, port, port);
    }

    @Test
    void shouldConcludeTheSameInWhateverOrderReadingsAndChangesCome() {
        List<EntityFact> facts = List.of(
                resource(0, CODE, "s1", GROUP_KEY, "aws_security_group.orders", group("10.0.0.0/8")),
                resource(0, CLOUD, "s1", GROUP_KEY, "", group("10.0.0.0/8")),
                resource(10, CLOUD, "", GROUP_KEY, "", OPEN),
                resource(20, CLOUD, "", GROUP_KEY, "", OPEN),
                change("e1", 8),
                change("e2", 9),
                change("e1", 8));
        long seed = System.nanoTime();
        Random random = new Random(seed);
        List<Object> expected = conclusion(facts);
        for (int i = 0; i < 200; i++) {
            List<EntityFact> shuffled = new ArrayList<>(facts);
            Collections.shuffle(shuffled, random);
            assertThat(conclusion(shuffled))
                    .as("seed %d, order %s", seed, shuffled)
                    .isEqualTo(expected);
        }
    }

    private static EntityFact change(String id, long second) {
        return EntityFact.newBuilder()
                .setKind(io.driftgate.schemas.events.FactKind.CHANGE)
                .setEntity(GROUP)
                .setChange(byMallory(id, second))
                .setAppendTime(at(30))
                .build();
    }

    /** Status, differences, cause and change, whatever was said on the way there. */
    private static List<Object> conclusion(List<EntityFact> facts) {
        try (EngineStory told = new EngineStory()) {
            facts.forEach(told::fact);
            told.tick(4000);
            DriftRecord drift = told.last();
            return List.of(
                    drift.getStatus(),
                    drift.getResolution(),
                    drift.getDifferences(),
                    Objects.requireNonNull(drift.getAttribution()));
        }
    }

    @Test
    void shouldSayTheSameBytesWhenTheFactsAreReplayed() {
        List<DriftRecord> once = replay();
        List<DriftRecord> again = replay();

        assertThat(once).isNotEmpty().isEqualTo(again);
    }

    private static List<DriftRecord> replay() {
        try (EngineStory told = new EngineStory()) {
            told.inSync()
                    .bound(5, binding(address("aws_security_group.orders")))
                    .liveAgain(10, GROUP_KEY, OPEN)
                    .changed(12, byMallory("e1", 8))
                    .liveAgain(20, GROUP_KEY, group("10.0.0.0/8"))
                    .tick(5000);
            return List.copyOf(told.drifts);
        }
    }

    private List<RouteFact> opened() {
        return story.routeFacts.stream()
                .filter(fact -> fact.getKind() == RouteFactKind.DRIFT_OPENED)
                .toList();
    }
}
