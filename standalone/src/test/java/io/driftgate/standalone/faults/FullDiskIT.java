package io.driftgate.standalone.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftgate.standalone.demo.World;
import io.driftgate.standalone.faults.Shop.Part;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code driftgate up} on a data folder without room, before and in the middle. The folder is a small file system in memory. */
@Tag("long")
class FullDiskIT {

    private static final long LAST_ROOM = 64 * 1024;
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    @TempDir
    Path folder;

    private Path disk = Path.of(".");

    @BeforeEach
    void mount() throws Exception {
        disk = Files.createDirectories(folder.resolve("disk"));
        int code = run("mount", "-t", "tmpfs", "-o", "size=800m", "tmpfs", disk.toString());
        if (code != 0) {
            System.err.println("NOT RUN: " + getClass().getSimpleName()
                    + " may not mount a file system here (expected: root, or unshare -rm mvn …)");
        }
        Assumptions.assumeTrue(
                code == 0, "mount -t tmpfs is not allowed here (expected: root, or unshare -rm mvn …): not tried");
    }

    @AfterEach
    void unmount() throws Exception {
        var unused = run("umount", "-l", disk.toString());
    }

    @Test
    void shouldSayInOneSentenceThatThereIsNoRoomAndStartOnceThereIs() throws Exception {
        try (Shop shop = Shop.onItsOwn(disk.resolve("data"))) {
            Path ballast = fill(LAST_ROOM);
            ServiceProcess first = shop.startUp(folder.resolve("first.log"));
            int code = first.exitCode(PATIENCE);
            assertThat(code).as(first.output()).isEqualTo(2);
            shouldBeSaid(first);
            first.close();

            Files.delete(ballast);
            var unused = shop.startUp(folder.resolve("second.log"));
            shop.awaitReady(Part.values());
            shop.awaitComparison();
            shop.playStory();
        }
    }

    @Test
    void shouldStopWithOneSentenceWhenTheDiskFillsUpInMidRunAndLoseNothing() throws Exception {
        try (Shop shop = Shop.onItsOwn(disk.resolve("data"))) {
            ServiceProcess up = shop.startUp(folder.resolve("up.log"));
            shop.awaitReady(Part.values());
            shop.awaitComparison();
            shop.playStory();

            Path ballast = fill(LAST_ROOM);
            // This fits in, and what comes of it takes the last room.
            shop.live(World.sample().openGroup());
            fill(0);
            assertThat(up.exitCode(PATIENCE)).as(up.output()).isEqualTo(2);
            shouldBeSaid(up);
            up.close();

            Files.delete(ballast);
            var unused = shop.startUp(folder.resolve("again.log"));
            shop.awaitReady(Part.values());
            Shop.await("the route is shut", () -> shop.orders() == 503);
            shop.live(World.sample());
            Shop.await("the route is open again", () -> shop.orders() == 200);
            shop.playStory();
        }
    }

    /** One sentence that a person can act on, and nothing that only a programmer can read. */
    private static void shouldBeSaid(ServiceProcess up) {
        assertThat(up.output().lines().filter(line -> line.startsWith("driftgate: ")))
                .as(up.output())
                .hasSize(1)
                .first()
                .asString()
                .containsIgnoringCase("room");
        assertThat(up.output()).doesNotContain("\tat ");
    }

    /** Takes all the room there is but so much. */
    private Path fill(long left) throws IOException {
        Path ballast = disk.resolve("ballast");
        byte[] block = new byte[4 * 1024];
        try (OutputStream out = Files.newOutputStream(ballast, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            while (Files.getFileStore(disk).getUsableSpace() > left) {
                out.write(block);
            }
        } catch (IOException full) {
            return ballast;
        }
        return ballast;
    }

    private static int run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(List.of(command)).inheritIO().start();
        return process.waitFor(10, TimeUnit.SECONDS) ? process.exitValue() : -1;
    }
}
