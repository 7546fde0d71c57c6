package io.driftgate.correlator.revoke;

import io.driftgate.schemas.events.OperatorCommand;
import io.driftgate.schemas.events.Revocation;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Revokes credentials. Nothing restores one: who needs a new credential gets a new one. Pure. */
public final class Revoker {

    private Revoker() {}

    /**
     * The credential's revocation from now on.
     *
     * @param before the one in force; null when there is none
     * @param appended append time of the order
     */
    public static Revocation revoke(OperatorCommand order, @Nullable Revocation before, Instant appended) {
        long least = before == null ? 1 : before.getVersion() + 1;
        return Revocation.newBuilder()
                .setCredentialId(order.getTarget())
                .setVersion(Math.max(least, appended.toEpochMilli()))
                .setRevokedBy(order.getOperator())
                .setReason(order.getReason())
                .setCredentialExpiresAt(before == null ? order.getUntil() : later(order, before))
                .setOccurred(order.getOccurred())
                .build();
    }

    /** Who reads it may forget it once the credential has ended by itself: the later of what was said of that counts. */
    private static @Nullable Instant later(OperatorCommand order, Revocation before) {
        Instant one = order.getUntil();
        Instant other = before.getCredentialExpiresAt();
        if (one == null || other == null) {
            return null;
        }
        return one.isAfter(other) ? one : other;
    }
}
