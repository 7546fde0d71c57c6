package io.driftgate.kit.signing;

import io.driftgate.kit.config.Checked;
import io.driftgate.kit.config.Problems;
import io.driftgate.kit.config.Secret;
import java.security.InvalidKeyException;

/**
 * A key whose signatures are believed. To change the correlator's key: first every reader is told the new one beside the
 * old, then the correlator signs with it, and once it has signed anew what is in force, the old one is taken out.
 *
 * @param name the key's id
 * @param publicKey Ed25519, SubjectPublicKeyInfo in PEM
 */
public record TrustedSigner(String name, Secret publicKey) implements Checked {

    @Override
    public void check(Problems problems) {
        checkKeyId(name, problems.at("name"));
        try {
            var unused = Ed25519Keys.publicKey(publicKey.reveal());
        } catch (InvalidKeyException broken) {
            problems.at("public_key")
                    .add(String.valueOf(broken.getMessage()), "a file as `openssl pkey -pubout` writes it");
        }
    }

    static void checkKeyId(String id, Problems problems) {
        if (!id.matches("[a-z0-9][a-z0-9-]{0,63}")) {
            problems.add("'" + id + "'", "kebab-case, at most 64 characters");
        }
    }
}
