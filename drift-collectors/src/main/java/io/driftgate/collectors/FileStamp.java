package io.driftgate.collectors;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/** Tells cheaply whether a file is the one that was read: its time, its size and the file system's own key. */
record FileStamp(long modifiedNanos, long size, String fileKey) {

    static FileStamp of(Path file) throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
        return new FileStamp(
                attributes.lastModifiedTime().to(java.util.concurrent.TimeUnit.NANOSECONDS),
                attributes.size(),
                String.valueOf(attributes.fileKey()));
    }
}
