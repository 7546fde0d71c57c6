package io.driftgate.kit.token;

import com.nimbusds.jose.jwk.JWKSet;
import java.util.Optional;

/** Where an issuer's public keys come from. Thread-safe; asking never waits for anybody. */
public interface KeySource extends AutoCloseable {

    /** The keys as last known; nothing when they were never to be had. */
    Optional<JWKSet> keys();

    /** Somebody showed a token under a key that is not among them: they may have been replaced. */
    void missed();

    @Override
    void close();
}
