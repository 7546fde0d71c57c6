package io.driftgate.collectors;

import io.driftgate.collectors.config.CollectorsConfig.DeclaredSource;
import io.driftgate.collectors.declared.TerraformState;
import io.driftgate.schemas.identity.Scope;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.KafkaException;

/**
 * A Terraform state, or a folder of such, each a scope of its own. A folder that is away for a moment is no state: its files
 * are what is missing. Thread-safe; one at a time reads.
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
    synchronized void poll() throws IOException {
        for (Path file : there(source.terraformState().file())) {
            var unused = files.computeIfAbsent(file, this::announced);
        }
        for (StateFile file : files.values()) {
            poll(file);
        }
    }

    /**
     * Whether every state has been read, or is known to be unusable. Before that, one that is being written may still mark
     * what is a secret.
     */
    synchronized boolean isDecided() {
        return files.values().stream().allMatch(StateFile::isDecided);
    }

    /**
     * Reads one state again and tells it, though nothing may have changed.
     *
     * @return whether it is one of these
     * @throws KafkaException when Kafka did not take all: it is told at the next turn
     */
    synchronized boolean rescan(Scope scope) {
        Optional<StateFile> known = files.values().stream()
                .filter(file -> file.scope().equals(scope))
                .findFirst();
        known.ifPresent(file -> {
            file.forget();
            poll(file);
        });
        return known.isPresent();
    }

    /**
     * Whether the configuration still speaks of a state that an earlier run may have known. One of a folder counts as long
     * as its file is there, or as the folder has none: it may be one that is not mounted.
     */
    synchronized boolean claims(Scope scope) {
        Path root = source.terraformState().file();
        if (files.values().stream().anyMatch(file -> file.scope().equals(scope))
                || scope.equals(StateFile.scopeOf(root))) {
            return true;
        }
        boolean below = scope.text().startsWith(StateFile.scopeOf(root).text() + "/");
        return below && files.isEmpty();
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
