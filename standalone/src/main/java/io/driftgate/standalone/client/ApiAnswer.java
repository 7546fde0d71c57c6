package io.driftgate.standalone.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * A list as the correlator's API answers it.
 *
 * @param items records with the names of their Avro fields
 * @param complete false when a part of the state could not be asked: then nothing may be called clean
 * @param missing what could not be asked, in words
 */
public record ApiAnswer(List<JsonNode> items, boolean complete, List<String> missing) {

    public ApiAnswer {
        items = List.copyOf(items);
        missing = List.copyOf(missing);
    }
}
