package io.driftgate.correlator.query;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.driftgate.schemas.json.AvroJson;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;

/**
 * Some records, in order, and how much they are of all.
 *
 * @param missing what could not be read; while there is any, nobody may take what is not here for absent
 * @param asOf when the state was read
 * @param next cursor of the next page; nothing on the last one
 */
record Page(List<? extends SpecificRecord> items, List<String> missing, Instant asOf, Optional<String> next)
        implements ApiAnswer {

    Page {
        items = List.copyOf(items);
        missing = List.copyOf(missing);
    }

    /**
     * The page of a list after a place.
     *
     * @param matching all that matches, in any order
     * @param place where an item stands
     */
    static <T extends SpecificRecord> Page of(
            List<T> matching,
            Function<T, SortKey> place,
            Optional<SortKey> after,
            int limit,
            List<String> missing,
            Instant asOf) {
        record Placed<T>(SortKey at, T item) {}
        List<Placed<T>> rest = matching.stream()
                .map(item -> new Placed<>(place.apply(item), item))
                .filter(placed -> after.isEmpty() || placed.at().compareTo(after.get()) > 0)
                .sorted((one, other) -> one.at().compareTo(other.at()))
                .limit(limit + 1L)
                .toList();
        List<Placed<T>> shown = rest.subList(0, Math.min(limit, rest.size()));
        Optional<String> next =
                rest.size() > limit ? Optional.of(shown.getLast().at().cursor()) : Optional.empty();
        return new Page(shown.stream().map(Placed::item).toList(), missing, asOf, next);
    }

    /** One record alone. */
    static Page single(SpecificRecord item, List<String> missing, Instant asOf) {
        return new Page(List.of(item), missing, asOf, Optional.empty());
    }

    @Override
    public int status() {
        return 200;
    }

    @Override
    public String mediaType() {
        return "application/json";
    }

    @Override
    public JsonNode body() {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        ArrayNode list = body.putArray("items");
        items.forEach(item -> list.add(AvroJson.node(item)));
        body.put("complete", missing.isEmpty());
        ArrayNode unread = body.putArray("missing");
        missing.forEach(unread::add);
        body.put("as_of", AvroJson.time(asOf));
        next.ifPresent(cursor -> body.put("next", cursor));
        return body;
    }
}
