package io.driftgate.correlator.drift;

import java.util.List;
import java.util.Map;

/**
 * By what a route may mean a resource.
 *
 * @param address Terraform's address; empty for what nobody declares
 */
public record Name(String address, Map<String, String> tags) {

    public Name {
        tags = Map.copyOf(tags);
    }

    /** All names of a resource; none for what has neither address nor tags. */
    public static List<Name> of(ResourceRow row) {
        return row.names().stream()
                .map(described -> new Name(described.address(), described.tags()))
                .filter(name -> !name.address().isEmpty() || !name.tags().isEmpty())
                .distinct()
                .toList();
    }
}
