package io.driftgate.proxy.revocation;

import io.driftgate.proxy.feedback.FeedbackValues;
import io.driftgate.schemas.events.Revocation;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Revocations, by credential id. None permits anything, so each is in force at once. */
public record RevocationValues() implements FeedbackValues<Revocation> {

    /** Longer than any verifier's clock skew: until then a token may pass for one that has not ended. */
    private static final Duration MARGIN = Duration.ofHours(1);

    @Override
    public String noun() {
        return "revocations";
    }

    @Override
    public Optional<String> id(String key) {
        return Optional.of(key);
    }

    @Override
    public boolean repeats(String key, Revocation revocation) {
        return !key.isEmpty() && revocation.getCredentialId().equals(key);
    }

    @Override
    public long version(Revocation revocation) {
        return revocation.getVersion();
    }

    @Override
    public String says(Revocation revocation) {
        return "REVOKED";
    }

    @Override
    public boolean same(Revocation one, Revocation other) {
        return one.equals(other);
    }

    @Override
    public boolean tightens(Optional<Revocation> inForce, Revocation now) {
        return true;
    }

    @Override
    public Revocation withoutPermission(Revocation revocation) {
        return revocation;
    }

    /** A credential that has ended by itself needs no revocation. */
    @Override
    public boolean over(Revocation revocation, Instant now) {
        Instant expires = revocation.getCredentialExpiresAt();
        return expires != null && now.isAfter(expires.plus(MARGIN));
    }
}
