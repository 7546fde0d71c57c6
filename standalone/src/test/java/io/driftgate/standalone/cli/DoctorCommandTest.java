package io.driftgate.standalone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftgate.standalone.data.ConfigFiles;
import io.driftgate.standalone.data.DataFolder;
import io.driftgate.standalone.data.Keys;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The doctor on a data folder on which nothing runs. */
class DoctorCommandTest {

    @TempDir
    Path temporary;

    private final CommandRun command = new CommandRun();

    @Test
    void shouldFindNothingWrongBeforeTheFirstStart() throws IOException {
        assertThat(command.run("doctor --port-base " + freeBase(), temporary.resolve("data")))
                .as(command.out())
                .isIn(Exit.FINE, Exit.FOUND);
        assertThat(command.out())
                .containsPattern("ok +java +Java 2[5-9]")
                .containsPattern("ok +folder +.*/data is not there yet; driftgate up makes it")
                .containsPattern("ok +ports +all eight are free")
                .containsPattern("skip +config +not there yet")
                .containsPattern("skip +cluster +nothing runs")
                .doesNotContain("fail ");
        assertThat(temporary.resolve("data")).doesNotExist();
    }

    @Test
    void shouldNameTheTakenPortAndTheBrokenFile() throws IOException {
        DataFolder folder = new DataFolder(temporary.resolve("data")).prepare();
        new Keys(folder).prepare();
        ConfigFiles.UP.writeMissing(folder);
        Files.writeString(folder.config().resolve("alerts.yaml"), "version: 1\n");
        int base = freeBase();
        try (ServerSocket taken = new ServerSocket()) {
            taken.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), base + 90));
            assertThat(command.run("doctor --json --port-base " + base, folder.root()))
                    .isEqualTo(Exit.FOUND);
        }
        assertThat(command.document().path("fine").asBoolean(true)).isFalse();
        assertThat(command.out())
                .contains("127.0.0.1:" + (base + 90) + ", the port of the API")
                .contains("alerts.yaml has")
                .contains("gateway.yaml is fine");
    }

    @Test
    void shouldSayThatAFolderCannotBeUsed() throws IOException {
        Path file = Files.createFile(temporary.resolve("file"));
        assertThat(command.run("doctor --port-base " + freeBase(), file)).isEqualTo(Exit.FOUND);
        assertThat(command.out())
                .containsPattern("fail +folder +.*/file is a file. Choose a folder of your own with --data");
        assertThat(command.run("doctor --port-base 80")).isEqualTo(Exit.COULD_NOT);
        assertThat(command.err()).contains("--port-base 80");
    }

    /** A base whose eight ports are all free now. */
    private static int freeBase() throws IOException {
        for (int base = 21_000; base < 60_000; base += 1_234) {
            if (io.driftgate.standalone.Ports.shifted(base).taken().isEmpty()) {
                return base;
            }
        }
        throw new IOException("no free ports");
    }
}
