package io.driftgate.collectors;

import io.driftgate.collectors.config.CollectorsConfig;
import io.driftgate.collectors.config.CollectorsConfig.ChangeSource;
import io.driftgate.collectors.config.CollectorsConfig.DeclaredSource;
import io.driftgate.collectors.config.CollectorsConfig.LiveSource;
import io.driftgate.collectors.publish.ScopeStatuses;
import io.driftgate.schemas.identity.Scope;
import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.file.GenericFileFilter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One route per source. A source that fails is tried again at its next turn; a dropped file stays where it is. */
final class CollectorRoutes extends RouteBuilder {

    private static final Logger LOG = LoggerFactory.getLogger(CollectorRoutes.class);
    private static final Duration WATCH = Duration.ofMillis(250);

    /** Something that is done again and again. */
    @FunctionalInterface
    interface Turn {
        void run() throws Exception;
    }

    private final CollectorsConfig config;
    private final Map<String, StateFiles> declared;
    private final Map<String, LiveStateFile> live;
    private final Map<String, ChangeDrop> changes;
    private final Turn status;
    private final Turn retirement;
    /** Declared sources that had no whole turn yet, or have a state that may still be in the middle of being written. */
    private final Set<String> untold = ConcurrentHashMap.newKeySet();
    /** Sources whose last turn failed. */
    private final Set<String> failing = ConcurrentHashMap.newKeySet();

    CollectorRoutes(
            CollectorsConfig config,
            Map<String, StateFiles> declared,
            Map<String, LiveStateFile> live,
            Map<String, ChangeDrop> changes,
            Turn status,
            Turn retirement) {
        this.config = config;
        this.declared = Map.copyOf(declared);
        this.live = Map.copyOf(live);
        this.changes = Map.copyOf(changes);
        this.status = status;
        this.retirement = retirement;
        untold.addAll(declared.keySet());
    }

    @Override
    public void configure() {
        for (DeclaredSource source : config.declared()) {
            StateFiles files = declared.get(source.name());
            if (files != null) {
                timer(
                        "declared-" + source.name(),
                        period(source.terraformState().watch(), source.interval()),
                        () -> {
                            files.poll();
                            if (files.isDecided()) {
                                untold.remove(source.name());
                            }
                        });
            }
        }
        for (LiveSource source : config.live()) {
            LiveStateFile file = live.get(source.name());
            if (file != null) {
                timer("live-" + source.name(), period(source.file().watch(), source.interval()), () -> {
                    // What a state marks as sensitive must be known before live values leave this process.
                    if (untold.isEmpty()) {
                        file.poll();
                    }
                });
            }
        }
        for (ChangeSource source : config.changes()) {
            ChangeDrop drop = changes.get(source.name());
            if (drop != null) {
                folder("changes-" + source.name(), source.folder().path(), drop);
            }
        }
        timer("status", WATCH, status);
        // Not in the turn of the status: it may wait for the registry, and who says nothing meanwhile is blind.
        timer("retirement", ScopeStatuses.HEARTBEAT, retirement);
    }

    /**
     * Reads a scope again at once and tells it, though nothing may have changed.
     *
     * @return whether it is one of these sources'
     */
    boolean rescan(Scope scope) {
        if (declared.values().stream().anyMatch(files -> files.rescan(scope))) {
            return true;
        }
        Optional<LiveStateFile> found = live.values().stream()
                .filter(file -> file.scope().equals(scope))
                .findFirst();
        // Without what the states mark it is not read yet, and will be whole then.
        found.filter(file -> untold.isEmpty()).ifPresent(LiveStateFile::rescan);
        return found.isPresent();
    }

    /** Whether one of these sources is configured to read a scope. */
    static boolean claims(Map<String, StateFiles> declared, Map<String, LiveStateFile> live, Scope scope) {
        return declared.values().stream().anyMatch(files -> files.claims(scope))
                || live.values().stream().anyMatch(file -> file.scope().equals(scope));
    }

    private static Duration period(boolean watch, Duration interval) {
        return watch && WATCH.compareTo(interval) < 0 ? WATCH : interval;
    }

    private void timer(String name, Duration period, Turn turn) {
        from("timer:" + name + "?delay=0&period=" + period.toMillis())
                .routeId(name)
                .errorHandler(noErrorHandler())
                .process(exchange -> {
                    try {
                        turn.run();
                        failing.remove(name);
                    } catch (Exception failed) {
                        if (failing.add(name)) {
                            LOG.atWarn()
                                    .addKeyValue("source", name)
                                    .setCause(failed)
                                    .log("could not be read, is tried again and not said again");
                        }
                    }
                });
    }

    /** A file is moved only after its exchange ended well, so without an error handler that would call failure well. */
    private void folder(String name, Path path, ChangeDrop drop) {
        // Left alone here without a word; what changes between this and its turn is refused there.
        GenericFileFilter<File> whole = file -> file.isDirectory()
                || !drop.isHalfWritten(file.getFile().toPath(), Instant.ofEpochMilli(file.getLastModified()));
        getContext().getRegistry().bind(name, GenericFileFilter.class, whole);
        from("file:" + path + "?filter=#" + name
                        + "&recursive=true&initialDelay=0&delay=250&move=.done&exclude=.*[.](tmp|part)"
                        + "&readLock=changed&readLockCheckInterval=200&readLockMarkerFile=false&readLockLoggingLevel=DEBUG")
                .routeId(name)
                .errorHandler(noErrorHandler())
                .process(exchange -> drop.accept(
                        path.resolve(exchange.getIn().getHeader(Exchange.FILE_NAME, String.class))
                                .toString(),
                        exchange.getIn().getMandatoryBody(byte[].class),
                        Instant.ofEpochMilli(exchange.getIn().getHeader(Exchange.FILE_LAST_MODIFIED, 0L, Long.class))));
    }
}
