package io.driftgate.collectors;

import io.driftgate.collectors.config.CollectorsConfig.DeclaredSource;
import io.driftgate.collectors.declared.TerraformState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.KafkaException;

/**
 * A Terraform state, or a folder of such, each a scope of its own. A folder that is away for a moment is no state: its files
 * are what is missing. One thread.
 */
final class StateFiles {

    private static final String SUFFIX = ".tfstate";

    private final DeclaredSource source;
    private final TerraformState reader;
    private final Outlet outlet;
    private final Map<Path, StateFile> files = new TreeMap<>();
    private boolean folder;

    StateFiles(DeclaredSource source, TerraformState reader, Outlet outlet) {
        this.source = source;
        this.reader = reader;
        this.outlet = outlet;
    }

    /** @throws IOException when the folder cannot be listed; what is known of it is blind then */
    void poll() throws IOException {
        for (Path file : there(source.terraformState().file())) {
            var unused = files.computeIfAbsent(file, this::announced);
        }
        for (StateFile file : files.values()) {
            poll(file);
        }
    }

    /** A name that is away is a state only when it was one or is called one: it could be a folder. */
    private Set<Path> there(Path root) throws IOException {
        if (!Files.isDirectory(root)) {
            boolean state = Files.exists(root) || root.getFileName().toString().endsWith(SUFFIX);
            return state && !folder ? Set.of(root) : Set.of();
        }
        folder = true;
        try (Stream<Path> list = Files.list(root)) {
            return list.filter(file -> file.getFileName().toString().endsWith(SUFFIX) && Files.isRegularFile(file))
                    .collect(Collectors.toSet());
        } catch (IOException | UncheckedIOException unlisted) {
            files.values().forEach(file -> file.unreadable(unlisted));
            throw new IOException(root + " cannot be listed (expected: a folder that this user may read)", unlisted);
        }
    }

    private StateFile announced(Path path) {
        StateFile file = new StateFile(path, source.interval(), reader, outlet);
        file.announce();
        return file;
    }

    /** One that cannot be read costs only itself; what Kafka does not take is tried again with all. */
    private static void poll(StateFile file) {
        try {
            file.poll();
        } catch (KafkaException notTaken) {
            throw notTaken;
        } catch (NoSuchFileException gone) {
            file.missing();
        } catch (IOException | RuntimeException failed) {
            file.unreadable(failed);
        }
    }
}
