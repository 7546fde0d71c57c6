package io.driftgate.standalone.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftgate.kit.kafka.KafkaAccess;
import io.driftgate.kit.kafka.KafkaSection;
import io.driftgate.kit.kafka.SchemaRegistrySection;
import io.driftgate.schemas.events.DriftStatus;
import io.driftgate.schemas.events.GuardAction;
import io.driftgate.schemas.topic.TopicPrefix;
import io.driftgate.standalone.Ports;
import io.driftgate.standalone.data.ConfigFiles;
import io.driftgate.standalone.data.DataFolder;
import io.driftgate.standalone.data.RunNote;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demo itself, on real parts; and that it tells another story when the world is another. */
class DemoIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    Path temporary;

    private final List<String> lines = new ArrayList<>();

    @Test
    void shouldPlayTheWholeStoryAsShipped() throws Exception {
        try (Demo demo = start(DemoOptions.asShipped(false).withPatience(PATIENCE))) {
            assertThat(play(demo)).as(String.join("\n", lines)).isTrue();
        }
        assertThat(lines)
                .hasSizeLessThanOrEqualTo(35)
                .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(Screen.COLUMNS));
        assertThat(line("WORLD"))
                .contains("14 resources in Terraform, 14 live, all in sync", "aws_security_group.orders");
        assertThat(line("TRAFFIC"))
                .contains("alice GET /orders 200", "no token 401", "bob DELETE /orders 403 needs orders:write")
                .contains("40 requests, 40 recorded");
        assertThat(line("DRIFT")).contains("HIGH d-", "aws_security_group.orders", " s after");
        assertThat(line("who")).contains("mallory, console, from 203.0.113.9, no MFA", "confidence 0.");
        assertThat(line("means")).contains("8443", "T1190", "orders");
        assertThat(line("GUARD")).contains("BLOCKED on 1 of 1 gateways");
        assertThat(line("alice GET /orders 503")).contains("route guarded, d-", "GET /catalog 200");
        assertThat(line("REVERT")).contains("drift REVERTED, guard released, alert resolved, alice GET /orders 200");
        assertThat(line("QUIET")).contains("role/deploy, a pipeline,").endsWith("No alert.");
        assertThat(line("SUMMARY"))
                .matches("SUMMARY  (\\d+) requests = \\1 records \\| 3 changes: 1 drift alerted, 1 revert, 1 quiet"
                        + " \\| 0 dead letters");
        assertThat(line("Try")).isNotEmpty();
    }

    @Tag("long")
    @Test
    void shouldSayThatItDoesNotKnowWhoWhenCloudTrailIsSilent() throws Exception {
        try (Demo demo =
                start(DemoOptions.asShipped(false).withPatience(PATIENCE).withoutTrail())) {
            assertThat(play(demo)).as(String.join("\n", lines)).isTrue();
        }
        assertThat(line("who")).contains("UNKNOWN: no reported change fits");
        assertThat(lines).noneMatch(line -> line.contains("mallory"));
        assertThat(line("GUARD")).contains("BLOCKED");
    }

    @Tag("long")
    @Test
    void shouldSeeNoDriftAndShutNothingWhenNothingIsOpened() throws Exception {
        try (Demo demo = start(DemoOptions.asShipped(false)
                .withPatience(Duration.ofSeconds(15))
                .withoutOpening())) {
            assertThat(play(demo)).as(String.join("\n", lines)).isFalse();
            assertNoDriftAndNoGuard(demo.note());
        }
        assertThat(line("MISSING")).contains("a drift record of aws_security_group.orders");
        assertThat(lines)
                .noneMatch(line -> line.contains(" DRIFT ") || line.contains(" GUARD ") || line.contains("SUMMARY"));
    }

    @Tag("long")
    @Test
    void shouldNotKeepQuietAboutARoleThatIsNoListedPipeline() throws Exception {
        DataFolder folder = new DataFolder(temporary.resolve("demo")).prepare();
        ConfigFiles.DEMO.writeMissing(folder);
        Path file = folder.config().resolve("correlator.yaml");
        String text = Files.readString(file);
        Files.writeString(file, text.replaceAll("(?m)^pipelines:.*$", "pipelines: []"));
        assertThat(Files.readString(file)).isNotEqualTo(text);
        try (Demo demo = start(DemoOptions.asShipped(false).withPatience(PATIENCE))) {
            assertThat(play(demo)).as(String.join("\n", lines)).isFalse();
        }
        assertThat(line("MISSING")).contains("silence about the pipeline's change", "OTHER_AUTOMATION");
        assertThat(lines).noneMatch(line -> line.contains(" QUIET "));
    }

    /** Read by a reader of its own, up to the ends. */
    private static void assertNoDriftAndNoGuard(RunNote note) {
        try (KafkaAccess kafka = new KafkaAccess(
                        new KafkaSection(note.kafka(), Optional.empty()),
                        new SchemaRegistrySection(URI.create(note.registry()), Optional.empty(), Optional.empty()),
                        TopicPrefix.NONE,
                        "demo-it");
                Watch watch = new Watch(kafka)) {
            watch.drifts.readToEnd(PATIENCE);
            watch.guards.readToEnd(PATIENCE);
            watch.alerts.readToEnd(PATIENCE);
            watch.changes.readToEnd(PATIENCE);
            assertThat(watch.changes.entries()).as("CloudTrail told of it").isNotEmpty();
            assertThat(watch.drifts.entries()).noneMatch(entry -> entry.value().getStatus() == DriftStatus.DRIFTED);
            assertThat(watch.alerts.entries()).isEmpty();
            assertThat(watch.guards.entries())
                    .isNotEmpty()
                    .allMatch(entry -> entry.value().getAction() == GuardAction.NONE);
        }
    }

    private Demo start(DemoOptions options) throws Exception {
        return Demo.start(options, new DataFolder(temporary.resolve("demo")), Ports.free(), Map.of(), lines::add);
    }

    private static boolean play(Demo demo) throws Exception {
        return demo.play("", Optional.empty());
    }

    private String line(String word) {
        return lines.stream()
                .filter(line -> line.contains(word))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no line with " + word + " in\n" + String.join("\n", lines)));
    }
}
