package io.driftgate.standalone.doctor;

import io.driftgate.standalone.Ports;
import io.driftgate.standalone.client.Readiness;
import io.driftgate.standalone.config.ConfigReport;
import io.driftgate.standalone.config.FolderConfig;
import io.driftgate.standalone.data.DataFolder;
import io.driftgate.standalone.data.RunNote;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A data folder and what runs on it. */
final class TrialChecks {

    private final FolderConfig files;
    private final Ports ports;

    TrialChecks(FolderConfig files, Ports ports) {
        this.files = files;
        this.ports = ports;
    }

    Finding folder() {
        DataFolder folder = files.folder();
        Path root = folder.root();
        Optional<RunNote> running = files.running();
        if (running.isPresent()) {
            return Finding.ok("folder", "process " + running.get().pid() + " runs on " + root);
        }
        if (!Files.exists(root)) {
            return isWritable(nearest(root))
                    ? Finding.ok("folder", root + " is not there yet; driftgate up makes it")
                    : unusable(root + " cannot be made");
        }
        if (!Files.isDirectory(root)) {
            return unusable(root + " is a file");
        }
        if (!isWritable(root)) {
            return unusable(root + " cannot be written by this user");
        }
        return owner(folder)
                .map(pid -> Finding.warn(
                        "folder",
                        "process " + pid + " had the broker's folder last, still lives and left no run.json in " + root,
                        "It may be starting or stopping: wait, then ask again"))
                .orElseGet(() -> Finding.ok("folder", root + " can be used, and nothing runs on it"));
    }

    Finding ports() {
        if (files.running().isPresent()) {
            return Finding.skip("ports", "what runs on the folder has them");
        }
        List<String> taken = ports.taken();
        return taken.isEmpty()
                ? Finding.ok("ports", "all eight are free")
                : Finding.fail(
                        "ports",
                        "taken: " + String.join("; ", taken),
                        "End what listens there (ss -ltnp shows it), or move all with driftgate up --port-base 18000");
    }

    List<Finding> config() {
        if (!Files.isDirectory(files.folder().config())) {
            return List.of(Finding.skip("config", "not there yet; driftgate up writes it"));
        }
        return files.reports().stream().map(TrialChecks::config).toList();
    }

    static Finding config(ConfigReport report) {
        String name = String.valueOf(report.file().getFileName());
        if (!report.unreadable().isEmpty()) {
            return Finding.fail("config", name + " " + report.unreadable(), "Put a file there that this user may read");
        }
        return report.problems().isEmpty()
                ? Finding.ok("config", name + " is fine")
                : Finding.fail(
                        "config",
                        name + " has " + report.problems().size() + " problems, the first: "
                                + report.problems().getFirst(),
                        "driftgate config check tells all");
    }

    List<Finding> services() throws InterruptedException {
        List<Finding> findings = new ArrayList<>();
        Map<String, String> places = files.running().map(RunNote::management).orElseGet(Map::of);
        Readiness.ask(places)
                .forEach((service, state) -> findings.add(
                        state.ready()
                                ? Finding.ok("service", service + ": ready")
                                : Finding.fail(
                                        "service",
                                        service + ": not ready: " + state.reason(),
                                        "Look into " + files.folder().log())));
        return findings;
    }

    private static Finding unusable(String found) {
        return Finding.fail("folder", found, "Choose a folder of your own with --data");
    }

    /** Whoever had the broker's folder last, while it lives; its number may be another's by now, so it is no proof. */
    private static Optional<Long> owner(DataFolder folder) {
        try {
            long pid = Long.parseLong(
                    Files.readString(folder.kafka().resolve("driftgate.pid")).strip());
            return ProcessHandle.of(pid)
                    .filter(ProcessHandle::isAlive)
                    .filter(process -> process.info().command().orElse("").endsWith("java"))
                    .map(ProcessHandle::pid);
        } catch (IOException | NumberFormatException nobody) {
            return Optional.empty();
        }
    }

    private static Path nearest(Path place) {
        Path there = place;
        while (!Files.exists(there) && there.getParent() != null) {
            there = there.getParent();
        }
        return there;
    }

    private static boolean isWritable(Path folder) {
        return Files.isDirectory(folder) && Files.isWritable(folder);
    }
}
