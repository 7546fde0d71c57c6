package io.driftgate.standalone.cli;

import io.driftgate.standalone.data.DataFolder;
import io.driftgate.standalone.data.RunNote;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The demo's data folder: a temporary one, gone with the demo, unless there is a log in it that somebody should read. */
final class DemoFolder implements AutoCloseable {

    private final DataFolder folder;
    private Optional<Path> noted = Optional.empty();
    private boolean made;
    private boolean kept;

    DemoFolder() throws IOException {
        folder = new DataFolder(Files.createTempDirectory("driftgate-demo-"));
    }

    DataFolder data() {
        return folder;
    }

    /**
     * Leaves a note for the commands in other terminals: in their usual folder, so that they find it by themselves, or,
     * when something else runs there, in the demo's own.
     *
     * @param usual where the commands look
     * @return whether it is the usual folder
     */
    boolean leaveNote(RunNote note, Path usual) {
        if (RunNote.read(usual).isEmpty()) {
            try {
                made = !Files.exists(usual);
                Files.createDirectories(usual);
                note.write(usual);
                noted = Optional.of(usual);
                return true;
            } catch (IOException | UncheckedIOException notWritable) {
                // The demo's own folder is.
                made = false;
            }
        }
        note.write(folder.root());
        noted = Optional.of(folder.root());
        return false;
    }

    /** Leaves the folder where it is, for its log. */
    void keep() {
        kept = true;
    }

    @Override
    public void close() {
        noted.ifPresent(RunNote::remove);
        try {
            if (made && noted.isPresent()) {
                Files.delete(noted.get());
            }
            if (!kept) {
                delete(folder.root());
            }
        } catch (IOException left) {
            // A folder that stays behind harms nobody.
            return;
        }
    }

    private static void delete(Path root) throws IOException {
        List<Path> deepestFirst;
        try (Stream<Path> files = Files.walk(root)) {
            deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : deepestFirst) {
            Files.deleteIfExists(file);
        }
    }
}
