package io.driftgate.correlator.revoke;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftgate.schemas.events.CommandKind;
import io.driftgate.schemas.events.OperatorCommand;
import io.driftgate.schemas.events.Revocation;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RevokerTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final Instant SOON = NOW.plusSeconds(60);
    private static final Instant LATE = NOW.plusSeconds(6000);

    @Test
    void shouldSayWhoRevokedWhatAndWhy() {
        Revocation revocation = Revoker.revoke(order(SOON), null, NOW);

        assertThat(revocation.getCredentialId()).isEqualTo("4f8c-11");
        assertThat(revocation.getRevokedBy()).isEqualTo("jwt:local/alice");
        assertThat(revocation.getReason()).isEqualTo("it leaked");
        assertThat(revocation.getCredentialExpiresAt()).isEqualTo(SOON);
        assertThat(revocation.getVersion()).isEqualTo(NOW.toEpochMilli());
    }

    @Test
    void shouldOnlyRaiseTheVersion() {
        Revocation ahead = Revocation.newBuilder(Revoker.revoke(order(null), null, NOW))
                .setVersion(Long.MAX_VALUE / 2)
                .build();

        assertThat(Revoker.revoke(order(null), ahead, NOW).getVersion()).isEqualTo(ahead.getVersion() + 1);
    }

    @Test
    void shouldNotLetACredentialBeForgottenEarlierThanSaidBefore() {
        assertThat(again(LATE, SOON)).isEqualTo(LATE);
        assertThat(again(SOON, LATE)).isEqualTo(LATE);
        assertThat(again(null, SOON)).isNull();
        assertThat(again(SOON, null)).isNull();
    }

    private static @Nullable Instant again(@Nullable Instant before, @Nullable Instant now) {
        return Revoker.revoke(order(now), Revoker.revoke(order(before), null, NOW), NOW)
                .getCredentialExpiresAt();
    }

    private static OperatorCommand order(@Nullable Instant until) {
        return OperatorCommand.newBuilder()
                .setKind(CommandKind.REVOKE_CREDENTIAL)
                .setTarget("4f8c-11")
                .setOperator("jwt:local/alice")
                .setReason("it leaked")
                .setUntil(until)
                .setOccurred(NOW)
                .build();
    }
}
