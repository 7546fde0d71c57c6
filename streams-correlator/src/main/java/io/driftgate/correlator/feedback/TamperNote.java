package io.driftgate.correlator.feedback;

import java.time.Instant;
import java.util.Optional;

/**
 * One attempt to speak in the correlator's name.
 *
 * @param topic its name in the catalogue
 * @param key under which it was tried, where the correlator has a record of its own; empty for any other, so that keys which
 *     somebody makes up do not make alerts without end
 * @param partition where it was tried
 * @param origin {@code topic-partition@offset}
 * @param at append time
 */
public record TamperNote(
        String topic,
        Optional<String> key,
        int partition,
        TamperReason reason,
        String origin,
        Remedy remedy,
        Instant at) {

    static TamperNote of(
            FeedbackTopic<?> topic, ReadBack<?> record, Optional<String> key, TamperReason reason, Remedy remedy) {
        return new TamperNote(
                topic.topic().name(),
                key,
                record.partition(),
                reason,
                record.origin(),
                remedy,
                Instant.ofEpochMilli(record.appended()));
    }

    /** What its alert is about: no topic's or key's text can pose as another cause. */
    public String cause() {
        return key.map(known -> topic + "\0key\0" + known).orElseGet(() -> topic + "\0partition\0" + partition);
    }
}
