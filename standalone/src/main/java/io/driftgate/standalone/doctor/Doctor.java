package io.driftgate.standalone.doctor;

import io.driftgate.schemas.topic.TopicPrefix;
import io.driftgate.standalone.Ports;
import io.driftgate.standalone.config.ConfigReport;
import io.driftgate.standalone.config.FolderConfig;
import io.driftgate.standalone.config.ServiceKind;
import io.driftgate.standalone.config.ServiceSettings;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Looks for the usual causes of trouble, cheap ones first. It changes nothing. One thread.
 *
 * @param step is told what is being looked at
 */
public record Doctor(TopicPrefix prefix, InstantSource clock, Consumer<String> step) {

    /** A data folder on this machine, and what runs on it. */
    public List<Finding> folder(FolderConfig files, Ports ports) throws InterruptedException {
        TrialChecks trial = new TrialChecks(files, ports);
        boolean running = files.running().isPresent();
        List<Finding> findings = new ArrayList<>();
        findings.add(Machine.java());
        findings.add(Machine.memory(!running));
        findings.add(Machine.disk(files.folder().root()));
        findings.add(trial.folder());
        findings.add(trial.ports());
        findings.addAll(trial.config());
        if (!running) {
            findings.add(Finding.skip(
                    "cluster",
                    "nothing runs, so broker, registry, topics and clock were not asked; driftgate up starts it"));
            return findings;
        }
        step.accept("asking the services");
        findings.addAll(trial.services());
        findings.addAll(cluster(files.report(ServiceKind.CORRELATOR).settings()));
        return findings;
    }

    /** A service of a cluster, from where it runs. */
    public List<Finding> service(ConfigReport report) throws InterruptedException {
        List<Finding> findings = new ArrayList<>();
        findings.add(Machine.java());
        findings.add(Machine.memory(false));
        findings.add(TrialChecks.config(report));
        findings.addAll(cluster(report.settings()));
        return findings;
    }

    private List<Finding> cluster(Optional<ServiceSettings> settings) throws InterruptedException {
        return settings.isPresent()
                ? new ClusterChecks(settings.get(), prefix, clock, step).all()
                : List.of(Finding.skip("cluster", "not asked: its configuration has problems"));
    }
}
