package io.driftgate.correlator.drift;

import org.jspecify.annotations.Nullable;

/**
 * A run of readings of one resource that all said the same. Times are milliseconds of the epoch.
 *
 * @param first when it was read so for the first time, by the collector's clock
 * @param last when it was read so for the last time
 * @param appended append time of the earliest record that said so
 * @param described what was read; null when the resource was not there
 * @param swept nobody saw that it is gone: a complete reading of the scope did not name it
 */
public record Reading(
        long first, long last, long appended, @Nullable Described described, boolean swept) {

    static Reading at(long readAt, long appended, @Nullable Described described) {
        return new Reading(readAt, readAt, appended, described, false);
    }

    static Reading swept(long beganAt, long appended) {
        return new Reading(beganAt, beganAt, appended, null, true);
    }

    boolean gone() {
        return described == null;
    }

    boolean same(Reading other) {
        return described == null || other.described == null
                ? described == other.described
                : described.same(other.described);
    }

    /** One run of both. */
    Reading joined(Reading other) {
        return new Reading(
                Math.min(first, other.first),
                Math.max(last, other.last),
                Math.min(appended, other.appended),
                described,
                swept && other.swept);
    }
}
