package io.driftgate.standalone.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.driftgate.kit.token.LocalIssuer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTest {

    @TempDir
    Path temporary;

    @Test
    void shouldKeepFoldersAndKeysForTheirOwnerAlone() throws IOException {
        DataFolder folder = new DataFolder(temporary.resolve("data")).prepare();
        LocalIssuer issuer = new Keys(folder).prepare();
        assertThat(mode(folder.root())).isEqualTo("rwx------");
        assertThat(mode(folder.keys())).isEqualTo("rwx------");
        try (Stream<Path> keys = Files.list(folder.keys())) {
            List<Path> files = keys.toList();
            assertThat(files)
                    .extracting(file -> file.getFileName().toString())
                    .containsExactlyInAnyOrder(
                            "issuer.jwk", "jwks.json", "digest.key", "webhook.key", "signing.key", "signing.pub");
            assertThat(files).allSatisfy(file -> assertThat(mode(file)).isEqualTo("rw-------"));
        }
        assertThat(Files.readString(folder.keys().resolve("jwks.json")).strip()).isEqualTo(issuer.jwks());
    }

    @Test
    void shouldMakeTheOpenHalfOfTheSigningKeyAnewWithoutTouchingTheOther() throws IOException {
        DataFolder folder = new DataFolder(temporary.resolve("data")).prepare();
        new Keys(folder).prepare();
        Path key = folder.keys().resolve("signing.key");
        Path open = folder.keys().resolve("signing.pub");
        String keyBefore = Files.readString(key);
        String openBefore = Files.readString(open);
        Files.delete(open);

        new Keys(folder).prepare();

        assertThat(key).hasContent(keyBefore);
        assertThat(open).hasContent(openBefore);
    }

    @Test
    void shouldNotReplaceASigningKeyThatWasLost() throws IOException {
        DataFolder folder = new DataFolder(temporary.resolve("data")).prepare();
        new Keys(folder).prepare();
        Path open = folder.keys().resolve("signing.pub");
        String openBefore = Files.readString(open);
        Files.delete(folder.keys().resolve("signing.key"));

        assertThatThrownBy(() -> new Keys(folder).prepare())
                .isInstanceOf(UncheckedIOException.class)
                .hasStackTraceContaining("signing.key is not there, and signing.pub is");
        assertThat(open).hasContent(openBefore);
        assertThat(folder.keys().resolve("signing.key")).doesNotExist();
    }

    @Test
    void shouldCloseARootThatOthersMayEnter() throws IOException {
        Path open = Files.createDirectory(temporary.resolve("open"));
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxr-xr-x"));
        new DataFolder(open).prepare();
        assertThat(mode(open)).isEqualTo("rwx------");
    }

    @Test
    void shouldKeepKeysAndEditedFilesOverARestart() throws IOException {
        DataFolder folder = new DataFolder(temporary.resolve("data")).prepare();
        new Keys(folder).prepare();
        ConfigFiles.UP.writeMissing(folder);
        String digestKey = Files.readString(folder.keys().resolve("digest.key"));
        String issuer = Files.readString(folder.issuerKey());
        Path edited = Files.writeString(folder.config().resolve("gateway.yaml"), "version: 1\n");
        Files.delete(folder.config().resolve("alerts.yaml"));

        folder.prepare();
        new Keys(folder).prepare();
        ConfigFiles.UP.writeMissing(folder);

        assertThat(folder.keys().resolve("digest.key")).content().isEqualTo(digestKey);
        assertThat(folder.issuerKey()).content().isEqualTo(issuer);
        assertThat(edited).content().isEqualTo("version: 1\n");
        assertThat(folder.config().resolve("alerts.yaml")).exists();
    }

    @Test
    void shouldRefuseAKeyThatOthersCouldRead() throws IOException {
        DataFolder folder = new DataFolder(temporary.resolve("data")).prepare();
        new Keys(folder).prepare();
        Files.setPosixFilePermissions(folder.issuerKey(), PosixFilePermissions.fromString("rw-r--r--"));
        assertThatThrownBy(() -> new Keys(folder).prepare())
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("rw-r--r--");
    }

    @Test
    void shouldSayWhatToDoWhenTheFolderCannotBe() throws IOException {
        Path file = Files.createFile(temporary.resolve("file"));
        assertThatThrownBy(() -> new DataFolder(file.resolve("data")).prepare())
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("--data");
    }

    @Test
    void shouldAskForRoomBeforeAnythingIsStarted() throws IOException {
        DataFolder.requireRoom(DataFolder.LEAST_ROOM);
        assertThatThrownBy(() -> DataFolder.requireRoom(64 * 1024))
                .isInstanceOf(IOException.class)
                .hasMessage(
                        "its disk has 64 KiB of room (expected: at least 256 MiB; make room, or choose another place"
                                + " with --data)");
    }

    @Test
    void shouldBelieveANoteOnlyWhileItsProcessLives() throws IOException {
        RunNote mine = note(ProcessHandle.current().pid());
        mine.write(temporary);
        assertThat(RunNote.read(temporary)).contains(mine);
        assertThat(mode(temporary.resolve("run.json"))).isEqualTo("rw-------");

        note(Integer.MAX_VALUE).write(temporary);
        assertThat(RunNote.read(temporary)).isEmpty();
        Files.writeString(temporary.resolve("run.json"), "not json");
        assertThat(RunNote.read(temporary)).isEmpty();
    }

    @Test
    void shouldTakeAwayOnlyItsOwnNote() {
        note(ProcessHandle.current().parent().map(ProcessHandle::pid).orElse(1L))
                .write(temporary);
        RunNote.remove(temporary);
        assertThat(temporary.resolve("run.json")).exists();
        note(ProcessHandle.current().pid()).write(temporary);
        RunNote.remove(temporary);
        assertThat(temporary.resolve("run.json")).doesNotExist();
        assertThat(RunNote.read(temporary)).isEqualTo(Optional.empty());
    }

    private static RunNote note(long pid) {
        return new RunNote(
                pid,
                Path.of("/tmp/demo"),
                "http://127.0.0.1:8090",
                "http://127.0.0.1:8080",
                "127.0.0.1:9092",
                "http://127.0.0.1:8081/apis/ccompat/v7",
                Map.of("gateway", "http://127.0.0.1:9101"));
    }

    private static String mode(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }
}
