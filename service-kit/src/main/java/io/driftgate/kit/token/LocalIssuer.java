package io.driftgate.kit.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * Issues tokens for one machine: for its operators and for the demo's callers. Who can read the key file is an operator,
 * so it is made with mode 0600 and refused with any wider one. ES256.
 */
public final class LocalIssuer {

    /** {@code iss} of its tokens. */
    public static final String ISSUER = "urn:driftgate:local";

    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");

    private final ECKey key;
    private final InstantSource clock;

    private LocalIssuer(ECKey key, InstantSource clock) {
        this.key = key;
        this.clock = clock;
    }

    /**
     * The issuer whose key is in a file, which is made when it is not there. Two processes that start at once end up with
     * one key.
     *
     * @throws UncheckedIOException when the file cannot be used: unreadable, no key, or readable to others
     */
    public static LocalIssuer open(Path file, InstantSource clock) {
        try {
            if (!Files.exists(file)) {
                create(file);
            }
            Set<PosixFilePermission> found = Files.getPosixFilePermissions(file);
            if (!OWNER_ONLY.containsAll(found)) {
                throw new IOException(file + " has mode " + PosixFilePermissions.toString(found)
                        + " (expected: rw-------; chmod 600 it, and make a new key if others may have read it)");
            }
            return new LocalIssuer(ECKey.parse(Files.readString(file)), clock);
        } catch (ParseException broken) {
            throw new UncheckedIOException(new IOException(file + " holds no key (expected: a private EC key as JWK)"));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /**
     * A signed token.
     *
     * @param scopes what its bearer may do
     * @param lifetime from now to {@code exp}
     */
    public String issue(String subject, String audience, List<String> scopes, Duration lifetime) {
        Instant now = clock.instant();
        JWTClaimsSet claims = new JWTClaimsSet.Builder()
                .issuer(ISSUER)
                .subject(subject)
                .audience(audience)
                .claim("scope", String.join(" ", scopes))
                .jwtID(UUID.randomUUID().toString())
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plus(lifetime)))
                .build();
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(key.getKeyID()).build(), claims);
        try {
            token.sign(new ECDSASigner(key));
        } catch (JOSEException failed) {
            throw new IllegalStateException("the key cannot sign", failed);
        }
        return token.serialize();
    }

    /** The public keys, as a JWK set (RFC 7517) in JSON. */
    public String jwks() {
        return new JWKSet(key.toPublicJWK()).toString();
    }

    /** Written beside and linked into place, so that no reader sees half a key and the first of two writers wins. */
    private static void create(Path file) throws IOException {
        ECKey key;
        try {
            key = new ECKeyGenerator(Curve.P_256)
                    .keyUse(KeyUse.SIGNATURE)
                    .algorithm(JWSAlgorithm.ES256)
                    .keyIDFromThumbprint(true)
                    .generate();
        } catch (JOSEException impossible) {
            throw new IllegalStateException("every Java platform has P-256", impossible);
        }
        Path temporary = file.resolveSibling("." + file.getFileName() + "." + UUID.randomUUID());
        try (var channel = Files.newByteChannel(
                temporary,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(OWNER_ONLY))) {
            Channels.newOutputStream(channel).write(key.toJSONString().getBytes(StandardCharsets.UTF_8));
        }
        try {
            Files.createLink(file, temporary);
        } catch (FileAlreadyExistsException another) {
            // The other process was first; its key counts.
        } finally {
            Files.delete(temporary);
        }
    }
}
