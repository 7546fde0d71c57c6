package io.driftgate.collectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.driftgate.collectors.config.CollectorsConfig.DeclaredSource;
import io.driftgate.collectors.config.CollectorsConfig.LiveFile;
import io.driftgate.collectors.config.CollectorsConfig.LiveSource;
import io.driftgate.collectors.config.CollectorsConfig.TerraformStateFiles;
import io.driftgate.collectors.declared.TerraformState;
import io.driftgate.collectors.live.LiveFileReader;
import io.driftgate.collectors.publish.ScopeStatuses;
import io.driftgate.collectors.publish.SnapshotPublisher;
import io.driftgate.collectors.redact.KnownMarks;
import io.driftgate.collectors.redact.Redactor;
import io.driftgate.collectors.redact.SensitiveAttributes;
import io.driftgate.kit.kafka.DeadLetterPublisher;
import io.driftgate.schemas.events.CollectorStatus;
import io.driftgate.schemas.events.Condition;
import io.driftgate.schemas.events.DeadLetter;
import io.driftgate.schemas.events.SnapshotKind;
import io.driftgate.schemas.events.SnapshotRecord;
import io.driftgate.schemas.identity.ResourceTypes;
import io.driftgate.schemas.identity.Scope;
import io.driftgate.schemas.topic.Service;
import io.driftgate.schemas.topic.TopicPrefix;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files on disk, a producer in memory and a clock by hand. */
class SourceFilesTest {

    private static final String LINE = "{\"type\":\"aws_security_group\",\"id\":\"%s\",\"account\":\"123456789012\","
            + "\"region\":\"eu-west-1\",\"attributes\":{\"id\":\"%s\",\"note\":\"%s\"}}\n";
    private static final String STATE = """
            {"version":4,"serial":1,"lineage":"l","resources":[{"mode":"managed","type":"aws_security_group","name":"orders",
             "provider":"provider[\\"registry.terraform.io/hashicorp/aws\\"]",
             "instances":[{"attributes":{"id":"sg-1","note":"hunter2"},
               "sensitive_attributes":[[{"type":"get_attr","value":"note"}]]}]}]}
            """;

    @TempDir
    Path folder;

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-03-01T10:00:00Z"));
    private final MockProducer<String, SpecificRecord> producer =
            new MockProducer<>(true, null, new StringSerializer(), (topic, value) -> new byte[0]);
    private final ScopeStatuses statuses = new ScopeStatuses(producer, TopicPrefix.NONE, "test", now::get);
    private final Outlet outlet = new Outlet(
            producer,
            TopicPrefix.NONE,
            new Redactor(SensitiveAttributes.shipped(), "k1", new byte[32]),
            new KnownMarks(),
            new SnapshotPublisher(producer, TopicPrefix.NONE, "k1", now::get),
            statuses,
            new DeadLetterPublisher(producer, TopicPrefix.NONE, Service.DRIFT_COLLECTORS, now::get),
            now::get);

    @Test
    void shouldNotTakeAFileThatIsBeingWrittenForDeletion() throws IOException {
        LiveStateFile live = live(LINE.formatted("sg-1", "sg-1", "a") + LINE.formatted("sg-2", "sg-2", "a"));
        live.poll();
        assertThat(kinds())
                .containsExactly(SnapshotKind.BEGAN, SnapshotKind.RESOURCE, SnapshotKind.RESOURCE, SnapshotKind.ENDED);

        write("");
        live.poll();
        later(1);
        live.poll();
        write(LINE.formatted("sg-1", "sg-1", "b"));
        live.poll();
        live.poll();
        assertThat(kinds())
                .as("nothing is gone yet, and what changed is told")
                .hasSize(5)
                .endsWith(SnapshotKind.REFRESHED);

        later(3);
        live.poll();
        assertThat(kinds()).as("it stayed so: sg-2 is gone").hasSize(8).endsWith(SnapshotKind.ENDED);
    }

    @Test
    void shouldNotTakeAFileThatIsBeingWrittenForAllAfterAStart() throws IOException {
        LiveStateFile live = live(LINE.formatted("sg-1", "sg-1", "a"));
        write(LINE.formatted("sg-1", "sg-1", "b"));
        live.poll();
        assertThat(kinds()).containsExactly(SnapshotKind.REFRESHED);
        assertThat(status().getLastSuccess()).isNull();

        later(3);
        live.poll();
        assertThat(kinds()).endsWith(SnapshotKind.BEGAN, SnapshotKind.RESOURCE, SnapshotKind.ENDED);
        assertThat(status().getLastSuccess()).isEqualTo(outlet.clock().instant());
    }

