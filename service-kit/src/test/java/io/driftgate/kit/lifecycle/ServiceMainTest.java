package io.driftgate.kit.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class ServiceMainTest {

    record Config(int version) {}

    @TempDir
    Path folder;

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final List<String> happened = new ArrayList<>();

    @Test
    void shouldRunUntilToldToStopAndThenClose() throws IOException {
        assertThat(run("version: 1", config -> {
                    happened.add("started " + config.version());
                    return () -> happened.add("closed");
                }))
                .isZero();
        assertThat(happened).containsExactly("started 1", "closed");
    }

    @Test
    void shouldOnlyJudgeTheConfigurationWhenAsked() throws IOException {
        assertThat(run("version: 1", config -> () -> happened.add("closed"), "--check"))
                .isZero();
        assertThat(run("version: x", config -> () -> happened.add("closed"), "--check"))
                .isEqualTo(2);
        assertThat(happened).isEmpty();
        assertThat(printed.toString(StandardCharsets.UTF_8)).contains("version: 'x'");
    }

    @Test
    void shouldSayThatItCouldNotStart() throws IOException {
        assertThat(run("version: 1", config -> {
                    throw new IllegalStateException("port 1 is taken");
                }))
                .isEqualTo(2);
        assertThat(printed.toString(StandardCharsets.UTF_8)).contains("could not start: port 1 is taken");
    }

    @Test
    @Timeout(20)
    void shouldEndWhenToldToStopWhileItStillStarts() throws Exception {
        CountDownLatch stop = new CountDownLatch(1);
        CountDownLatch waits = new CountDownLatch(1);
        ServiceMain<Config> main = new ServiceMain<>("test", Config.class, config -> {
            waits.countDown();
            new CountDownLatch(1).await();
            return () -> happened.add("closed");
        });
        Path file = Files.writeString(folder.resolve("test.yaml"), "version: 1");
        CompletableFuture<Integer> code = CompletableFuture.supplyAsync(
                () -> main.run(List.of("--config", file.toString()), Map.of(), out(), stop));
        assertThat(waits.await(10, TimeUnit.SECONDS)).isTrue();

        stop.countDown();

        assertThat(code.get(10, TimeUnit.SECONDS)).isZero();
        assertThat(happened).isEmpty();
        assertThat(printed.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    /** Parts that stop wait for their threads, which an interrupted one would not do. */
    @Test
    void shouldStopInOrderAlsoWhenToldToRightAfterTheStart() throws IOException {
        assertThat(run("version: 1", config -> {
                    Thread.currentThread().interrupt();
                    return () -> happened.add(Thread.currentThread().isInterrupted() ? "cut off" : "closed");
                }))
                .isZero();
        assertThat(happened).containsExactly("closed");
    }

    @Test
    void shouldShowItsUsage() {
        ServiceMain<Config> main = new ServiceMain<>("test", Config.class, config -> () -> {});

        assertThat(main.run(List.of("--nonsense"), Map.of(), out(), new CountDownLatch(0)))
                .isEqualTo(2);
        assertThat(printed.toString(StandardCharsets.UTF_8)).contains("usage: test --config FILE");
    }

    private int run(String yaml, ServiceMain.Starter<Config> starter, String... more) throws IOException {
        Path file = Files.writeString(folder.resolve("test.yaml"), yaml);
        List<String> arguments = new ArrayList<>(List.of("--config", file.toString()));
        arguments.addAll(List.of(more));
        return new ServiceMain<>("test", Config.class, starter).run(arguments, Map.of(), out(), new CountDownLatch(0));
    }

    private PrintStream out() {
        return new PrintStream(printed, true, StandardCharsets.UTF_8);
    }
}
