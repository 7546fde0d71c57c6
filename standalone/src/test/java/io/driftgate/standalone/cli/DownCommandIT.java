package io.driftgate.standalone.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.driftgate.standalone.data.RunNote;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ends real processes, and leaves alone those that only have the number of one. */
class DownCommandIT {

    @TempDir
    Path temporary;

    private final CommandRun command = new CommandRun();
    private Process process;

    DownCommandIT() throws IOException {
        process = new ProcessBuilder("sleep", "600").start();
    }

    @BeforeEach
    void note() {
        noteOf(process);
    }

    @AfterEach
    void end() {
        process.destroyForcibly();
    }

    @Test
    void shouldEndTheProcessOfTheNoteAndWaitForItsEnd() {
        assertThat(command.run("down", temporary)).isEqualTo(Exit.FINE);
        assertThat(process.isAlive()).isFalse();
        // 128 + SIGTERM: it was asked, and not killed.
        assertThat(process.exitValue()).isEqualTo(143);
        assertThat(command.lines())
                .singleElement()
                .asString()
                .startsWith("Stopped process " + process.pid() + " of data folder " + temporary + "/data in ");

        assertThat(command.run("down", temporary)).isEqualTo(Exit.FOUND);
        assertThat(command.out()).contains("nothing runs on " + temporary, "is gone; the note is removed");
        assertThat(command.run("down --json", temporary)).isEqualTo(Exit.FOUND);
        assertThat(command.document().path("stopped").asBoolean(true)).isFalse();
    }

    @Test
    void shouldSayWhatItStoppedAsJson() {
        assertThat(command.run("down --json", temporary)).isEqualTo(Exit.FINE);
        assertThat(command.document().path("stopped").asBoolean()).isTrue();
        assertThat(command.document().path("pid").asLong()).isEqualTo(process.pid());
    }

    @Test
    void shouldNotEndAnotherProcessThatGotTheNumber() throws IOException {
        Path note = temporary.resolve("run.json");
        Files.writeString(
                note,
                Files.readString(note)
                        .replaceFirst("\"started\" : \"[^\"]*\"", "\"started\" : \"2026-03-01T10:02:11Z\""));
        assertThat(command.run("down", temporary)).isEqualTo(Exit.FOUND);
        assertThat(command.out()).contains("nothing runs on");
        assertThat(process.isAlive()).isTrue();
        assertThat(note).doesNotExist();
    }

    @Test
    void shouldNotEndAProcessOfAnotherProgram() throws IOException {
        Path note = temporary.resolve("run.json");
        Files.writeString(
                note,
                Files.readString(note).replaceFirst("\"command\" : \"[^\"]*\"", "\"command\" : \"/usr/bin/java\""));
        assertThat(command.run("down", temporary)).isEqualTo(Exit.FOUND);
        assertThat(process.isAlive()).isTrue();
    }

    @Test
    void shouldSayThatAProcessDoesNotEnd() throws IOException {
        process.destroyForcibly();
        process = shell("trap '' TERM; echo deaf; while true; do sleep 1; done");
        await().atMost(10, TimeUnit.SECONDS).until(() -> process.inputReader().ready());
        noteOf(process);
        assertThat(command.run("down --wait 200ms", temporary)).isEqualTo(Exit.COULD_NOT);
        assertThat(command.err())
                .contains("process " + process.pid() + " was told to end and still runs", "kill -9 " + process.pid());
    }

    private void noteOf(Process of) {
        new RunNote(
                        of.pid(),
                        temporary.resolve("data"),
                        "http://127.0.0.1:8090",
                        "http://127.0.0.1:8080",
                        "127.0.0.1:9092",
                        "http://127.0.0.1:8081/apis/ccompat/v7",
                        Map.of())
                .write(temporary);
    }

    private static Process shell(String script) throws IOException {
        return new ProcessBuilder("bash", "-c", script).start();
    }
}
