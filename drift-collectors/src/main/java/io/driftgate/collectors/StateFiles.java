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

/**
 * A Terraform state, or a folder of such, each a scope of its own. A folder that is away for a moment is no state: its files
 * are what is missing. One thread.
 */
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
            files.remove(root);
        } else if (files.containsKey(root) || root.getFileName().toString().contains(".")) {
            there.add(root);
        }
        for (Path file : there) {
            var unused = files.computeIfAbsent(file, this::announced);
        }
        for (StateFile file : files.values()) {
            poll(file);
        }
    }

    private StateFile announced(Path path) {
        StateFile file = new StateFile(path, source.interval(), reader, outlet);
        file.announce();
        return file;
    }

    /** One that cannot be read costs only itself; what Kafka does not take is tried again with all. */
    private static void poll(StateFile file) throws IOException {
        try {
            file.poll();
        } catch (NoSuchFileException gone) {
            file.missing();
        } catch (IOException | IllegalArgumentException failed) {
            file.unreadable(failed);
        }
    }
}
