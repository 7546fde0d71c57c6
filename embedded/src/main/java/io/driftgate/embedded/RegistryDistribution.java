package io.driftgate.embedded;

import io.driftgate.embedded.EmbeddedStartException.Reason;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Finds the registry's unpacked distribution, the folder that holds {@code quarkus-run.jar}. Looked for, in this
 * order: the configuration, system property {@code driftgate.registry.home}, environment
 * {@code DRIFTGATE_REGISTRY_HOME}, {@code embedded/target/registry} under system property {@code driftgate.root} (the
 * work tree), {@code ../registry} beside our own jar. The first that is named decides, unless it is one of the last
 * two, which are guesses.
 */
final class RegistryDistribution {

    static final String HOME_PROPERTY = "driftgate.registry.home";
    static final String HOME_VARIABLE = "DRIFTGATE_REGISTRY_HOME";
    static final String ROOT_PROPERTY = "driftgate.root";

    private static final String RUNNER = "quarkus-run.jar";

    private RegistryDistribution() {}

    /** @throws EmbeddedStartException DISTRIBUTION_MISSING, listing where it was looked for */
    static Path locate(Optional<Path> configured) {
        Optional<Path> named = configured
                .or(() -> path(System.getProperty(HOME_PROPERTY)))
                .or(() -> path(System.getenv(HOME_VARIABLE)));
        return choose(named, guesses());
    }

    /** The same as a decision: a folder that somebody named is never passed over in silence for a guess. */
    static Path choose(Optional<Path> named, List<Path> guesses) {
        List<Path> candidates = named.map(List::of).orElse(guesses);
        return candidates.stream()
                .filter(folder -> Files.isRegularFile(folder.resolve(RUNNER)))
                .findFirst()
                .map(Path::toAbsolutePath)
                .orElseThrow(() -> new EmbeddedStartException(
                        Reason.DISTRIBUTION_MISSING,
                        "No registry distribution (a folder with %s) in %s. Build the module embedded, or name the folder in %s."
                                .formatted(RUNNER, shown(candidates), HOME_VARIABLE)));
    }

    /** The runner's jar, which names the rest of the class path. */
    static Path runner(Path home) {
        return home.resolve(RUNNER);
    }

    private static List<Path> guesses() {
        List<Path> guesses = new ArrayList<>();
        path(System.getProperty(ROOT_PROPERTY))
                .map(root -> root.resolve("embedded").resolve("target").resolve("registry"))
                .ifPresent(guesses::add);
        ownJar().map(jar -> jar.resolveSibling("..").resolve("registry").normalize())
                .ifPresent(guesses::add);
        return guesses;
    }

    private static Optional<Path> ownJar() {
        CodeSource source = RegistryDistribution.class.getProtectionDomain().getCodeSource();
        if (source == null || source.getLocation() == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(Path.of(source.getLocation().toURI()).toAbsolutePath());
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    private static Optional<Path> path(@Nullable String text) {
        return Optional.ofNullable(text).filter(value -> !value.isBlank()).map(Path::of);
    }

    private static String shown(List<Path> candidates) {
        return candidates.isEmpty()
                ? "any known place"
                : candidates.stream().map(Path::toString).collect(Collectors.joining(", "));
    }
}
