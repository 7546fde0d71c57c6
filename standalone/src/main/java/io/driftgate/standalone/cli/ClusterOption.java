package io.driftgate.standalone.cli;

import io.driftgate.standalone.client.ApiException;
import io.driftgate.standalone.config.FolderConfig;
import io.driftgate.standalone.config.ServiceKind;
import io.driftgate.standalone.config.ServiceSettings;
import io.driftgate.standalone.data.RunNote;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which cluster is meant: that of a service's file, or the one that runs on the data folder. */
final class ClusterOption {

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description =
                    "A service's file, any of the four: its Kafka, its registry, its topics. Default: what runs on the"
                            + " data folder.")
    private @Nullable Path file;

    @Mixin
    private final ServiceOption service = new ServiceOption();

    Optional<Path> file() {
        return Optional.ofNullable(file);
    }

    ServiceOption service() {
        return service;
    }

    ServiceSettings settings(GlobalOptions options) {
        FolderConfig folder = new FolderConfig(options.keyFolder(), options.running(), System.getenv());
        if (file != null) {
            return service.settings(file, folder);
        }
        RunNote running = options.runningOrSay();
        // All four are of one cluster; the correlator's has the most to do with it.
        return folder.report(ServiceKind.CORRELATOR)
                .settings()
                .orElseThrow(() -> new ApiException("the configuration in " + running.data()
                        + "/config has problems (expected: none; driftgate config check tells them)"));
    }
}
