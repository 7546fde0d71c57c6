package io.driftgate.collectors.changes;

import com.fasterxml.jackson.databind.JsonNode;
import io.driftgate.schemas.identity.Arn;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** The table that says where a CloudTrail record names the entities that it touched. */
final class EntityPlaces {

    private static final String FILE = "cloudtrail-entities.txt";

    /** Ids that a call touched, and whether their service belongs to no region. */
    record Touched(Set<String> ids, boolean global) {}

    private record Row(String service, Pattern event, boolean global, List<Place> places) {}

    /** A path into the record and what to take of the value there. */
    private record Place(Form form, List<String> path) {}

    private enum Form {
        PLAIN,
        ARN_NAME,
        FUNCTION_NAME,
        LAST_SEGMENT
    }

    private final List<Row> rows;

    private EntityPlaces(List<Row> rows) {
        this.rows = List.copyOf(rows);
    }

    static EntityPlaces shipped() {
        InputStream file = Objects.requireNonNull(EntityPlaces.class.getResourceAsStream(FILE), FILE);
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(file, StandardCharsets.UTF_8))) {
            return new EntityPlaces(lines.lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(EntityPlaces::row)
                    .toList());
        } catch (IOException broken) {
            throw new UncheckedIOException("cannot read " + FILE, broken);
        }
    }

    private static Row row(String line) {
        String[] words = line.strip().split("\\s+");
        if (words.length != 4 || !List.of("regional", "global").contains(words[2])) {
            throw new IllegalStateException(FILE + ": '" + line + "' (expected: service event regional|global places)");
        }
        List<Place> places = new ArrayList<>();
        for (String place : words[3].split("\\|")) {
            int colon = place.indexOf(':');
            Form form = colon < 0
                    ? Form.PLAIN
                    : Form.valueOf(place.substring(0, colon).replace('-', '_').toUpperCase(java.util.Locale.ROOT));
            places.add(new Place(form, List.of(place.substring(colon + 1).split("\\."))));
        }
        return new Row(
                words[0], Pattern.compile(words[1].replace("*", ".*")), words[2].equals("global"), List.copyOf(places));
    }

    /** Whether the table has lines for a service. */
    boolean knows(String service) {
        return rows.stream().anyMatch(row -> row.service().equals(service));
    }

    /** What the record names; the first line and the first place that name anything count. */
    Touched touched(String service, String eventName, JsonNode record) {
        boolean global = false;
        for (Row row : rows) {
            if (!row.service().equals(service)
                    || !row.event().matcher(eventName).matches()) {
                continue;
            }
            global |= row.global();
            for (Place place : row.places()) {
                Set<String> ids = new LinkedHashSet<>();
                collect(record, place, 0, ids);
                if (!ids.isEmpty()) {
                    return new Touched(ids, row.global());
                }
            }
        }
        return new Touched(Set.of(), global);
    }

    private static void collect(JsonNode node, Place place, int depth, Set<String> ids) {
        if (node.isArray()) {
            node.forEach(item -> collect(item, place, depth, ids));
        } else if (depth < place.path().size()) {
            collect(node.path(place.path().get(depth)), place, depth + 1, ids);
        } else if (node.isTextual()) {
            String id = take(place.form(), node.textValue());
            // What UTF-8 cannot hold is the name of nothing: the service's unnamed entity stands for it.
            if (!id.isEmpty() && StandardCharsets.UTF_8.newEncoder().canEncode(id)) {
                ids.add(id);
            }
        }
    }

    private static String take(Form form, String value) {
        Optional<Arn> arn = Arn.parse(value);
        return switch (form) {
            case PLAIN -> value;
            case ARN_NAME -> arn.map(Arn::name).orElse(value);
            case FUNCTION_NAME -> functionName(arn.map(Arn::resource).orElse(value));
            case LAST_SEGMENT -> value.substring(value.lastIndexOf('/') + 1);
        };
    }

    /** {@code function:name:qualifier}, {@code account:function:name}, {@code name:qualifier} or {@code name}. */
    private static String functionName(String text) {
        int at = text.indexOf("function:");
        String name = at < 0 ? text : text.substring(at + "function:".length());
        int qualifier = name.indexOf(':');
        return qualifier < 0 ? name : name.substring(0, qualifier);
    }
}
