package io.driftgate.sinks.dedupe;

import io.driftgate.schemas.events.Alert;
import java.util.HashMap;
import java.util.Map;

/**
 * What one sink has settled: per fingerprint the highest (episode, revision), whatever came of it. Marks only rise, so
 * feeding it the same history twice, or in another order, ends the same. Its size is the number of fingerprints of the
 * deliveries that Kafka still holds (30 days). One thread.
 */
public final class DeliveryMarks {

    private final Map<String, Mark> marks = new HashMap<>();
    private final Map<String, Long> toldEpisodes = new HashMap<>();

    /** Judges without moving a mark: only what is settled moves it. */
    public Verdict judge(Alert alert) {
        Mark mark = marks.get(alert.getFingerprint());
        if (mark != null && new Mark(alert.getEpisode(), alert.getRevision()).compareTo(mark) <= 0) {
            return Verdict.ALREADY_TOLD;
        }
        return alert.getNotify() ? Verdict.TELL : Verdict.NOT_TO_BE_TOLD;
    }

    /** Remembers that a version is settled. */
    public void settled(String fingerprint, long episode, long revision) {
        marks.merge(
                fingerprint,
                new Mark(episode, revision),
                (known, found) -> known.compareTo(found) >= 0 ? known : found);
    }

    /** Remembers that this sink was told of an episode. */
    public void told(String fingerprint, long episode) {
        toldEpisodes.merge(fingerprint, episode, Math::max);
    }

    /** Whether this sink was told of the alert's episode before. */
    public boolean wasTold(Alert alert) {
        return toldEpisodes.getOrDefault(alert.getFingerprint(), 0L) == alert.getEpisode();
    }

    /** How many fingerprints are known. */
    public int size() {
        return marks.size();
    }
}
