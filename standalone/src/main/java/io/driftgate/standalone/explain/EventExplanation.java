package io.driftgate.standalone.explain;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.driftgate.collectors.changes.ChangeReading;
import io.driftgate.collectors.changes.CloudTrailEnvelopes;
import io.driftgate.collectors.changes.CloudTrailReader;
import io.driftgate.collectors.changes.LeftOutReason;
import io.driftgate.collectors.changes.Unwrapped;
import io.driftgate.schemas.events.CloudChange;
import io.driftgate.schemas.json.AvroJson;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What the collectors would make of a file of CloudTrail records, in any envelope.
 *
 * @param outcomes one per resulting change, and one per record that is left out, in the file's order
 * @param changes how many changes there are
 * @param leftOut how many records are left out
 * @param deadLetters how many of those would be set aside for somebody to look at
 */
public record EventExplanation(List<ObjectNode> outcomes, int changes, int leftOut, int deadLetters) {

    public EventExplanation {
        outcomes = List.copyOf(outcomes);
    }

    /**
     * Explains a file.
     *
     * @param received stands for the time of a record that has none
     */
    public static EventExplanation of(byte[] content, CloudTrailReader reader, Instant received) {
        Walk walk = new Walk();
        for (Unwrapped found : new CloudTrailEnvelopes().unwrap(content)) {
            walk.record++;
            switch (found) {
                case Unwrapped.LeftOut out -> walk.leaveOut(out.reason(), out.message());
                case Unwrapped.TrailRecord trail -> {
                    switch (reader.read(trail.json(), received)) {
                        case ChangeReading.LeftOut out -> walk.leaveOut(out.reason(), out.message());
                        case ChangeReading.Changes all -> all.list().forEach(walk::change);
                    }
                }
            }
        }
        return new EventExplanation(walk.outcomes, walk.changes, walk.leftOut, walk.deadLetters);
    }

    private static final class Walk {

        private final List<ObjectNode> outcomes = new ArrayList<>();
        private int record;
        private int changes;
        private int leftOut;
        private int deadLetters;

        void change(CloudChange change) {
            changes++;
            ObjectNode outcome = JsonNodeFactory.instance.objectNode();
            outcome.put("record", record).put("outcome", "CHANGE").set("change", AvroJson.node(change));
            outcomes.add(outcome);
        }

        void leaveOut(LeftOutReason reason, String message) {
            leftOut++;
            if (reason.isDeadLetter()) {
                deadLetters++;
            }
            outcomes.add(JsonNodeFactory.instance
                    .objectNode()
                    .put("record", record)
                    .put("outcome", "LEFT_OUT")
                    .put("reason", reason.label())
                    .put("message", message)
                    .put("dead_letter", reason.isDeadLetter()));
        }
    }
}
