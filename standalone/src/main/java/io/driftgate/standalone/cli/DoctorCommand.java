package io.driftgate.standalone.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.driftgate.kit.text.PrintableText;
import io.driftgate.schemas.topic.TopicPrefix;
import io.driftgate.standalone.Ports;
import io.driftgate.standalone.config.FolderConfig;
import io.driftgate.standalone.doctor.Doctor;
import io.driftgate.standalone.doctor.Finding;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Finds the usual causes. */
@Command(
        name = "doctor",
        description =
                "Looks for the usual causes of trouble and says what to do, on the data folder or, with --config, in a"
                        + " cluster. It changes nothing. Exit code 1 when something needs work.")
final class DoctorCommand implements Callable<Integer> {

    @ParentCommand
    private DriftgateCommand root = new DriftgateCommand();

    @Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    @Mixin
    private final ClusterOption cluster = new ClusterOption();

    @Option(
            names = "--port-base",
            paramLabel = "N",
            defaultValue = "8000",
            description = "The ports that driftgate up would be given. Default: 8000.")
    private int portBase;

    @Override
    public Integer call() throws InterruptedException {
        Output output = new Output(spec.commandLine(), root.options());
        FolderConfig files =
                new FolderConfig(root.options().keyFolder(), root.options().running(), System.getenv());
        List<Finding> findings;
        try (Waiting waiting = output.waiting("looking at this machine")) {
            Doctor doctor = new Doctor(TopicPrefix.of(System.getenv()), InstantSource.system(), waiting::now);
            Path file = cluster.file().orElse(null);
            findings = file == null
                    ? doctor.folder(files, Ports.shifted(portBase))
                    : doctor.service(cluster.service().report(file, files));
        }
        boolean fine = findings.stream().noneMatch(Finding::needsWork);
        if (output.json()) {
            ObjectNode json = JsonNodeFactory.instance.objectNode().put("fine", fine);
            ArrayNode list = json.putArray("findings");
            findings.forEach(finding -> list.add(finding.json()));
            output.print(json);
        } else {
            findings.forEach(finding -> output.print(PrintableText.of(finding.line())));
        }
        return fine ? Exit.FINE : Exit.FOUND;
    }
}
