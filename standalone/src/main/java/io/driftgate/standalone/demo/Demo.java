package io.driftgate.standalone.demo;

import io.driftgate.kit.kafka.KafkaAccess;
import io.driftgate.kit.kafka.KafkaSection;
import io.driftgate.kit.kafka.SchemaRegistrySection;
import io.driftgate.kit.token.LocalIssuer;
import io.driftgate.schemas.events.AlertStatus;
import io.driftgate.schemas.events.DriftRecord;
import io.driftgate.schemas.events.Resolution;
import io.driftgate.schemas.topic.TopicCatalogue;
import io.driftgate.schemas.topic.TopicPrefix;
import io.driftgate.standalone.Ports;
import io.driftgate.standalone.Settings;
import io.driftgate.standalone.Standalone;
import io.driftgate.standalone.client.ApiClient;
import io.driftgate.standalone.client.Tokens;
import io.driftgate.standalone.data.ConfigFiles;
import io.driftgate.standalone.data.DataFolder;
import io.driftgate.standalone.data.RunNote;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;

/**
 * The demo: the whole trial on a folder of its own, the sample world in it, and a story that is played and measured. It
 * never tells what it has not read back.
 */
public final class Demo implements AutoCloseable {

    private final DemoOptions options;
    private final Consumer<String> screen;
    private final DataFolder folder;
    private final Upstream upstream;
    private final PrintStream alertsFile;
    private final Standalone running;
    private final long readyAt;

    private Demo(
            DemoOptions options,
            Consumer<String> screen,
            DataFolder folder,
            Upstream upstream,
            PrintStream alertsFile,
            Standalone running) {
        this.options = options;
        this.screen = screen;
        this.folder = folder;
        this.upstream = upstream;
        this.alertsFile = alertsFile;
        this.running = running;
        this.readyAt = System.nanoTime();
    }

    /**
     * Starts everything with the sample world in sync.
     *
     * @param folder empty
     * @param screen takes the lines
     * @throws Exception whatever keeps it from starting; nothing stays behind then but the folder
     */
    public static Demo start(
            DemoOptions options,
            DataFolder folder,
            Ports ports,
            Map<String, String> environment,
            Consumer<String> screen)
            throws Exception {
        Screen.title().forEach(screen);
        folder.prepare();
        WorldFiles files = new WorldFiles(folder);
        World world = World.sample();
        files.declared(world);
        files.live(world);
        long began = System.nanoTime();
        List<Act.Part> parts = new ArrayList<>();
        Upstream upstream = new Upstream();
        PrintStream alerts = new PrintStream(
                Files.newOutputStream(folder.log().resolveSibling("alerts.txt")), true, StandardCharsets.UTF_8);
        try {
            Map<String, String> variables = new HashMap<>(environment);
            variables.put("STANDALONE_UPSTREAM", upstream.url());
            Standalone running = Standalone.start(
                    new Settings(folder, ConfigFiles.DEMO, ports, variables, alerts),
                    (part, where, took) -> parts.add(new Act.Part(part, took)));
            Act started = new Act.Started(parts, Duration.ofNanos(System.nanoTime() - began));
            Screen.render(Duration.ZERO, started).forEach(screen);
            return new Demo(options, screen, folder, upstream, alerts, running);
        } catch (Exception failed) {
            upstream.close();
            alerts.close();
            throw failed;
        }
    }

    /** Where everything is. */
    public RunNote note() {
        return running.note();
    }

    /**
     * Plays the story.
     *
     * @param data what the commands that are suggested need to find it; empty when they find it by themselves
     * @param api root of the API in the suggestions; nothing when it will be another
     * @return whether all of it was seen
     * @throws Exception what is nobody's fault in the story: an interrupt, a broker that is gone
     */
    public boolean play(String data, Optional<String> api) throws Exception {
        RunNote note = running.note();
        LocalIssuer issuer = running.issuer();
        TopicPrefix prefix = TopicPrefix.of(System.getenv());
        String operator = issuer.issue("demo", Tokens.API_AUDIENCE, Tokens.OPERATOR_SCOPES, Duration.ofHours(1));
        try (KafkaAccess kafka = new KafkaAccess(
                        new KafkaSection(note.kafka(), Optional.empty()),
                        new SchemaRegistrySection(URI.create(note.registry()), Optional.empty(), Optional.empty()),
                        prefix,
                        "demo");
                Admin admin = kafka.admin();
                Watch watch = new Watch(kafka);
                ApiClient client = new ApiClient(URI.create(note.api()), operator);
                Caller caller = new Caller(URI.create(note.gateway()), issuer, Tokens.GATEWAY_AUDIENCE)) {
            Stage stage = new Stage(
                    options,
                    watch,
                    new Engine(admin, prefix.name(TopicCatalogue.ENTITY_FACTS)),
                    client,
                    caller,
                    upstream,
                    new WorldFiles(folder),
                    running.attributionWait(),
                    readyAt,
                    lines -> lines.forEach(screen));
            try {
                story(stage, data, api);
                return true;
            } catch (MissingException missing) {
                stage.tell(new Act.Missing(String.valueOf(missing.getMessage()), folder.log()));
                return false;
            }
        }
    }

    private void story(Stage stage, String data, Optional<String> api) throws Exception {
        World world = World.sample();
        WorldScene.play(stage);
        TrafficScene.play(stage);
        DriftScene.Broken broken = DriftScene.play(stage, world);
        Duration toOpen = RevertScene.play(stage, world.openGroup(), broken);
        QuietScene.play(stage, world);
        sums(stage, broken, toOpen);
        stage.tell(new Act.Try(options.keep(), broken.drift().getId(), data, api));
    }

    private static void sums(Stage stage, DriftScene.Broken broken, Duration toOpen) throws Exception {
        int requests = stage.caller().answered();
        stage.expectThat(
                "a record of each of " + requests + " requests", () -> TrafficScene.recorded(stage) >= requests);
        Watch watch = stage.watch();
        for (TopicLog<?> log : List.of(watch.alerts, watch.drifts, watch.changes, watch.accesses)) {
            log.readToEnd(stage.options().patience());
        }
        Set<String> alerted = watch.alerts
                .entries()
                .filter(entry -> entry.value().getStatus() == AlertStatus.OPEN)
                .flatMap(entry -> entry.value().getDriftIds().stream())
                .collect(Collectors.toSet());
        long reverted = watch.drifts
                .entries()
                .map(TopicLog.Entry::value)
                .filter(record -> record.getResolution() == Resolution.REVERTED)
                .map(DriftRecord::getId)
                .filter(alerted::contains)
                .distinct()
                .count();
        Set<String> subjects = watch.alerts
                .entries()
                .map(entry -> entry.value().getSubject())
                .map(subject -> subject.replaceAll("#.*", ""))
                .collect(Collectors.toSet());
        long quiet = watch.changes
                .entries()
                .filter(entry -> !subjects.contains(entry.value().getEntity()))
                .count();
        int recorded = TrafficScene.recorded(stage);
        stage.tell(new Act.Summary(
                requests,
                recorded,
                (int) watch.changes.entries().count(),
                alerted.size(),
                (int) reverted,
                (int) quiet,
                watch.deadLetters(stage.options().patience()),
                broken.toAlert(),
                broken.toShut(),
                toOpen));
        Stage.require(requests == recorded, "as many records as requests");
    }

    @Override
    public void close() {
        running.close();
        upstream.close();
        alertsFile.close();
    }
}
