package io.driftgate.standalone.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.driftgate.standalone.config.ConfigReport;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Judges configuration files as their services would. */
@Command(
        name = "check",
        description =
                "Tells every problem of configuration files at once, by path and line, as their services would. Without"
                        + " files: those of the data folder. Exit code 1 when there is a problem, 2 when a file cannot be read.")
final class ConfigCheckCommand implements Callable<Integer> {

    @ParentCommand
    private ConfigCommand config = new ConfigCommand();

    @Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    @Mixin
    private final ServiceOption service = new ServiceOption();

    @Parameters(paramLabel = "FILE", arity = "0..*", description = "Files, or folders with files of the usual names.")
    private List<Path> files = List.of();

    @Override
    public Integer call() {
        List<ConfigReport> reports = files.isEmpty()
                ? config.folder().reports()
                : files.stream()
                        .flatMap(file -> service.reports(file, config.anyFolder()).stream())
                        .toList();
        return show(reports, new Output(spec.commandLine(), config.options()));
    }

    static int show(List<ConfigReport> reports, Output output) {
        if (output.json()) {
            ObjectNode json = JsonNodeFactory.instance.objectNode();
            ArrayNode list = json.putArray("files");
            reports.forEach(report -> list.add(report.json()));
            output.print(json);
        } else {
            reports.forEach(report -> output.print(report.lines()));
        }
        if (reports.stream().anyMatch(report -> !report.unreadable().isEmpty())) {
            return Exit.COULD_NOT;
        }
        return reports.stream().allMatch(report -> report.problems().isEmpty()) ? Exit.FINE : Exit.FOUND;
    }
}
