package io.driftgate.proxy.state;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * The folder where one instance keeps what must outlive it. Two that wrote there would take each other's floors away, so the
 * second is refused; the lock is the operating system's, and gone the moment its process is.
 */
public final class StateFolder implements AutoCloseable {

    private static final String LOCK_FILE = "gateway.lock";

    private final Path folder;
    private final FileChannel lock;

    private StateFolder(Path folder, FileChannel lock) {
        this.folder = folder;
        this.lock = lock;
    }

    /**
     * Takes the folder, which is made when it is not there.
     *
     * @throws StateRefusedException when it cannot be written to, or another gateway has it
     */
    public static StateFolder open(Path folder) throws StateRefusedException {
        FileChannel channel = null;
        try {
            Files.createDirectories(folder);
            channel = FileChannel.open(folder.resolve(LOCK_FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (tryLock(channel) != null) {
                return new StateFolder(folder, channel);
            }
            channel.close();
        } catch (IOException unusable) {
            throw new StateRefusedException("state_dir " + folder + " cannot be written to: " + unusable
                    + " (expected: a folder that the gateway may write to)");
        }
        throw new StateRefusedException(
                "state_dir " + folder
                        + " is in use by another gateway (expected: one folder for each instance; stop the other, or set state_dir)");
    }

    /** The file for the records of a topic. */
    public RecordFile records(String topic) {
        return new RecordFile(folder.resolve(topic + ".json"), topic);
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException another) {
            // Of this very process.
            return null;
        }
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }
}
