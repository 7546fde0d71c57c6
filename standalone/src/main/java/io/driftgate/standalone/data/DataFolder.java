package io.driftgate.standalone.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;

/**
 * Where one trial keeps everything: what is in it survives a restart.
 *
 * <pre>
 *   config/    the four services' YAML files, to be edited
 *   keys/      the local issuer's key, the digest key, the webhook's key
 *   sources/   states/, live.jsonl, trail/: what the collectors read
 *   kafka/ registry/ state/ gateway/    of the broker, the registry, the correlator, the proxy
 *   logs/      driftgate.log, registry.log
 *   run.json   what runs on this folder now
 * </pre>
 *
 * @param root absolute
 */
public record DataFolder(Path root) {

    /** Twice what a start takes: a broker that runs out of room stops, so it does not begin with too little. */
    static final long LEAST_ROOM = 256L * 1024 * 1024;

    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rwx------");

    public DataFolder {
        root = root.toAbsolutePath().normalize();
    }

    public Path config() {
        return root.resolve("config");
    }

    public Path keys() {
        return root.resolve("keys");
    }

    public Path states() {
        return root.resolve("sources/states");
    }

    public Path liveFile() {
        return root.resolve("sources/live.jsonl");
    }

    public Path trail() {
        return root.resolve("sources/trail");
    }

    public Path kafka() {
        return root.resolve("kafka");
    }

    public Path registry() {
        return root.resolve("registry");
    }

    public Path log() {
        return root.resolve("logs/driftgate.log");
    }

    public Path registryLog() {
        return root.resolve("logs/registry.log");
    }

    /** The local issuer's private key: who can read it is an operator. */
    public Path issuerKey() {
        return keys().resolve("issuer.jwk");
    }

    /**
     * Makes the folder and its parts, for the owner alone; a root that others may enter is closed to them.
     *
     * @throws UncheckedIOException with one sentence when that cannot be
     */
    public DataFolder prepare() {
        try {
            Files.createDirectories(root, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
            if (!Files.getPosixFilePermissions(root, LinkOption.NOFOLLOW_LINKS).equals(OWNER_ONLY)) {
                Files.setPosixFilePermissions(root, OWNER_ONLY);
            }
            requireRoom(Files.getFileStore(root).getUsableSpace());
            for (Path folder : List.of(config(), keys(), states(), trail(), root.resolve("logs"))) {
                Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
            }
            if (!Files.exists(liveFile())) {
                Files.createFile(liveFile());
            }
            return this;
        } catch (IOException failed) {
            throw new UncheckedIOException(
                    "data folder " + root + " cannot be used (expected: a folder of our own; choose one with --data)",
                    failed);
        }
    }

    /** @throws IOException with what to do when there is too little room for what is going to be written */
    static void requireRoom(long bytes) throws IOException {
        if (bytes < LEAST_ROOM) {
            throw new IOException("its disk has " + bytes / 1024 + " KiB of room (expected: at least "
                    + LEAST_ROOM / 1024 / 1024 + " MiB; make room, or choose another place with --data)");
        }
    }
}
