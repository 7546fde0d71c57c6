package io.driftgate.schemas.serde;

import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecordBase;
import org.jspecify.annotations.Nullable;

/** A record as Avro generates it, with a schema that no change of our events can touch: the golden bytes rest on it. */
public class TestEvent extends SpecificRecordBase {

    private static final long serialVersionUID = 1L;

    /** Contains itself, as none of our events does: that is what lets a hostile body nest. */
    @SuppressWarnings("checkstyle:ConstantName") // Avro looks for this name
    public static final Schema SCHEMA$ = new Schema.Parser().parse("""
                    {"type": "record", "name": "TestEvent", "namespace": "io.driftgate.schemas.serde", "fields": [
                      {"name": "id", "type": {"type": "string", "avro.java.string": "String"}, "default": ""},
                      {"name": "kind", "type": {"type": "enum", "name": "TestKind", "symbols": ["UNKNOWN", "A", "B"],
                       "default": "UNKNOWN"}, "default": "UNKNOWN"},
                      {"name": "note", "type": ["null", {"type": "string", "avro.java.string": "String"}], "default": null},
                      {"name": "tags", "type": {"type": "array", "items": {"type": "string", "avro.java.string": "String"}},
                       "default": []},
                      {"name": "counts", "type": {"type": "map", "values": "long", "avro.java.string": "String"}, "default": {}},
                      {"name": "parent", "type": ["null", "TestEvent"], "default": null}]}
                    """);

    private @Nullable Object id = "";
    private @Nullable Object kind = TestKind.UNKNOWN;
    private @Nullable Object note;
    private @Nullable Object tags = List.of();
    private @Nullable Object counts = Map.of();
    private @Nullable Object parent;

    public TestEvent() {}

    static TestEvent of(String id, TestKind kind) {
        TestEvent event = new TestEvent();
        event.id = id;
        event.kind = kind;
        return event;
    }

    /** The same object with another value, valid or not, in the field of that position. */
    TestEvent with(int field, @Nullable Object value) {
        put(field, value);
        return this;
    }

    @Override
    public Schema getSchema() {
        return SCHEMA$;
    }

    @Override
    public @Nullable Object get(int field) {
        return switch (field) {
            case 0 -> id;
            case 1 -> kind;
            case 2 -> note;
            case 3 -> tags;
            case 4 -> counts;
            case 5 -> parent;
            default -> throw new IndexOutOfBoundsException(field);
        };
    }

    @Override
    public void put(int field, @Nullable Object value) {
        switch (field) {
            case 0 -> id = value == null ? null : value instanceof CharSequence ? value.toString() : value;
            case 1 -> kind = value;
            case 2 -> note = value == null ? null : value.toString();
            case 3 -> tags = value;
            case 4 -> counts = value;
            case 5 -> parent = value;
            default -> throw new IndexOutOfBoundsException(field);
        }
    }
}
