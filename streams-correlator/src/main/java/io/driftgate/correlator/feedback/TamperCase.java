package io.driftgate.correlator.feedback;

/**
 * What is known of attempts with one cause. Times in ms of the epoch, by append time.
 *
 * @param key empty where no key is named
 * @param version of the alert that was told last
 * @param count attempts in this episode
 * @param told how many of them people have heard of
 * @param reason why the last one was none of ours, a {@link TamperReason}
 * @param origin of the last one
 * @param remedy what was done about it, a {@link Remedy}
 */
public record TamperCase(
        String cause,
        String topic,
        String key,
        boolean open,
        long episode,
        long revision,
        long version,
        long openedAt,
        long lastAttempt,
        long lastTold,
        long count,
        long told,
        String reason,
        String origin,
        String remedy) {}
