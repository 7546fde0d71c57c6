package io.driftgate.schemas.registry;

import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * How often a call is repeated. One round asks every configured address once; between rounds the caller pauses, twice
 * as long each time, with jitter so that a fleet that lost its registry does not come back as one wave.
 *
 * @param rounds at least 1; 1 means no repetition
 * @param firstPause upper bound of the pause after the first round
 * @param longestPause upper bound of every pause, also of one that the registry asks for by {@code Retry-After}
 */
public record RetryPolicy(int rounds, Duration firstPause, Duration longestPause) {

    private static final int LARGEST_SHIFT = 20;

    public RetryPolicy {
        if (rounds < 1) {
            throw new IllegalArgumentException("rounds: " + rounds + " (expected: 1 or more)");
        }
        if (firstPause.isNegative() || longestPause.compareTo(firstPause) < 0) {
            throw new IllegalArgumentException("firstPause: %s, longestPause: %s (expected: 0 <= first <= longest)"
                    .formatted(firstPause, longestPause));
        }
    }

    /** 4 rounds, pauses of up to 100, 200 and 400 ms: a restart behind a load balancer is bridged, an outage is not. */
    public static RetryPolicy standard() {
        return new RetryPolicy(4, Duration.ofMillis(100), Duration.ofSeconds(2));
    }

    /** One round. */
    public static RetryPolicy none() {
        return new RetryPolicy(1, Duration.ZERO, Duration.ZERO);
    }

    /**
     * The pause after a failed round: between half and all of the bound, or what the registry asked for if that is
     * longer, but never above {@link #longestPause}.
     *
     * @param round counted from 0
     */
    Duration pauseAfter(int round, Optional<Duration> asked, RandomGenerator random) {
        Duration bound = shorter(firstPause.multipliedBy(1L << Math.min(round, LARGEST_SHIFT)), longestPause);
        long half = bound.toNanos() / 2;
        Duration jittered = Duration.ofNanos(half + random.nextLong(bound.toNanos() - half + 1));
        Duration wanted = asked.filter(a -> a.compareTo(jittered) > 0).orElse(jittered);
        return shorter(wanted, longestPause);
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) <= 0 ? a : b;
    }
}
