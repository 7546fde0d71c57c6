package io.driftgate.proxy.breakglass;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Bounds how often one address may fail: {@value #MOST} times a minute. After that it is not listened to until the minute
 * is over, so that nobody fills the log or keeps the processor busy with signatures. Thread-safe.
 */
final class AttemptLimit {

    static final int MOST = 10;
    private static final Duration WINDOW = Duration.ofMinutes(1);
    private static final int MOST_ADDRESSES = 1_000;

    private record Failures(Instant since, int count) {}

    private final Map<String, Failures> failures = new LinkedHashMap<>();

    /** Whether the address is listened to. */
    synchronized boolean permits(String address, Instant now) {
        Failures known = failures.get(address);
        return known == null
                || known.count() < MOST
                || !now.isBefore(known.since().plus(WINDOW));
    }

    /** Somebody there could not show who he is. */
    synchronized void failed(String address, Instant now) {
        Failures known = failures.remove(address);
        if (known == null || !now.isBefore(known.since().plus(WINDOW))) {
            known = new Failures(now, 0);
        }
        failures.put(address, new Failures(known.since(), known.count() + 1));
        if (failures.size() > MOST_ADDRESSES) {
            failures.remove(failures.keySet().iterator().next());
        }
    }
}
