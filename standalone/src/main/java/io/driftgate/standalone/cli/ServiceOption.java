package io.driftgate.standalone.cli;

import io.driftgate.standalone.config.ConfigReport;
import io.driftgate.standalone.config.FolderConfig;
import io.driftgate.standalone.config.ServiceKind;
import io.driftgate.standalone.config.ServiceSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Whose configuration a file is. */
final class ServiceOption {

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec command;

    @Option(
            names = "--service",
            paramLabel = "NAME",
            description = "Whose file it is: gateway, collectors, correlator or alerts. Default: by the file's name.")
    private @Nullable ServiceKind service;

    Optional<ServiceKind> named() {
        return Optional.ofNullable(service);
    }

    /** What is to be said of a file, or of those that lie in a folder under the usual names. */
    List<ConfigReport> reports(Path place, FolderConfig folder) {
        if (!Files.isDirectory(place)) {
            return List.of(report(place, folder));
        }
        List<ConfigReport> reports = Arrays.stream(ServiceKind.values())
                .map(kind -> place.resolve(kind.fileName()))
                .filter(Files::exists)
                .map(file -> report(file, folder))
                .toList();
        if (reports.isEmpty()) {
            throw refused(place + " has none of gateway.yaml, collectors.yaml, correlator.yaml, alerts.yaml");
        }
        return reports;
    }

    ConfigReport report(Path file, FolderConfig folder) {
        ServiceKind kind = Optional.ofNullable(service)
                .or(() -> ServiceKind.of(file))
                .orElseThrow(() ->
                        refused("whose file " + file + " is cannot be told by its name (expected: --service NAME)"));
        return folder.has(file)
                        && folder.file(kind).equals(file.toAbsolutePath().normalize())
                ? folder.report(kind)
                : ConfigReport.of(file, kind, System.getenv(), false);
    }

    /** What is in a file that a command needs; all of its problems when it cannot be used. */
    ServiceSettings settings(Path file, FolderConfig folder) {
        ConfigReport report = report(file, folder);
        return report.settings().orElseThrow(() -> refused(String.join("; ", report.lines())));
    }

    private ParameterException refused(String message) {
        return new ParameterException(
                Objects.requireNonNull(command, "set by picocli").commandLine(), message);
    }
}
