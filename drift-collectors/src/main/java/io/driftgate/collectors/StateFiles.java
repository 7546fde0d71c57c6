package io.driftgate.collectors;

import io.driftgate.collectors.config.CollectorsConfig.DeclaredSource;
import io.driftgate.collectors.declared.TerraformState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A Terraform state, or a folder of such, each a scope of its own. One thread. */
final class StateFiles {

    private final DeclaredSource source;
    private final TerraformState reader;
    private final Outlet outlet;
    private final Map<Path, StateFile> files = new TreeMap<>();

    StateFiles(DeclaredSource source, TerraformState reader, Outlet outlet) {
        this.source = source;
        this.reader = reader;
        this.outlet = outlet;
    }

    void poll() throws IOException {
        Path root = source.terraformState().file();
        Set<Path> there = new HashSet<>();
        if (Files.isDirectory(root)) {
            try (Stream<Path> list = Files.list(root)) {
                list.filter(file -> file.getFileName().toString().endsWith(".tfstate") && Files.isRegularFile(file))
                        .forEach(there::add);
            }
        } else {
            there.add(root);
        }
        for (Path file : there) {
            files.computeIfAbsent(file, path -> new StateFile(path, source.interval(), reader, outlet));
        }
        for (Map.Entry<Path, StateFile> entry : files.entrySet()) {
            try {
                entry.getValue().poll();
            } catch (NoSuchFileException gone) {
                entry.getValue().missing();
            }
        }
    }
}
