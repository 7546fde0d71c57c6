package io.driftgate.proxy.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class AccessLedgerTest {

    @Test
    void shouldRefuseWhatItHasNoPlaceFor() {
        AccessLedger ledger = new AccessLedger(2);

        assertThat(ledger.receive()).isTrue();
        assertThat(ledger.receive()).isTrue();
        assertThat(ledger.receive()).isFalse();
        ledger.acknowledged();
        assertThat(ledger.receive()).isTrue();
        assertThat(ledger.balance()).isEqualTo(new AccessLedger.Balance(4, 1, 2, 1, 0, 0, false));
    }

    @Test
    void shouldRefuseWhileKafkaTakesNothingAndGoOnWhenItDoes() {
        AccessLedger ledger = new AccessLedger(10);
        assertThat(ledger.receive()).isTrue();

        assertThat(ledger.failed()).isTrue();
        assertThat(ledger.failed()).isFalse();
        assertThat(ledger.receive()).isFalse();
        // The event that failed is pending as before: its place is not given away.
        assertThat(ledger.balance()).isEqualTo(new AccessLedger.Balance(2, 0, 1, 1, 0, 2, true));

        ledger.acknowledged();
        assertThat(ledger.receive()).isTrue();
        assertThat(ledger.failed()).isTrue();
    }

    @Test
    void shouldKeepTheEquationAtEveryMoment() {
        long seed = 20_260_102L;
        Random random = new Random(seed);
        AccessLedger ledger = new AccessLedger(5);
        long received = 0;
        for (int i = 0; i < 20_000; i++) {
            switch (random.nextInt(4)) {
                case 0, 1 -> {
                    received++;
                    boolean room =
                            ledger.balance().pending() < 5 && !ledger.balance().refusing();
                    assertThat(ledger.receive()).isEqualTo(room);
                }
                case 2 -> {
                    if (ledger.balance().pending() > 0) {
                        ledger.acknowledged();
                    }
                }
                default -> {
                    if (ledger.balance().pending() > 0) {
                        var unused = ledger.failed();
                    }
                }
            }
            AccessLedger.Balance balance = ledger.balance();
            assertThat(balance.holds())
                    .as("seed %d, step %d: %s", seed, i, balance)
                    .isTrue();
            assertThat(balance.received()).isEqualTo(received);
            assertThat(balance.pending()).isBetween(0L, 5L);
        }
        assertThat(ledger.balance().recorded()).isPositive();
        assertThat(ledger.balance().refusedForAudit()).isPositive();
    }
}
