package io.driftgate.embedded;

import io.driftgate.embedded.EmbeddedStartException.Reason;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a data folder to one owner. The lock is the operating system's, so it is gone the moment its process is,
 * whatever ended it; the owner's process id beside it only serves the message for the one who comes second.
 */
final class FolderLock implements AutoCloseable {

    private static final String LOCK_FILE = "driftgate.lock";
    // Windows forbids reading a locked region; the pid lies in a file of its own.
    private static final String OWNER_FILE = "driftgate.pid";

    private final FileChannel channel;

    private FolderLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Takes the folder, creating it when absent.
     *
     * @param what who wants it, as the message names it: "broker", "registry"
     * @throws EmbeddedStartException FOLDER_IN_USE, naming the owner's process id
     */
    static FolderLock take(Path folder, String what) {
        try {
            Files.createDirectories(folder);
            FileChannel channel =
                    FileChannel.open(folder.resolve(LOCK_FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (tryLock(channel) == null) {
                channel.close();
                throw new EmbeddedStartException(
                        Reason.FOLDER_IN_USE,
                        "The %s's folder %s is in use by process %s. Stop that one first, or choose another folder."
                                .formatted(what, folder, owner(folder)));
            }
            Files.write(
                    folder.resolve(OWNER_FILE), bytes(ProcessHandle.current().pid()));
            return new FolderLock(channel);
        } catch (IOException e) {
            throw new EmbeddedStartException(
                    Reason.FAILED, "The %s's folder %s cannot be written: %s".formatted(what, folder, e), e);
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException heldByThisJvm) {
            return null;
        }
    }

    private static String owner(Path folder) {
        try {
            return Files.readString(folder.resolve(OWNER_FILE)).strip();
        } catch (IOException e) {
            return "(unknown)";
        }
    }

    private static byte[] bytes(long pid) {
        return Long.toString(pid).getBytes(StandardCharsets.US_ASCII);
    }

    /** Gives the folder back. */
    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            // The descriptor is gone either way, and the lock with it.
            return;
        }
    }
}
