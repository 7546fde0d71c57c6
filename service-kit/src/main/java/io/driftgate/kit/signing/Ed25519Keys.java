package io.driftgate.kit.signing;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.interfaces.EdECPrivateKey;
import java.security.spec.NamedParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Ed25519 keys (RFC 8032, RFC 8410) as PEM text (RFC 7468): a private one as PKCS#8, as {@code openssl genpkey -algorithm
 * ed25519} writes it, a public one as SubjectPublicKeyInfo, as {@code openssl pkey -pubout} does. No error tells what a
 * key's text was.
 */
public final class Ed25519Keys {

    static final String ALGORITHM = "Ed25519";

    private static final Pattern PRIVATE = pem("PRIVATE KEY");
    private static final Pattern PUBLIC = pem("PUBLIC KEY");
    private static final Base64.Encoder LINES = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));

    private Ed25519Keys() {}

    /** A key pair as the two files hold it. */
    public record Pem(String privateKey, String publicKey) {
        @Override
        public String toString() {
            return publicKey;
        }
    }

    /** A new pair. */
    public static Pem generate() {
        KeyPair pair = pair(new SecureRandom());
        return new Pem(
                write("PRIVATE KEY", pair.getPrivate().getEncoded()),
                write("PUBLIC KEY", pair.getPublic().getEncoded()));
    }

    /**
     * The public half of a private key, as its file holds it.
     *
     * @throws InvalidKeyException when the text is not one such key
     */
    public static String publicPemOf(String privatePem) throws InvalidKeyException {
        return write("PUBLIC KEY", publicOf(privateKey(privatePem)).getEncoded());
    }

    /** @throws InvalidKeyException when the text is not one such key */
    static PrivateKey privateKey(String pem) throws InvalidKeyException {
        try {
            return KeyFactory.getInstance(ALGORITHM).generatePrivate(new PKCS8EncodedKeySpec(read(PRIVATE, pem)));
        } catch (GeneralSecurityException | IllegalArgumentException broken) {
            throw new InvalidKeyException("not an Ed25519 private key as PKCS#8 in PEM");
        }
    }

    /** @throws InvalidKeyException when the text is not one such key */
    static PublicKey publicKey(String pem) throws InvalidKeyException {
        try {
            return KeyFactory.getInstance(ALGORITHM).generatePublic(new X509EncodedKeySpec(read(PUBLIC, pem)));
        } catch (GeneralSecurityException | IllegalArgumentException broken) {
            throw new InvalidKeyException("not an Ed25519 public key as SubjectPublicKeyInfo in PEM");
        }
    }

    /**
     * The public half. RFC 8032, section 5.1.5 makes both out of 32 random bytes, which a private key keeps: a generator
     * that is given them for random makes the pair again.
     */
    static PublicKey publicOf(PrivateKey key) throws InvalidKeyException {
        byte[] seed =
                ((EdECPrivateKey) key).getBytes().orElseThrow(() -> new InvalidKeyException("a key without bytes"));
        KeyPair pair = pair(new SecureRandom() {
            private static final long serialVersionUID = 1L;

            @Override
            public void nextBytes(byte[] bytes) {
                System.arraycopy(seed, 0, bytes, 0, bytes.length);
            }
        });
        if (!new BigInteger(1, pair.getPrivate().getEncoded()).equals(new BigInteger(1, key.getEncoded()))) {
            throw new InvalidKeyException("this Java platform does not make Ed25519 keys as RFC 8032 says");
        }
        return pair.getPublic();
    }

    private static KeyPair pair(SecureRandom random) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(ALGORITHM);
            generator.initialize(NamedParameterSpec.ED25519, random);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java platform of ours has Ed25519", impossible);
        }
    }

    private static byte[] read(Pattern pattern, String pem) {
        Matcher matcher = pattern.matcher(pem);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("not PEM");
        }
        return Base64.getMimeDecoder().decode(matcher.group(1));
    }

    private static String write(String label, byte[] encoded) {
        return "-----BEGIN " + label + "-----\n" + LINES.encodeToString(encoded) + "\n-----END " + label + "-----\n";
    }

    private static Pattern pem(String label) {
        return Pattern.compile(
                "\\s*-----BEGIN " + label + "-----\\s*([A-Za-z0-9+/=\\s]{1,400})-----END " + label + "-----\\s*");
    }
}