    @Test
    void shouldSayOnceThatALiveFileCannotBeReadAndGoOnOnceItCan() throws IOException {
        LiveStateFile live = live(LINE.formatted("sg-1", "sg-1", "a"));
        Path file = folder.resolve("live.jsonl");
        Files.delete(file);
        live.poll();
        assertThat(status().getConditions())
                .singleElement()
                .satisfies(condition -> assertThat(condition.getType()).isEqualTo("source-missing"));
        // A name that leads to itself is there, and cannot be read even by root.
        Files.createSymbolicLink(file, file);
        live.poll();
        live.poll();
        assertThat(status().getConditions())
                .singleElement()
                .satisfies(condition -> assertThat(condition.getType()).isEqualTo("live-unreadable"));

        Files.delete(file);
        write(LINE.formatted("sg-1", "sg-1", "a"));
        live.poll();
        later(3);
        live.poll();
        assertThat(status().getConditions()).isEmpty();
    }

    @Test
    void shouldBelieveAFileAgainThatWasAwayAndCameBackUnchanged() throws IOException {
        Path file = Files.writeString(folder.resolve("a.tfstate"), STATE);
        StateFiles files = states(file);
        files.poll();
        Files.move(file, folder.resolve("beside"));
        files.poll();
        assertThat(status().getConditions()).hasSize(1);

        Files.move(folder.resolve("beside"), file);
        files.poll();
        assertThat(status().getConditions()).isEmpty();
    }

    @Test
    void shouldLetNothingBeComparedWithWhatAStateDescribesInTwoWays() throws IOException {
        states(
                        Files.writeString(
                                folder.resolve("a.tfstate"),
                                STATE.replace(
                                        "\"instances\":[",
                                        "\"instances\":[{\"index_key\":1,\"attributes\":{\"id\":\"sg-1\",\"note\":\"hunter2 too\"}},")))
                .poll();

        assertThat(producer.history().toString()).doesNotContain("hunter2");
        assertThat(snapshots().stream().map(SnapshotRecord::getResource).filter(Objects::nonNull))
                .singleElement()
                .satisfies(resource -> {
                    assertThat(resource.getResourceKey()).endsWith("/ec2/sg-1#aws_security_group");
                    assertThat(resource.getAttributes()).isNull();
                    assertThat(resource.getOversize()).isTrue();
                    assertThat(resource.getAttributesDigest()).hasSize(64);
                });
    }

    @Test
    void shouldNotRenewWhatItCouldNotReadWhole() throws IOException {
        LiveStateFile live = live(LINE.formatted("sg-1", "sg-1", "a"));
        live.poll();
        write(LINE.formatted("sg-1", "sg-1", "a") + "{broken\n");
        live.poll();
        later(3);
        live.poll();
        later(3600);
        live.poll();

        assertThat(kinds()).doesNotContain(SnapshotKind.UNCHANGED);
        assertThat(status().getConditions())
                .singleElement()
                .satisfies(condition -> assertThat(condition.getType()).isEqualTo("live-line-broken"));
    }

    @Test
    void shouldHideWhatOnlyTheStateMarks() throws IOException {
        LiveStateFile live = live(LINE.formatted("sg-1", "sg-1", "hunter2"));
        states(Files.writeString(folder.resolve("a.tfstate"), STATE)).poll();
        live.poll();

        assertThat(producer.history().toString()).doesNotContain("hunter2");
        List<String> attributes = resources();
        assertThat(attributes).hasSize(2);
        assertThat(attributes.get(0)).as("declared and live compare equal").isEqualTo(attributes.get(1));
    }

    @Test
    void shouldTellALiveLineAgainWhenAStateMarksItLater() throws IOException {
        LiveStateFile live = live(LINE.formatted("sg-1", "sg-1", "hunter2"));
        live.poll();
        states(Files.writeString(folder.resolve("a.tfstate"), STATE)).poll();
        live.poll();

        assertThat(resources().getLast()).contains("$sensitive");
    }

