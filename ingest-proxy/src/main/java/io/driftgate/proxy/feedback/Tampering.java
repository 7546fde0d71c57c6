package io.driftgate.proxy.feedback;

import io.driftgate.proxy.feedback.FeedUpdate.Reason;
import io.driftgate.schemas.events.Condition;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Remembers that somebody else than the correlator wrote to a feedback topic, or took something out of it. What it says
 * stands for an hour after the last attempt. Thread-safe.
 */
public final class Tampering {

    private static final Duration STANDS = Duration.ofHours(1);
    private static final Duration QUIET = Duration.ofMinutes(1);

    private final String noun;
    private final Map<Reason, Long> counts = new EnumMap<>(Reason.class);
    private final Map<Reason, Instant> told = new EnumMap<>(Reason.class);
    private @Nullable Instant since;
    private Instant last = Instant.EPOCH;

    /** @param noun what the topic holds: {@code guards} */
    public Tampering(String noun) {
        this.noun = noun;
    }

    /**
     * Counts one.
     *
     * @return whether to log it: a reason is logged once a minute, or whoever forges would fill the log
     */
    public synchronized boolean count(Reason reason, Instant now) {
        if (since == null || !now.isBefore(last.plus(STANDS))) {
            since = now;
            counts.clear();
        }
        last = now;
        counts.merge(reason, 1L, Long::sum);
        Instant before = told.get(reason);
        if (before != null && now.isBefore(before.plus(QUIET))) {
            return false;
        }
        told.put(reason, now);
        return true;
    }

    /** How often a reason was counted since the attempts began. */
    public synchronized long count(Reason reason) {
        return counts.getOrDefault(reason, 0L);
    }

    /** {@code guards-tampered}, with the counts and when it began; nothing when nobody tried for an hour. */
    public synchronized List<Condition> conditions(Instant now) {
        if (since == null || !now.isBefore(last.plus(STANDS))) {
            return List.of();
        }
        long all = counts.values().stream().mapToLong(Long::longValue).sum();
        String reasons = counts.entrySet().stream()
                .map(entry -> entry.getKey().label() + " " + entry.getValue())
                .collect(Collectors.joining(", "));
        return List.of(Condition.newBuilder()
                .setType(noun + "-tampered")
                .setActive(true)
                .setMessage(all + " records of " + noun + " changed nothing, for the correlator did not write them so: "
                        + reasons + " (expected: only the correlator may write there; see driftgate config acls)")
                .setSince(since)
                .build());
    }
}
