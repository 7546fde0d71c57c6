package io.driftgate.schemas.identity;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The one table that says, per resource type, which entity it describes. A type that the table does not know becomes
 * {@code <provider>/<account>/<region>/<type>/<id>}: declared and live state still meet, change events do not.
 */
public final class ResourceTypes {

    private static final String FILE = "resource-types.txt";

    /**
     * One line of the table.
     *
     * @param service short service name as in change events
     * @param global whether the entity belongs to no region
     * @param idAttribute attribute that names the entity; {@code arn-name:<attribute>} takes the name out of an ARN
     * @param subIdAttribute attribute that tells resources of one entity apart; empty where there is one
     */
    public record Row(String type, String service, boolean global, String idAttribute, String subIdAttribute) {}

    private final Map<String, Row> rows;

    private ResourceTypes(Map<String, Row> rows) {
        this.rows = Map.copyOf(rows);
    }

    /** The table that comes with Driftgate. */
    public static ResourceTypes shipped() {
        InputStream file = Objects.requireNonNull(ResourceTypes.class.getResourceAsStream(FILE), FILE);
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(file, StandardCharsets.UTF_8))) {
            return of(lines.lines().toList());
        } catch (IOException broken) {
            throw new UncheckedIOException("cannot read " + FILE, broken);
        }
    }

    /** @throws IllegalArgumentException naming the first line that is not {@code type service regional|global id [sub-id]} */
    static ResourceTypes of(List<String> lines) {
        Map<String, Row> rows = new HashMap<>();
        for (String line : lines) {
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            List<String> words = List.of(line.strip().split("\\s+"));
            if (words.size() < 4
                    || words.size() > 5
                    || !List.of("regional", "global").contains(words.get(2))) {
                throw new IllegalArgumentException(FILE + ": '" + line
                        + "' (expected: type service regional|global id-attribute [sub-id-attribute])");
            }
            Row row = new Row(
                    words.get(0),
                    words.get(1),
                    words.get(2).equals("global"),
                    words.get(3),
                    words.size() == 5 ? words.get(4) : "");
            if (rows.put(row.type(), row) != null) {
                throw new IllegalArgumentException(FILE + ": " + row.type() + " is there twice");
            }
        }
        return new ResourceTypes(rows);
    }

    /** The line of a type, where there is one. */
    public Optional<Row> row(String type) {
        return Optional.ofNullable(rows.get(type));
    }

    /** Types in the table, sorted. */
    public List<String> types() {
        List<String> types = new ArrayList<>(rows.keySet());
        types.sort(null);
        return types;
    }

    /**
     * The key of a resource.
     *
     * @param account the account of the source's configuration; one in the resource's {@code arn} wins
     * @param region the region of the source's configuration; one in the resource's {@code arn} wins
     * @param attributes the resource's attributes, in the provider's terms
     * @param id the provider's id of the resource
     * @throws IllegalArgumentException when nothing names it: neither the id nor the attribute that the table says
     */
    public ResourceKey keyOf(
            String provider, String type, String account, String region, JsonNode attributes, String id) {
        Optional<Arn> arn = text(attributes, "arn").flatMap(Arn::parse);
        String ownAccount = arn.map(Arn::account).filter(a -> !a.isEmpty()).orElse(account);
        String ownRegion = arn.map(Arn::region).filter(r -> !r.isEmpty()).orElse(region);
        Row row = rows.get(type);
        if (row == null) {
            if (id.isEmpty()) {
                throw new IllegalArgumentException("resource of type " + type + " without an id (expected: one)");
            }
            return ResourceKey.of(new Entity(provider, ownAccount, ownRegion, type, id), type);
        }
        String entityId = entityId(row, attributes, id);
        String subId = row.subIdAttribute().isEmpty()
                ? ""
                : text(attributes, row.subIdAttribute()).orElse(id);
        return new ResourceKey(
                new Entity(provider, ownAccount, row.global() ? Entity.GLOBAL : ownRegion, row.service(), entityId),
                type,
                subId);
    }

    private static String entityId(Row row, JsonNode attributes, String id) {
        String rule = row.idAttribute();
        int colon = rule.indexOf(':');
        String named = text(attributes, rule.substring(colon + 1)).orElse(id);
        if (named.isEmpty()) {
            throw new IllegalArgumentException("resource of type " + row.type() + " without " + rule
                    + " and id (expected:" + " one of them, to name the entity)");
        }
        return colon < 0 ? named : Arn.parse(named).map(Arn::name).orElse(named);
    }

    private static Optional<String> text(JsonNode attributes, String name) {
        JsonNode value = attributes.path(name);
        return value.isTextual() && !value.textValue().isEmpty() ? Optional.of(value.textValue()) : Optional.empty();
    }
}
