package io.driftgate.standalone.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.driftgate.kit.kafka.KafkaAccess;
import io.driftgate.kit.text.PrintableText;
import io.driftgate.schemas.topic.TopicPrefix;
import io.driftgate.standalone.catalogue.CatalogueDeployment;
import io.driftgate.standalone.catalogue.Entry;
import io.driftgate.standalone.config.ServiceSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Topics and subjects of a cluster, for its deployment. */
@Command(name = "schemas", description = "Topics, subjects and their compatibility in a cluster. Alone, it checks.")
final class SchemasCommand implements Callable<Integer> {

    @ParentCommand
    private DriftgateCommand root = new DriftgateCommand();

    @Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    @Mixin
    private final ClusterOption cluster = new ClusterOption();

    @Override
    public Integer call() {
        return check(cluster);
    }

    @Command(
            name = "check",
            description = "Tells which topics and subjects are not as the catalogue says. Exit code 1 when one is not.")
    int check(@Mixin ClusterOption target) {
        return show(target, CatalogueDeployment::check);
    }

    @Command(
            name = "register",
            description =
                    "Makes missing topics, registers schemas and sets their compatibility; what is there and right stays."
                            + " Exit code 1 when something cannot be as the catalogue says.")
    int register(@Mixin ClusterOption target) {
        return show(target, CatalogueDeployment::make);
    }

    private int show(ClusterOption target, Function<CatalogueDeployment, List<Entry>> work) {
        Output output = new Output(spec.commandLine(), root.options());
        ServiceSettings settings = target.settings(root.options());
        List<Entry> entries;
        try (Waiting waiting =
                        output.waiting("reaching Kafka at " + settings.kafka().bootstrapServers());
                KafkaAccess access = new KafkaAccess(
                        settings.kafka(), settings.schemaRegistry(), TopicPrefix.of(System.getenv()), "schemas")) {
            entries = work.apply(new CatalogueDeployment(access, settings.topics(), waiting::now));
        }
        boolean fine = entries.stream().allMatch(Entry::isFine);
        if (output.json()) {
            ObjectNode json = JsonNodeFactory.instance.objectNode().put("fine", fine);
            ArrayNode list = json.putArray("entries");
            entries.forEach(entry -> list.add(entry.json()));
            output.print(json);
        } else {
            output.print(lines(entries));
        }
        return fine ? Exit.FINE : Exit.FOUND;
    }

    /** What is as it should be is only counted. */
    private static List<String> lines(List<Entry> entries) {
        List<Entry> shown = entries.stream()
                .filter(entry -> entry.state() != Entry.State.FINE)
                .toList();
        long fine = entries.size() - shown.size();
        if (shown.isEmpty()) {
            return List.of("all " + fine + " topics and subjects are as the catalogue says");
        }
        List<String> lines = new ArrayList<>();
        for (Entry entry : shown) {
            lines.add(PrintableText.of("%-8s%-8s %s  %s"
                            .formatted(
                                    entry.state(),
                                    entry.kind().name().toLowerCase(Locale.ROOT),
                                    entry.name(),
                                    entry.detail()))
                    .stripTrailing());
        }
        lines.add("");
        lines.add(fine + " others are as the catalogue says");
        return lines;
    }
}
