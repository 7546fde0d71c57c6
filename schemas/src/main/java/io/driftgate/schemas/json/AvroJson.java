package io.driftgate.schemas.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Base64;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericEnumSymbol;
import org.apache.avro.generic.GenericFixed;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * A generated record as the JSON that people and their tools read. It is not Avro's own JSON encoding, which wraps every
 * value of a union in its type: here a field has its Avro name, in the schema's order, an enum is its name, a
 * {@code timestamp-millis} is ISO 8601 in UTC with three decimals, bytes are base64 (RFC 4648, section 4), a map is an
 * object with sorted keys, and a null is left out. What is not a finite number is text: {@code "NaN"}.
 */
public final class AvroJson {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final DateTimeFormatter MILLISECONDS =
            new DateTimeFormatterBuilder().appendInstant(3).toFormatter();

    private AvroJson() {}

    /** The record as a tree that the caller may change. */
    public static ObjectNode node(SpecificRecord record) {
        return object(record);
    }

    /** The record as one line of JSON. */
    public static String text(SpecificRecord record) {
        return object(record).toString();
    }

    /** A time as all JSON of Driftgate has it: {@code 2026-03-01T10:02:11.000Z}. */
    public static String time(Instant time) {
        return MILLISECONDS.format(time);
    }

    private static ObjectNode object(IndexedRecord record) {
        ObjectNode object = JSON.objectNode();
        for (Schema.Field field : record.getSchema().getFields()) {
            Object value = record.get(field.pos());
            if (value != null) {
                object.set(field.name(), value(value, field.schema()));
            }
        }
        return object;
    }

    /** @param schema decides only whether a whole number is a time */
    private static JsonNode value(@Nullable Object value, Schema schema) {
        return switch (value) {
            case null -> JSON.nullNode();
            case IndexedRecord record -> object(record);
            case CharSequence text -> JSON.textNode(text.toString());
            case Enum<?> constant -> JSON.textNode(constant.name());
            case GenericEnumSymbol<?> symbol -> JSON.textNode(symbol.toString());
            case Instant time -> JSON.textNode(time(time));
            case Boolean truth -> JSON.booleanNode(truth);
            case Integer number -> JSON.numberNode(number);
            case Long number ->
                isTime(schema) ? JSON.textNode(time(Instant.ofEpochMilli(number))) : JSON.numberNode(number);
            case Double number ->
                Double.isFinite(number) ? JSON.numberNode(number) : JSON.textNode(Double.toString(number));
            case Float number ->
                Float.isFinite(number) ? JSON.numberNode(number) : JSON.textNode(Float.toString(number));
            case BigDecimal number -> JSON.numberNode(number);
            case ByteBuffer bytes -> JSON.textNode(base64(bytes));
            case GenericFixed fixed -> JSON.textNode(base64(ByteBuffer.wrap(fixed.bytes())));
            case Collection<?> items -> array(items, schema);
            case Map<?, ?> entries -> map(entries, schema);
            default ->
                throw new IllegalArgumentException(
                        "found a " + value.getClass().getName() + " (expected: what Avro generates)");
        };
    }

    private static ArrayNode array(Collection<?> items, Schema schema) {
        Schema item = branch(schema, Schema.Type.ARRAY).getElementType();
        ArrayNode array = JSON.arrayNode(items.size());
        items.forEach(each -> array.add(value(each, item)));
        return array;
    }

    /** Sorted, because a map that was decoded has no order of its own and equal records shall have equal texts. */
    private static ObjectNode map(Map<?, ?> entries, Schema schema) {
        Schema entry = branch(schema, Schema.Type.MAP).getValueType();
        Map<String, JsonNode> sorted = new TreeMap<>();
        entries.forEach((key, each) -> {
            if (each != null) {
                sorted.put(String.valueOf(key), value(each, entry));
            }
        });
        return JSON.objectNode().setAll(sorted);
    }

    private static boolean isTime(Schema schema) {
        return branch(schema, Schema.Type.LONG).getLogicalType() instanceof LogicalTypes.TimestampMillis;
    }

    /** The union's branch of a type, or the schema itself when it is no union. */
    private static Schema branch(Schema schema, Schema.Type type) {
        if (!schema.isUnion()) {
            return schema;
        }
        return schema.getTypes().stream()
                .filter(part -> part.getType() == type)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("a value of " + type + " in " + schema.getTypes()));
    }

    private static String base64(ByteBuffer bytes) {
        ByteBuffer view = bytes.duplicate();
        byte[] content = new byte[view.remaining()];
        view.get(content);
        return Base64.getEncoder().encodeToString(content);
    }
}
