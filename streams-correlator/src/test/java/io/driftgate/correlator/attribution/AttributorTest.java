package io.driftgate.correlator.attribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import io.driftgate.correlator.compare.Difference;
import io.driftgate.schemas.events.Actor;
import io.driftgate.schemas.events.Attribution;
import io.driftgate.schemas.events.AttributionCandidate;
import io.driftgate.schemas.events.Cause;
import io.driftgate.schemas.events.Channel;
import io.driftgate.schemas.events.CloudChange;
import io.driftgate.schemas.json.CanonicalJson;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AttributorTest {

    private static final Instant MATCHED = Instant.parse("2026-03-02T10:02:00Z");
    private static final Instant DIFFERED = Instant.parse("2026-03-02T10:03:00Z");
    private static final Duration SKEW = Duration.ofSeconds(10);
    private static final String GROUP = "aws/123456789012/eu-west-1/ec2/sg-0a11ce0123456789a";
    private static final String OPEN =
            "{'groupId':'sg-0a11ce0123456789a','ipPermissions':{'items':[{'fromPort':8443,'groups':{},'ipProtocol':'tcp',"
                    + "'ipRanges':{'items':[{'cidrIp':'0.0.0.0/0'}]},'ipv6Ranges':{},'prefixListIds':{},'toPort':8443}]}}";
    private static final Difference CIDRS =
            difference("ingress[0].cidr_blocks", "['10.0.0.0/8']", "['10.0.0.0/8','0.0.0.0/0']");

    private final Attributor attributor =
            new Attributor(List.of(new Pipeline("deploy", Set.of("arn:aws:iam::123456789012:role/deploy"))), SKEW);

    /** The fields are what the CloudTrail reader makes of the demo's record of a group opened in the console. */
    @Test
    void shouldBlameWhoOpenedTheGroupInTheConsole() {
        // given
        CloudChange opened = opened("e-1", DIFFERED.minusSeconds(1));

        // when
        Attribution attribution = attribute(CIDRS, opened);

        // then
        assertThat(attribution.getCause()).isEqualTo(Cause.MANUAL_CONSOLE);
        assertThat(attribution.getConfidence()).isGreaterThanOrEqualTo(0.9);
        assertThat(attribution.getRivals()).isEmpty();
        AttributionCandidate change = attribution.getChange();
        assertThat(change.getEventId()).isEqualTo("e-1");
        assertThat(change.getActor().getName()).isEqualTo("mallory");
        assertThat(change.getActor().getMfa()).isFalse();
        assertThat(change.getSourceAddress()).isEqualTo("203.0.113.9");
        assertThat(change.getOccurred()).isEqualTo(DIFFERED.minusSeconds(1));
        assertThat(change.getScore()).isEqualTo(attribution.getConfidence());
    }

    @Test
    void shouldBeSureWhereverInTheWindowItHappened() {
        for (int second = -1; second <= 60; second++) {
            assertThat(attribute(CIDRS, opened("e-1", MATCHED.plusSeconds(second)))
                            .getConfidence())
                    .as("second %d", second)
                    .isGreaterThanOrEqualTo(0.92);
        }
    }

    @Test
    void shouldBlameThePipelineForItsDeployment() {
        CloudChange deployed = change("e-1", DIFFERED.minusSeconds(1), "UpdateFunctionConfiguration20150331v2")
                .setEntity("aws/123456789012/eu-west-1/lambda/thumbnails")
                .setActor(Actor.newBuilder()
                        .setIdentityType("AssumedRole")
                        .setArn("arn:aws:sts::123456789012:assumed-role/deploy/pipeline-4711")
                        .setSessionIssuerArn("arn:aws:iam::123456789012:role/deploy")
                        .build())
                .setChannel(Channel.IAC)
                .setRequestParameters(json("{'functionName':'thumbnails','memorySize':512}"))
                .build();

        Attribution attribution = attributor.attribute(
                question("aws_lambda_function", List.of(difference("memory_size", "256", "512")), List.of(deployed)));

        assertThat(attribution.getCause()).isEqualTo(Cause.PIPELINE);
        assertThat(attribution.getConfidence()).isGreaterThanOrEqualTo(0.9);
    }

    @Test
    void shouldSayUnknownWithoutACandidate() {
        Attribution attribution = attribute(CIDRS);

        assertThat(attribution.getCause()).isEqualTo(Cause.UNKNOWN);
        assertThat(attribution.getConfidence()).isZero();
        assertThat(attribution.getChange()).isNull();
        assertThat(attribution.getRivals()).isEmpty();
    }

    @Test
    void shouldNotBlameWhatChangedNothing() {
        CloudChange failed = CloudChange.newBuilder(opened("e-1", DIFFERED))
                .setErrorCode("Client.UnauthorizedOperation")
                .build();
        CloudChange read = CloudChange.newBuilder(opened("e-2", DIFFERED))
                .setReadOnly(true)
                .build();

        assertThat(attribute(CIDRS, failed, read).getCause()).isEqualTo(Cause.UNKNOWN);
    }

    @Test
    void shouldNotBlameWhatHasNothingToDoWithIt() {
        // given: the pipeline tags the group at the very moment, and nobody reports who opened it
        CloudChange tagged = change("e-1", DIFFERED.minusSeconds(1), "CreateTags")
                .setActor(Actor.newBuilder()
                        .setArn("arn:aws:iam::123456789012:role/deploy")
                        .build())
                .setChannel(Channel.IAC)
                .setRequestParameters(json("{'tagSet':{'items':[{'key':'team','value':'shop'}]}}"))
                .build();

        // when / then
        assertThat(attribute(CIDRS, tagged).getCause()).isEqualTo(Cause.UNKNOWN);
        assertThat(attribute(difference("tags.team", null, "'shop'"), tagged).getCause())
                .isEqualTo(Cause.PIPELINE);
    }

    @Test
    void shouldPreferTheCallThatHoldsTheNewValue() {
        // given: two calls to the same group, the later one with another block
        CloudChange other = CloudChange.newBuilder(opened("e-2", DIFFERED.minusSeconds(1)))
                .setRequestParameters(json(OPEN).replace("0.0.0.0/0", "192.0.2.0/24"))
                .setActor(Actor.newBuilder()
                        .setArn("arn:aws:iam::123456789012:user/alice")
                        .setName("alice")
                        .build())
                .build();

        // when
        Attribution attribution = attribute(CIDRS, other, opened("e-1", DIFFERED.minusSeconds(20)));

        // then
        assertThat(attribution.getChange().getEventId()).isEqualTo("e-1");
        assertThat(attribution.getRivals()).singleElement().satisfies(rival -> {
            assertThat(rival.getEventId()).isEqualTo("e-2");
            assertThat(rival.getScore()).isLessThan(attribution.getChange().getScore());
        });
        assertThat(attribution.getConfidence())
                .isLessThan(attribution.getChange().getScore())
                .isGreaterThan(attribution.getChange().getScore() / 2);
    }

    @Test
    void shouldNotBlameTakingAwayForWhatIsNew() {
        CloudChange revoked = CloudChange.newBuilder(opened("e-2", DIFFERED.minusSeconds(1)))
                .setEventName("RevokeSecurityGroupIngress")
                .build();

        assertThat(attribute(CIDRS, revoked, opened("e-1", DIFFERED.minusSeconds(30)))
                        .getChange()
                        .getEventId())
                .isEqualTo("e-1");
        Difference closed = difference("ingress[0].cidr_blocks", "['10.0.0.0/8','0.0.0.0/0']", "['10.0.0.0/8']");
        assertThat(attribute(closed, revoked, opened("e-1", DIFFERED.minusSeconds(1)))
                        .getChange()
                        .getEventId())
                .isEqualTo("e-2");
    }

    @Test
    void shouldDoubtBetweenTwoPeopleButNotBetweenTwoCallsOfOne() {
        CloudChange mine = opened("e-1", DIFFERED.minusSeconds(1));
        CloudChange again = opened("e-2", DIFFERED.minusSeconds(1));
        CloudChange other = CloudChange.newBuilder(again)
                .setActor(Actor.newBuilder()
                        .setArn("arn:aws:iam::123456789012:user/alice")
                        .build())
                .build();

        double alone = attribute(CIDRS, mine).getConfidence();

        assertThat(attribute(CIDRS, mine, again).getConfidence()).isEqualTo(alone);
        assertThat(attribute(CIDRS, mine, other).getConfidence()).isLessThan(0.51);
        // Equal scores: the latest first, then by event id.
        assertThat(attribute(CIDRS, other, mine).getChange().getEventId()).isEqualTo("e-1");
    }

    @ParameterizedTest
    @CsvSource({
        // seconds after the last matching reading, whether it can have been it
        "-11, false",
        "-10, false",
        "-9, true",
        "0, true",
        "60, true",
        "70, true",
        "71, false"
    })
    void shouldLookBetweenTheReadingsGiveOrTakeTheSkew(int second, boolean candidate) {
        Attribution attribution = attribute(CIDRS, opened("e-1", MATCHED.plusSeconds(second)));

        assertThat(attribution.getChange() != null).isEqualTo(candidate);
    }

    @ParameterizedTest
    @CsvSource({"1, true", "1439, true", "1440, false", "3000, false"})
    void shouldLookBackADayWhereNothingIsKnown(int minutesBefore, boolean candidate) {
        Attribution attribution = attributor.attribute(new AttributionQuestion(
                "aws_security_group",
                Optional.empty(),
                DIFFERED,
                List.of(CIDRS),
                List.of(opened("e-1", DIFFERED.minus(Duration.ofMinutes(minutesBefore))))));

        assertThat(attribution.getChange() != null).isEqualTo(candidate);
    }

    @ParameterizedTest
    @CsvSource({
        "aws_s3_bucket_logging, false, PutBucketLogging, true",
        "aws_s3_bucket_logging, false, PutBucketTagging, true",
        "aws_security_group, true, CreateSecurityGroup, true",
        "aws_security_group, true, DeleteSecurityGroup, false",
        "aws_security_group, false, DeleteSecurityGroup, true",
        "aws_security_group, false, AuthorizeSecurityGroupIngress, false",
        "aws_instance, false, TerminateInstances, true"
    })
    void shouldTellMakingFromTakingAway(String type, boolean isThere, String eventName, boolean candidate) {
        Difference whole = isThere ? difference("", null, "{'name':'x'}") : difference("", "{'name':'x'}", null);

        Attribution attribution = attributor.attribute(question(
                type,
                List.of(whole),
                List.of(change("e-1", DIFFERED.minusSeconds(1), eventName).build())));

        assertThat(attribution.getChange() != null).isEqualTo(candidate);
    }

    @Test
    void shouldTellTheResourcesOfOneEntityApart() {
        CloudChange policy = change("e-1", DIFFERED.minusSeconds(30), "PutBucketPolicy")
                .setRequestParameters(json("{'bucketName':'b','bucketPolicy':{'Statement':[{'Effect':'Allow',"
                        + "'Principal':'*','Action':'s3:GetObject','Resource':'arn:aws:s3:::b/*'}]}}"))
                .build();
        CloudChange logging = change("e-2", DIFFERED.minusSeconds(1), "PutBucketLogging")
                .setRequestParameters(json("{'bucketName':'b','BucketLoggingStatus':{}}"))
                .build();
        Difference public1 = new Difference(
                "policy",
                Optional.of(CanonicalJson.read("\"{}\"")),
                Optional.of(
                        CanonicalJson.read(
                                "\"{\\\"Statement\\\":[{\\\"Effect\\\":\\\"Allow\\\",\\\"Principal\\\":"
                                        + "\\\"*\\\",\\\"Action\\\":\\\"s3:GetObject\\\",\\\"Resource\\\":\\\"arn:aws:s3:::b/*\\\"}]}\"")));

        Attribution attribution =
                attributor.attribute(question("aws_s3_bucket_policy", List.of(public1), List.of(logging, policy)));

        assertThat(attribution.getChange().getEventId()).isEqualTo("e-1");
        assertThat(attribution.getConfidence()).isGreaterThan(0.8);
    }

    @Test
    void shouldKeepTheBestFiveRivals() {
        List<CloudChange> changes = IntStream.range(0, 9)
                .mapToObj(i -> opened("e-" + i, DIFFERED.minusSeconds(i)))
                .toList();

        Attribution attribution = attributor.attribute(question("aws_security_group", List.of(CIDRS), changes));

        assertThat(attribution.getChange().getEventId()).isEqualTo("e-0");
        assertThat(attribution.getRivals())
                .extracting(AttributionCandidate::getEventId)
                .containsExactly("e-1", "e-2", "e-3", "e-4", "e-5");
    }

    @Test
    void shouldNotDependOnOrderOrDuplicates() {
        // given: changes of several people, calls and times; copies of an event that came in twice by two doors
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        List<CloudChange> changes = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            CloudChange change = CloudChange.newBuilder(
                            opened("e-" + random.nextInt(8), DIFFERED.minusSeconds(random.nextInt(4))))
                    .setEventName(List.of("AuthorizeSecurityGroupIngress", "RevokeSecurityGroupIngress", "CreateTags")
                            .get(random.nextInt(3)))
                    .setDoor("door-" + random.nextInt(2))
                    .setIngested(DIFFERED.plusSeconds(random.nextInt(3)))
                    .build();
            changes.add(change);
            changes.add(CloudChange.newBuilder(change).build());
        }
        Attribution first = attributor.attribute(question("aws_security_group", List.of(CIDRS), changes));

        // when / then
        for (int i = 0; i < 200; i++) {
            Collections.shuffle(changes, random);
            assertThat(attributor.attribute(question("aws_security_group", List.of(CIDRS), changes)))
                    .as("seed %d", seed)
                    .isEqualTo(first);
        }
    }

    @Test
    void shouldReadBrokenParametersAsNone() {
        CloudChange broken = CloudChange.newBuilder(opened("e-1", DIFFERED))
                .setRequestParameters("{broken")
                .build();

        assertThat(attribute(CIDRS, broken).getCause()).isEqualTo(Cause.MANUAL_CONSOLE);
        assertThat(attribute(CIDRS, broken).getConfidence())
                .isLessThan(attribute(CIDRS, opened("e-1", DIFFERED)).getConfidence());
    }

    @Test
    void shouldRefuseANegativeSkew() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Attributor(List.of(), Duration.ofSeconds(-1)))
                .withMessageContaining("not negative");
    }

    private Attribution attribute(Difference difference, CloudChange... changes) {
        return attributor.attribute(question("aws_security_group", List.of(difference), List.of(changes)));
    }

    private static AttributionQuestion question(String type, List<Difference> differences, List<CloudChange> changes) {
        return new AttributionQuestion(type, Optional.of(MATCHED), DIFFERED, differences, changes);
    }

    private static CloudChange opened(String eventId, Instant occurred) {
        return change(eventId, occurred, "AuthorizeSecurityGroupIngress")
                .setEntity(GROUP)
                .setActor(Actor.newBuilder()
                        .setIdentityType("IAMUser")
                        .setArn("arn:aws:iam::123456789012:user/mallory")
                        .setPrincipalId("AIDAMALLORYEXAMPLE123")
                        .setAccount("123456789012")
                        .setName("mallory")
                        .setAccessKeyId("****************LE99")
                        .setMfa(false)
                        .build())
                .setChannel(Channel.CONSOLE)
                .setRequestParameters(json(OPEN))
                .build();
    }

    private static CloudChange.Builder change(String eventId, Instant occurred, String eventName) {
        return CloudChange.newBuilder()
                .setEventId(eventId)
                .setProvider("aws")
                .setAccount("123456789012")
                .setRegion("eu-west-1")
                .setEventName(eventName)
                .setSourceAddress("203.0.113.9")
                .setDoor("trail")
                .setOccurred(occurred)
                .setIngested(occurred.plusSeconds(2));
    }

    private static Difference difference(String path, @Nullable String declared, @Nullable String live) {
        return new Difference(path, value(declared), value(live));
    }

    private static Optional<JsonNode> value(@Nullable String text) {
        return Optional.ofNullable(text).map(AttributorTest::json).map(CanonicalJson::read);
    }

    /** JSON with ' for ". */
    private static String json(String text) {
        return text.replace('\'', '"');
    }
}