    @Test
    void shouldReadTheOtherStatesWhenOneCannotBeRead() throws IOException {
        Path states = Files.createDirectories(folder.resolve("states"));
        Files.createDirectories(states.resolve("a.tfstate.d"));
        Files.writeString(states.resolve("b.tfstate"), STATE);
        Files.createSymbolicLink(states.resolve("a.tfstate"), Files.writeString(folder.resolve("gone"), "x"));
        StateFiles files = states(states);
        files.poll();
        Files.delete(folder.resolve("gone"));
        files.poll();

        assertThat(resources()).hasSize(1);
        statuses.publish();
        assertThat(producer.history().stream()
                        .map(record -> record.value())
                        .filter(CollectorStatus.class::isInstance)
                        .map(value -> ((CollectorStatus) value).getScope()))
                .as("both are configured")
                .hasSize(2);
    }

    @Test
    void shouldSayWhichStateCannotBeReadAndReadTheOthers() throws IOException {
        Path states = Files.createDirectories(folder.resolve("states"));
        Path first = Files.writeString(states.resolve("a.tfstate"), STATE);
        Path second = Files.writeString(states.resolve("b.tfstate"), STATE);
        StateFiles files = states(states);
        files.poll();
        Files.delete(first);
        Files.createDirectory(first);
        Files.writeString(second, STATE.replace("sg-1", "sg-22"));
        files.poll();

        assertThat(resources()).as("the second is read again").hasSize(3);
        statuses.publish();
        assertThat(producer.history().stream()
                        .map(record -> record.value())
                        .filter(CollectorStatus.class::isInstance)
                        .map(CollectorStatus.class::cast))
                .extracting(
                        status -> status.getScope().endsWith("a.tfstate"),
                        status -> status.getConditions().stream()
                                .map(Condition::getType)
                                .toList())
                .containsExactly(tuple(true, List.of("state-unreadable")), tuple(false, List.of()));
    }

    @Test
    void shouldNotTakeAFolderThatIsAwayForAState() throws IOException {
        Path states = folder.resolve("states.d");
        StateFiles files = states(states);
        files.poll();
        statuses.publish();
        assertThat(producer.history()).as("nobody waits for it for ever").isEmpty();

        Files.createDirectories(states);
        Files.writeString(states.resolve("a.tfstate"), STATE);
        files.poll();
        assertThat(resources()).hasSize(1);
        Files.move(states, folder.resolve("away"));
        files.poll();
        assertThat(status().getScope()).endsWith("states.d/a.tfstate");
        assertThat(status().getConditions())
                .singleElement()
                .satisfies(condition -> assertThat(condition.getType()).isEqualTo("source-missing"));
    }

    @Test
    void shouldReadALiveFolderAsOneSourceAndNameTheFileOfABrokenLine() throws IOException {
        Path parts = Files.createDirectories(folder.resolve("live.d"));
        old(Files.writeString(parts.resolve("a.jsonl"), LINE.formatted("sg-1", "sg-1", "a")));
        old(Files.writeString(parts.resolve("b.jsonl"), LINE.formatted("sg-2", "sg-2", "a")));
        Files.writeString(parts.resolve("c.jsonl.tmp"), "half");
        LiveStateFile live = liveAt(parts);
        live.poll();
        assertThat(kinds())
                .containsExactly(SnapshotKind.BEGAN, SnapshotKind.RESOURCE, SnapshotKind.RESOURCE, SnapshotKind.ENDED);

        Files.writeString(parts.resolve("b.jsonl"), LINE.formatted("sg-2", "sg-2", "b") + "{broken\n");
        live.poll();
        later(3);
        live.poll();
        assertThat(kinds()).endsWith(SnapshotKind.REFRESHED);
        assertThat(status().getConditions())
                .singleElement()
                .satisfies(condition -> assertThat(condition.getMessage()).startsWith("b.jsonl, line 2: "));
        assertThat(letters())
                .singleElement()
                .satisfies(letter -> assertThat(letter.getOrigin())
                        .isEqualTo(parts.resolve("b.jsonl").toString()));

        Files.delete(parts.resolve("b.jsonl"));
        live.poll();
        later(3);
        live.poll();
        assertThat(kinds()).as("what only it had is gone").endsWith(SnapshotKind.RESOURCE, SnapshotKind.ENDED);
        int told = snapshots().size();
        Files.delete(parts.resolve("a.jsonl"));
        live.poll();
        later(3);
        live.poll();
        assertThat(snapshots())
                .as("an empty folder may be one that is not mounted")
                .hasSize(told);
        assertThat(status().getConditions())
                .singleElement()
                .satisfies(condition -> assertThat(condition.getType()).isEqualTo("source-missing"));
    }

