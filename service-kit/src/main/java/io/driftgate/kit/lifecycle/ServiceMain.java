package io.driftgate.kit.lifecycle;

import io.driftgate.kit.config.ConfigException;
import io.driftgate.kit.config.ConfigLoader;
import io.driftgate.kit.config.EffectiveConfig;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The process of one service: {@code --config FILE} runs it until it is told to stop, {@code --config FILE --check} only
 * judges the configuration. Exit codes: 0 fine, 2 could not (arguments, configuration, start).
 *
 * @param service the service's word in {@code DRIFTGATE_<SERVICE>_<PATH>}
 * @param type the configuration's root record
 * @param starter starts the service and returns it when it is ready
 */
public record ServiceMain<C extends Record>(String service, Class<C> type, Starter<C> starter) {

    private static final Logger LOG = LoggerFactory.getLogger(ServiceMain.class);
    private static final int FINE = 0;
    private static final int COULD_NOT = 2;

    /** Starts a service from its configuration. */
    @FunctionalInterface
    public interface Starter<C> {
        /** @return what to close when the process is told to stop */
        AutoCloseable start(C config) throws Exception;
    }

    /**
     * @param stop counted down when the process is to stop
     * @return the exit code
     */
    public int run(List<String> arguments, Map<String, String> environment, PrintStream err, CountDownLatch stop) {
        boolean check = arguments.contains("--check");
        List<String> rest = arguments.stream()
                .filter(argument -> !argument.equals("--check"))
                .toList();
        if (rest.size() != 2 || !rest.getFirst().equals("--config")) {
            err.println("usage: " + service + " --config FILE [--check]");
            return COULD_NOT;
        }
        C config;
        try {
            config = new ConfigLoader(service, environment, false).load(type, Path.of(rest.get(1)));
        } catch (ConfigException refused) {
            err.println(refused.getMessage());
            return COULD_NOT;
        }
        if (check) {
            return FINE;
        }
        LOG.atInfo()
                .addKeyValue("service", service)
                .addKeyValue("config", EffectiveConfig.json(config))
                .log("effective configuration");
        try (Lifecycle lifecycle = new Lifecycle()) {
            lifecycle.add(service, start(config, stop));
            LOG.atInfo().addKeyValue("service", service).log("ready");
            stop.await();
            return FINE;
        } catch (InterruptedException told) {
            Thread.currentThread().interrupt();
            return FINE;
        } catch (Exception failed) {
            if (stop.getCount() == 0 && isInterruption(failed)) {
                LOG.atInfo().addKeyValue("service", service).log("told to stop before it had started");
                return FINE;
            }
            LOG.atError().addKeyValue("service", service).setCause(failed).log("could not start");
            err.println(service + " could not start: " + failed.getMessage());
            return COULD_NOT;
        }
    }

    /** A start may wait for Kafka as long as it takes, so whoever wants the process to stop interrupts it. */
    private AutoCloseable start(C config, CountDownLatch stop) throws Exception {
        Thread starting = Thread.currentThread();
        Thread watch = Thread.ofVirtual().name(service + "-start-watch").start(() -> {
            try {
                stop.await();
                starting.interrupt();
            } catch (InterruptedException started) {
                Thread.currentThread().interrupt();
            }
        });
        try {
            return starter.start(config);
        } finally {
            end(watch, stop);
        }
    }

    /** Afterwards the watch's interrupt is forgotten: what was started is stopped in order, however late the stop came. */
    private static void end(Thread watch, CountDownLatch stop) {
        watch.interrupt();
        boolean interrupted = Thread.interrupted();
        while (watch.isAlive()) {
            try {
                watch.join();
            } catch (InterruptedException told) {
                interrupted = true;
            }
        }
        if ((Thread.interrupted() || interrupted) && stop.getCount() > 0) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean isInterruption(Throwable failed) {
        return Stream.<@Nullable Throwable>iterate(
                        failed, cause -> cause != null, cause -> cause == null ? null : cause.getCause())
                .anyMatch(InterruptedException.class::isInstance);
    }

    /** Runs until the JVM is asked to end; for {@code main}. Never returns normally. */
    public void runAndExit(String[] arguments) {
        CountDownLatch stop = new CountDownLatch(1);
        CountDownLatch stopped = new CountDownLatch(1);
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            stop.countDown();
                            try {
                                stopped.await();
                            } catch (InterruptedException ignored) {
                                Thread.currentThread().interrupt();
                            }
                        },
                        service + "-stop"));
        int code = COULD_NOT;
        try {
            code = run(List.of(arguments), System.getenv(), System.err, stop);
        } finally {
            stopped.countDown();
        }
        System.exit(code);
    }
}
