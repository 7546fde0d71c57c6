package io.driftgate.standalone.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Finds out what changed between two looks at a list of drifts or alerts. One that has left a complete list was resolved: it
 * is looked up by its id. What an incomplete list does not show is not taken for gone. One thread.
 */
public final class ChangeWatch {

    private final Function<String, Optional<JsonNode>> lookUp;
    private final Map<String, String> known = new HashMap<>();
    private boolean looked;

    /** @param lookUp the record of an id; nothing when there is none any more */
    public ChangeWatch(Function<String, Optional<JsonNode>> lookUp) {
        this.lookUp = lookUp;
    }

    /** What is new or otherwise since the last look; nothing for the first one, to which all is new. */
    public List<JsonNode> look(ApiAnswer now) {
        List<JsonNode> changed = new ArrayList<>();
        Map<String, String> seen = new HashMap<>();
        for (JsonNode record : now.items()) {
            String id = Fields.text(record, "id");
            String state = state(record);
            seen.put(id, state);
            if (!state.equals(known.get(id))) {
                changed.add(record);
            }
        }
        if (now.complete()) {
            for (String id : List.copyOf(known.keySet())) {
                if (!seen.containsKey(id)) {
                    lookUp.apply(id).ifPresent(changed::add);
                    known.remove(id);
                }
            }
        }
        known.putAll(seen);
        boolean first = !looked;
        looked |= now.complete();
        return first ? List.of() : changed;
    }

    /** How many are known. */
    public int size() {
        return known.size();
    }

    private static String state(JsonNode record) {
        return String.join(
                "/",
                Fields.text(record, "episode"),
                Fields.text(record, "revision"),
                Fields.text(record, "status"),
                Fields.text(record, "resolution"),
                Fields.text(record, "severity"),
                record.path("accepted_until").asText(""));
    }
}