    @Test
    void shouldTellAScopeWholeAgainWhenItIsToBeReadAgainThoughNothingChanged() throws IOException {
        LiveStateFile live = live(LINE.formatted("sg-1", "sg-1", "a"));
        Path file = Files.writeString(folder.resolve("a.tfstate"), STATE);
        StateFiles states = states(file);
        states.poll();
        live.poll();
        int before = snapshots().size();

        assertThat(states.rescan(Scope.liveFile("lab"))).isFalse();
        assertThat(snapshots()).hasSize(before);
        assertThat(states.rescan(StateFile.scopeOf(file))).isTrue();
        live.rescan();

        assertThat(kinds().subList(before, kinds().size()))
                .containsExactly(
                        SnapshotKind.BEGAN,
                        SnapshotKind.RESOURCE,
                        SnapshotKind.ENDED,
                        SnapshotKind.BEGAN,
                        SnapshotKind.RESOURCE,
                        SnapshotKind.ENDED);
    }

    @Test
    void shouldSayAtOnceWhatChangedAndAllAgainWithTheHeartbeat() throws IOException {
        Path states = Files.createDirectories(folder.resolve("states"));
        Files.writeString(states.resolve("a.tfstate"), STATE);
        Path second = Files.writeString(states.resolve("b.tfstate"), STATE);
        StateFiles files = states(states);
        files.poll();
        statuses.publishDue();
        assertThat(told()).hasSize(2);
        files.poll();
        statuses.publishDue();
        assertThat(told()).as("nothing new").hasSize(2);

        Files.writeString(second, "{");
        files.poll();
        later(3);
        files.poll();
        statuses.publishDue();
        assertThat(told()).hasSize(3).last().asString().contains("b.tfstate", "state-not-json");

        later(10);
        statuses.publishDue();
        assertThat(told()).hasSize(5);
    }

    @Test
    void shouldSayAgainWhatKafkaDidNotTake() {
        statuses.configured(Scope.liveFile("lab"), Duration.ofMinutes(5));
        RuntimeException away = new org.apache.kafka.common.KafkaException("away");
        producer.sendException = away;
        assertThatThrownBy(() -> statuses.publishDue()).isSameAs(away);
        producer.sendException = null;
        statuses.publishDue();
        assertThat(told()).hasSize(1);
    }

    private List<CollectorStatus> told() {
        return producer.history().stream()
                .map(record -> record.value())
                .filter(CollectorStatus.class::isInstance)
                .map(CollectorStatus.class::cast)
                .toList();
    }

    private List<DeadLetter> letters() {
        return producer.history().stream()
                .map(record -> record.value())
                .filter(DeadLetter.class::isInstance)
                .map(DeadLetter.class::cast)
                .toList();
    }

    /** As old as a file that nobody is writing. */
    private void old(Path file) throws IOException {
        Files.setLastModifiedTime(file, FileTime.from(outlet.clock().instant().minusSeconds(60)));
    }

    private LiveStateFile liveAt(Path path) {
        return new LiveStateFile(
                new LiveSource("lab", new LiveFile(path, true), List.of(), Duration.ofMinutes(5)),
                new LiveFileReader(ResourceTypes.shipped()),
                outlet);
    }

    private LiveStateFile live(String text) throws IOException {
        write(text);
        old(folder.resolve("live.jsonl"));
        return liveAt(folder.resolve("live.jsonl"));
    }

    private StateFiles states(Path path) {
        return new StateFiles(
                new DeclaredSource("s", "a", new TerraformStateFiles(path, true), Duration.ofMinutes(5)),
                new TerraformState(ResourceTypes.shipped(), "123456789012", "eu-west-1"),
                outlet);
    }

    private void write(String text) throws IOException {
        Files.writeString(folder.resolve("live.jsonl"), text);
    }

    private void later(long seconds) {
        now.updateAndGet(time -> time.plusSeconds(seconds));
    }

    private List<SnapshotRecord> snapshots() {
        return producer.history().stream()
                .map(record -> record.value())
                .filter(SnapshotRecord.class::isInstance)
                .map(SnapshotRecord.class::cast)
                .toList();
    }

    private List<SnapshotKind> kinds() {
        return snapshots().stream().map(SnapshotRecord::getKind).toList();
    }

    private List<String> resources() {
        return snapshots().stream()
                .filter(record -> record.getResource() != null)
                .map(record -> String.valueOf(record.getResource().getAttributes()))
                .toList();
    }

    private CollectorStatus status() {
        statuses.publish();
        return producer.history().stream()
                .map(record -> record.value())
                .filter(CollectorStatus.class::isInstance)
                .map(CollectorStatus.class::cast)
                .toList()
                .getLast();
    }
}
