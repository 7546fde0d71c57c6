package io.driftgate.sinks.deliver;

import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * How long to wait before the next try: twice as long each time, of which up to half is left to chance, so that many
 * workers do not come back at one moment. A sink's {@code Retry-After} counts where it is longer, up to a limit.
 *
 * @param first wait after the first try
 * @param longest wait between two tries
 * @param longestAsked most that a sink may ask for
 */
record RetrySchedule(Duration first, Duration longest, Duration longestAsked, RandomGenerator chance) {

    static RetrySchedule standard(RandomGenerator chance) {
        return new RetrySchedule(Duration.ofMillis(500), Duration.ofMinutes(1), Duration.ofMinutes(10), chance);
    }

    /** @param tries that failed so far, from 1 */
    Duration pause(int tries, Optional<Duration> asked) {
        long full = Math.min(longest.toMillis(), first.toMillis() << Math.min(tries - 1, 20));
        Duration own = Duration.ofMillis(full - chance.nextLong(full / 2 + 1));
        Duration wanted = asked.map(time -> time.compareTo(longestAsked) > 0 ? longestAsked : time)
                .orElse(own);
        return wanted.compareTo(own) > 0 ? wanted : own;
    }
}
