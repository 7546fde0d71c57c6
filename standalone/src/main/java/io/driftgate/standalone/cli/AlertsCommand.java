package io.driftgate.standalone.cli;

import io.driftgate.kit.signing.RecordVerifier;
import io.driftgate.schemas.topic.TopicPrefix;
import io.driftgate.sinks.config.AlertsConfig;
import io.driftgate.standalone.client.AlertFollower;
import io.driftgate.standalone.client.ApiAnswer;
import io.driftgate.standalone.client.ApiClient;
import io.driftgate.standalone.client.ApiException;
import io.driftgate.standalone.client.Views;
import io.driftgate.standalone.config.ConfigReport;
import io.driftgate.standalone.config.FolderConfig;
import io.driftgate.standalone.config.ServiceKind;
import io.driftgate.standalone.data.RunNote;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** What people are told. */
@Command(name = "alerts", description = "What people are told. Alone, it lists.")
final class AlertsCommand implements Callable<Integer> {

    private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

    @ParentCommand
    private DriftgateCommand root = new DriftgateCommand();

    @Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    private Output output() {
        return new Output(spec.commandLine(), root.options());
    }

    @Override
    public Integer call() {
        return list();
    }

    @Command(name = "list", description = "Lists alerts, the open ones first. Exit code 1 when one is open.")
    int list() {
        try (ApiClient api = root.options().client()) {
            ApiAnswer answer = api.list("alerts");
            return new Listing(spec.commandLine(), root.options())
                    .show(answer, Views::alerts, Views::isOpenAlert, "no alerts");
        }
    }

    @Command(name = "show", description = "Shows one alert in full.")
    int show(@Parameters(paramLabel = "ID", description = "a-… or a unique beginning of it.") String id) {
        try (ApiClient api = root.options().client()) {
            output().show(api.one("alerts", id), Views::alert);
            return Exit.FINE;
        }
    }

    @Command(
            name = "follow",
            description = "Shows each alert as it comes, until Ctrl-C: from the topic, or with --api from there.")
    int follow() {
        if (root.options().namesApi()) {
            try (ApiClient api = root.options().client()) {
                return new Following(output(), api, "alerts", Views::alertLine, LOOK_AGAIN).follow();
            }
        }
        RunNote running = root.options().runningOrSay();
        Paint paint = root.options().paint();
        PrintWriter out = spec.commandLine().getOut();
        try (AlertFollower follower = new AlertFollower(running, TopicPrefix.of(System.getenv()), believed())) {
            spec.commandLine().getErr().println("Following alerts; Ctrl-C ends.");
            follower.follow(
                    alert -> {
                        out.println(
                                root.options().json()
                                        ? ApiClient.harmlessJson(alert)
                                        : paint.line(Views.alertLine(alert)));
                        out.flush();
                    },
                    reason -> output().note(
                                    "driftgate: an alert that the correlator did not sign was passed over: " + reason));
        }
        return Exit.FINE;
    }

    /** Those whom the folder's sinks believe. */
    private RecordVerifier believed() {
        FolderConfig folder =
                new FolderConfig(root.options().keyFolder(), root.options().running(), System.getenv());
        ConfigReport report = folder.report(ServiceKind.ALERTS);
        if (report.settings().isPresent() && report.settings().get().config() instanceof AlertsConfig alerts) {
            return RecordVerifier.of(alerts.trustedSigners());
        }
        throw new ApiException(
                String.join("; ", report.lines()) + " (expected: one that says whose alerts are believed)");
    }
}
