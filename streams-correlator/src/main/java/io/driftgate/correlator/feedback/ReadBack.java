package io.driftgate.correlator.feedback;

import io.driftgate.kit.signing.Attested;
import org.jspecify.annotations.Nullable;

/**
 * A record as it stands on its topic, whoever wrote it.
 *
 * @param value null for a tombstone
 * @param atHome whether it lies in the partition that its key belongs to: in another one, its key's other records are not
 *     known
 * @param topic its full name in the cluster
 * @param appended by the broker's clock, ms of the epoch
 */
public record ReadBack<V>(
        @Nullable String key,
        @Nullable Attested<V> value,
        boolean atHome,
        String topic,
        int partition,
        long offset,
        long appended) {

    /** Where it stands: {@code topic-partition@offset}. */
    public String origin() {
        return topic + "-" + partition + "@" + offset;
    }
}
