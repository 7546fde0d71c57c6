package io.driftgate.standalone.data;

import io.driftgate.kit.signing.Ed25519Keys;
import io.driftgate.kit.token.LocalIssuer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.InvalidKeyException;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Set;
import java.util.UUID;

/** The keys of one data folder, made on first use with mode 0600 and kept from then on. */
public final class Keys {

    /** That of Standard Webhooks. */
    static final String WEBHOOK_PREFIX = "whsec_";

    private static final int SECRET_BYTES = 32;

    private final DataFolder folder;

    /** @param folder prepared */
    public Keys(DataFolder folder) {
        this.folder = folder;
    }

    /**
     * Makes what is missing and writes the issuer's public keys beside its private one.
     *
     * @return the issuer that the services of this folder believe
     * @throws UncheckedIOException when a key cannot be made, or is open to others
     */
    public LocalIssuer prepare() {
        try {
            LocalIssuer issuer = LocalIssuer.open(folder.issuerKey(), InstantSource.system());
            replace(folder.keys().resolve("jwks.json"), issuer.jwks() + "\n");
            secret(folder.keys().resolve("digest.key"), "");
            secret(folder.keys().resolve("webhook.key"), WEBHOOK_PREFIX);
            signer();
            return issuer;
        } catch (IOException failed) {
            throw new UncheckedIOException("the keys in " + folder.keys() + " cannot be made", failed);
        }
    }

    /** The correlator's pair: what one half signs, the other services tell by the other half. */
    private void signer() throws IOException {
        Path key = folder.keys().resolve("signing.key");
        Path open = folder.keys().resolve("signing.pub");
        if (!Files.exists(key)) {
            if (Files.exists(open)) {
                // A new key would make forgeries of all that the lost one signed.
                throw new IOException("signing.key is not there, and signing.pub is"
                        + " (expected: both; put it back, or remove signing.pub for a new pair)");
            }
            replace(key, Ed25519Keys.generate().privateKey());
        }
        if (!Files.exists(open)) {
            replace(open, openHalfOf(key));
        }
    }

    private static String openHalfOf(Path key) throws IOException {
        try {
            return Ed25519Keys.publicPemOf(Files.readString(key));
        } catch (InvalidKeyException broken) {
            throw new IOException(key + ": " + broken.getMessage());
        }
    }

    private static void secret(Path file, String before) throws IOException {
        if (!Files.exists(file)) {
            replace(file, before + random());
        }
    }

    /** A line that nobody guesses. */
    static String random() {
        byte[] bytes = new byte[SECRET_BYTES];
        new SecureRandom().nextBytes(bytes);
        return Base64.getEncoder().encodeToString(bytes) + "\n";
    }

    /** Whole or not at all, and never readable by others in between. */
    public static void replace(Path file, String text) throws IOException {
        Path temporary = file.resolveSibling("." + file.getFileName() + "." + UUID.randomUUID());
        try (var channel = Files.newByteChannel(
                        temporary,
                        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
                OutputStream out = Channels.newOutputStream(channel)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
