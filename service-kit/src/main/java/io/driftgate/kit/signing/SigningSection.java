package io.driftgate.kit.signing;

import io.driftgate.kit.config.Checked;
import io.driftgate.kit.config.Problems;
import io.driftgate.kit.config.Secret;
import java.security.InvalidKeyException;

/**
 * The correlator's own key.
 *
 * @param key private, Ed25519, PKCS#8 in PEM
 * @param keyId what readers know it by; a new key gets a new one
 */
public record SigningSection(Secret key, String keyId) implements Checked {

    @Override
    public void check(Problems problems) {
        TrustedSigner.checkKeyId(keyId, problems.at("key_id"));
        try {
            var unused = Ed25519Keys.privateKey(key.reveal());
        } catch (InvalidKeyException broken) {
            problems.at("key")
                    .add(
                            String.valueOf(broken.getMessage()),
                            "a file as `openssl genpkey -algorithm ed25519` writes it");
        }
    }
}
