package io.driftgate.standalone.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.driftgate.standalone.config.ConfigReport;
import io.driftgate.standalone.config.FolderConfig;
import io.driftgate.standalone.config.ServiceKind;
import io.driftgate.standalone.config.Yaml;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** What is in force. */
@Command(
        name = "show",
        description =
                "Shows the configuration that is in force, defaults included and secrets hidden: of a file, or of the"
                        + " data folder's services.")
final class ConfigShowCommand implements Callable<Integer> {

    @ParentCommand
    private ConfigCommand config = new ConfigCommand();

    @Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    @Mixin
    private final ServiceOption service = new ServiceOption();

    @Parameters(
            paramLabel = "FILE",
            arity = "0..1",
            description = "A service's file. Default: those of the data folder.")
    private @Nullable Path file;

    @Override
    public Integer call() {
        Output output = new Output(spec.commandLine(), config.options());
        List<ConfigReport> reports =
                file == null ? ofFolder(config.folder()) : List.of(service.report(file, config.anyFolder()));
        List<ConfigReport> broken =
                reports.stream().filter(report -> report.settings().isEmpty()).toList();
        if (!broken.isEmpty()) {
            broken.forEach(report -> report.lines().forEach(output::note));
            return broken.stream().allMatch(report -> report.unreadable().isEmpty()) ? Exit.FOUND : Exit.COULD_NOT;
        }
        JsonNode shown = reports.size() == 1 ? effective(reports.getFirst()) : sections(reports);
        if (output.json()) {
            output.print(shown);
        } else {
            output.printRaw(Yaml.of(shown));
        }
        return Exit.FINE;
    }

    private List<ConfigReport> ofFolder(FolderConfig folder) {
        Optional<ServiceKind> one = service.named();
        return one.isPresent() ? List.of(folder.report(one.get())) : folder.reports();
    }

    private static JsonNode sections(List<ConfigReport> reports) {
        ObjectNode sections = JsonNodeFactory.instance.objectNode();
        reports.forEach(report -> sections.set(report.service().word(), effective(report)));
        return sections;
    }

    private static JsonNode effective(ConfigReport report) {
        return report.settings().orElseThrow().effective();
    }
}
