package io.driftgate.standalone.deploy;

import io.driftgate.standalone.data.DataFolder;
import io.driftgate.standalone.data.Keys;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.kafka.common.Uuid;

/**
 * Where every secret of a deployment is first made, each once; what containers get are copies. Mounted where secrets are
 * made and nowhere else.
 */
final class Vault {

    /** The broker's name for itself, towards itself. */
    static final String BROKER_PASSWORD = "kafka-broker.password";
    /** How the storage is formatted with its first user. */
    static final String ADMIN_CREDENTIAL = "kafka-admin.scram";

    static final String CLUSTER_ID = "kafka-cluster.id";

    private static final int SECRET_BYTES = 32;
    private static final int SALT_BYTES = 16;

    private final DataFolder folder;
    private final SecureRandom random = new SecureRandom();

    Vault(Path root) {
        this.folder = new DataFolder(root);
    }

    /** Whether nothing was ever made here. */
    boolean isEmpty() {
        try {
            return !Files.isDirectory(folder.keys()) || names().isEmpty();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(folder.keys() + " cannot be read", unreadable);
        }
    }

    /**
     * Makes what is missing.
     *
     * @return the text of each file by its name
     * @throws UncheckedIOException when a file cannot be made or read
     */
    Map<String, String> prepare() {
        try {
            Files.createDirectories(
                    folder.keys(), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            var unused = new Keys(folder).prepare();
            once(CLUSTER_ID, Uuid.randomUuid().toString());
            once(BROKER_PASSWORD, password());
            for (KafkaUser user : KafkaUser.ofServices()) {
                once(user.passwordFile(), password());
            }
            once(KafkaUser.ADMIN.passwordFile(), password());
            String admin = read(KafkaUser.ADMIN.passwordFile());
            byte[] salt = new byte[SALT_BYTES];
            random.nextBytes(salt);
            once(ADMIN_CREDENTIAL, KafkaUser.ADMIN.storageArgument(admin, salt));
            Map<String, String> files = new TreeMap<>();
            for (String name : names()) {
                files.put(name, read(name));
            }
            return files;
        } catch (IOException failed) {
            throw new UncheckedIOException("the secrets in " + folder.keys() + " cannot be made", failed);
        }
    }

    private void once(String name, String text) throws IOException {
        Path file = folder.keys().resolve(name);
        if (!Files.exists(file)) {
            Keys.replace(file, text);
        }
    }

    private List<String> names() throws IOException {
        List<String> names = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder.keys())) {
            // One that begins with a dot is half written, by a run that was cut off.
            files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.startsWith("."))
                    .forEach(names::add);
        }
        return names;
    }

    private String read(String name) throws IOException {
        return Files.readString(folder.keys().resolve(name), StandardCharsets.UTF_8);
    }

    private String password() {
        byte[] bytes = new byte[SECRET_BYTES];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
