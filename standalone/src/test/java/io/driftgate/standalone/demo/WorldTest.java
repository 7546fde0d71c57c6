package io.driftgate.standalone.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.driftgate.collectors.changes.ChangeReading;
import io.driftgate.collectors.changes.CloudTrailEnvelopes;
import io.driftgate.collectors.changes.CloudTrailReader;
import io.driftgate.collectors.changes.Unwrapped;
import io.driftgate.collectors.declared.DeclaredResource;
import io.driftgate.collectors.declared.StateReading;
import io.driftgate.collectors.declared.TerraformState;
import io.driftgate.collectors.live.LiveFileReader;
import io.driftgate.collectors.live.LiveLine;
import io.driftgate.schemas.events.Channel;
import io.driftgate.schemas.events.CloudChange;
import io.driftgate.schemas.identity.ResourceKey;
import io.driftgate.schemas.identity.ResourceTypes;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WorldTest {

    private static final Instant NOW = Instant.parse("2026-03-01T10:02:11.250Z");

    private final World world = World.sample();

    @Test
    void shouldDeclareFourteenResourcesThatAllAreLiveAndAlike() {
        Map<ResourceKey, JsonNode> declared = declared(world);
        Map<ResourceKey, JsonNode> live = live(world);
        assertThat(declared).hasSize(14);
        assertThat(live).isEqualTo(declared);
    }

    @Test
    void shouldOpenTheGroupAndNothingElse() {
        Map<ResourceKey, JsonNode> before = live(world);
        Map<ResourceKey, JsonNode> after = live(world.openGroup());
        assertThat(declared(world.openGroup())).isEqualTo(before);
        List<ResourceKey> changed = changed(before, after);
        assertThat(changed).extracting(ResourceKey::type).containsExactly("aws_security_group");
        assertThat(Objects.requireNonNull(after.get(changed.getFirst())).at("/ingress/0/cidr_blocks"))
                .extracting(JsonNode::asText)
                .containsExactly("10.0.0.0/8", "0.0.0.0/0");
    }

    @Test
    void shouldBeInSyncAgainWhenTheGroupIsPutBack() {
        World back = world.openGroup().putGroupBack();
        assertThat(back.live()).isEqualTo(world.live());
        assertThat(back.state()).isEqualTo(world.state());
    }

    @Test
    void shouldFollowThePipelinesChangeInTheState() {
        World deployed = world.deployFunction();
        List<ResourceKey> changed = changed(declared(deployed), live(deployed));
        assertThat(changed).extracting(ResourceKey::type).containsExactly("aws_lambda_function");
        World followed = deployed.stateFollows();
        assertThat(live(followed)).isEqualTo(declared(followed));
        assertThat(followed.serial()).isEqualTo(world.serial() + 1);
    }

    @ParameterizedTest
    @EnumSource(Trail.class)
    void shouldHaveTrailRecordsThatTheCollectorsReadAsChangesOfDeclaredEntities(Trail trail) {
        CloudChange change = change(trail);
        assertThat(declared(world).keySet())
                .extracting(key -> key.entity().text())
                .contains(change.getEntity());
        assertThat(change.getOccurred()).isEqualTo(Instant.parse("2026-03-01T10:02:11Z"));
    }

    @Test
    void shouldGiveEachTrailRecordAnIdOfItsOwn() {
        assertThat(change(Trail.GROUP_OPENED).getEventId())
                .isNotEqualTo(change(Trail.GROUP_OPENED).getEventId());
    }

    @Test
    void shouldNameMalloryAtTheConsoleAndTheDeployRole() {
        CloudChange opened = change(Trail.GROUP_OPENED);
        assertThat(opened.getActor().getName()).isEqualTo("mallory");
        assertThat(opened.getChannel()).isEqualTo(Channel.CONSOLE);
        assertThat(change(Trail.FUNCTION_DEPLOYED).getActor().getSessionIssuerArn())
                .isEqualTo("arn:aws:iam::123456789012:role/deploy");
    }

    private static CloudChange change(Trail trail) {
        byte[] file = trail.record(NOW).getBytes(StandardCharsets.UTF_8);
        Unwrapped.TrailRecord record = (Unwrapped.TrailRecord)
                new CloudTrailEnvelopes().unwrap(file).iterator().next();
        ChangeReading reading = new CloudTrailReader("trail", Set.of(World.ACCOUNT)).read(record.json(), NOW);
        assertThat(reading).isInstanceOf(ChangeReading.Changes.class);
        return ((ChangeReading.Changes) reading).list().getFirst();
    }

    private static Map<ResourceKey, JsonNode> declared(World world) {
        StateReading reading =
                new TerraformState(ResourceTypes.shipped(), World.ACCOUNT, "eu-west-1").read(world.state());
        assertThat(reading).isInstanceOf(StateReading.Read.class);
        Map<ResourceKey, JsonNode> resources = new HashMap<>();
        for (DeclaredResource resource : ((StateReading.Read) reading).resources()) {
            resources.put(resource.key(), resource.attributes());
        }
        return resources;
    }

    private static Map<ResourceKey, JsonNode> live(World world) {
        Map<ResourceKey, JsonNode> resources = new HashMap<>();
        for (LiveLine line : new LiveFileReader(ResourceTypes.shipped()).read(world.live(), NOW)) {
            assertThat(line).isInstanceOf(LiveLine.Present.class);
            LiveLine.Present present = (LiveLine.Present) line;
            resources.put(present.key(), present.attributes());
        }
        return resources;
    }

    private static List<ResourceKey> changed(Map<ResourceKey, JsonNode> before, Map<ResourceKey, JsonNode> after) {
        assertThat(after.keySet()).isEqualTo(before.keySet());
        return after.keySet().stream()
                .filter(key -> !Objects.equals(after.get(key), before.get(key)))
                .toList();
    }
}
