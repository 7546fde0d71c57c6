package io.driftgate.standalone.faults;

import io.driftgate.schemas.events.DeadLetter;
import io.driftgate.schemas.events.ResourceState;
import io.driftgate.schemas.events.SnapshotKind;
import io.driftgate.schemas.events.SnapshotRecord;
import io.driftgate.schemas.registry.SchemaRegistryClient;
import io.driftgate.schemas.serde.AvroSerializer;
import io.driftgate.schemas.topic.CleanUp;
import io.driftgate.schemas.topic.Topic;
import io.driftgate.schemas.topic.TopicCatalogue;
import io.driftgate.schemas.topic.TopicPrefix;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * Records that no reader of a topic can use.
 *
 * @param name what is wrong with it
 * @param key null is one of the wrongs
 * @param value null is one of the wrongs
 * @param unreadable whether its bytes cannot be read, so that every reader that sets aside must set it aside
 */
record Poison(String name, @Nullable String key, byte @Nullable [] value, boolean unreadable) {

    private static final int LARGE = 300 * 1024;
    private static final String LARGE_SCOPE = "live:file:large";
    private static final int NO_SUCH_ID = Integer.MAX_VALUE - 7;

    /** All kinds, for one topic. */
    static List<Poison> of(Topic topic, TopicPrefix prefix, SchemaRegistryClient registry) {
        byte[] stranger = stranger(prefix, registry);
        List<Poison> all = new ArrayList<>(List.of(
                new Poison("no schema", "poison", text("no schema, hunter2"), true),
                new Poison("one byte", "poison", new byte[] {0}, true),
                new Poison("no schema, 300 KiB", "poison", text("x".repeat(LARGE)), true),
                new Poison("an unknown schema id", "poison", framed(NO_SUCH_ID, text("hunter2")), true),
                new Poison("another type's schema", "poison", stranger, true),
                new Poison("no value", "poison", null, false)));
        // The broker itself refuses a record without a key where it compacts by key.
        boolean keyless = topic.cleanUp() == CleanUp.DELETE;
        if (keyless) {
            all.add(new Poison("no schema and no key", null, text("no key"), true));
            all.add(new Poison("neither key nor value", null, null, false));
        }
        topic.value().ifPresent(type -> {
            byte[] empty = empty(topic, type, prefix, registry);
            int id = ByteBuffer.wrap(empty).getInt(1);
            byte[] noise = new byte[LARGE];
            Arrays.fill(noise, (byte) 0xff);
            all.add(new Poison("300 KiB of noise under the right schema", "poison", framed(id, noise), true));
            all.add(new Poison("cut off", "poison", Arrays.copyOf(empty, empty.length - 1), true));
            all.add(new Poison("nothing but defaults", "poison", empty, false));
            if (keyless) {
                all.add(new Poison("nothing but defaults, and no key", null, empty, false));
            }
        });
        if (topic.equals(TopicCatalogue.STATE_SNAPSHOTS)) {
            all.add(new Poison("300 KiB, and otherwise good", LARGE_SCOPE, large(topic, prefix, registry), true));
        }
        return all;
    }

    /** A record of a type that none of the readers takes. */
    private static byte[] stranger(TopicPrefix prefix, SchemaRegistryClient registry) {
        DeadLetter letter = DeadLetter.newBuilder().setMessage("hunter2").build();
        registry.register(prefix.value() + "strangers-value", letter.getSchema());
        return bytes(prefix.value() + "strangers", letter, registry);
    }

    /** A record of the right type that says nothing. */
    private static byte[] empty(
            Topic topic, Class<? extends SpecificRecord> type, TopicPrefix prefix, SchemaRegistryClient registry) {
        try {
            Object builder = type.getMethod("newBuilder").invoke(null);
            Object record = builder.getClass().getMethod("build").invoke(builder);
            return bytes(prefix.name(topic), (SpecificRecord) record, registry);
        } catch (ReflectiveOperationException changed) {
            throw new IllegalStateException("every field of ours has a default", changed);
        }
    }

    /** As a collector would write it that knows no bound. */
    private static byte[] large(Topic topic, TopicPrefix prefix, SchemaRegistryClient registry) {
        SnapshotRecord record = SnapshotRecord.newBuilder()
                .setKind(SnapshotKind.REFRESHED)
                .setScope(LARGE_SCOPE)
                .setResource(ResourceState.newBuilder()
                        .setResourceKey("aws/123456789012/eu-west-1/ec2/sg-large#aws_security_group")
                        .setEntity("aws/123456789012/eu-west-1/ec2/sg-large")
                        .setType("aws_security_group")
                        .setAttributes("{\"note\":\"" + "x".repeat(LARGE) + "\"}")
                        .build())
                .build();
        return bytes(prefix.name(topic), record, registry);
    }

    private static byte[] bytes(String topic, SpecificRecord record, SchemaRegistryClient registry) {
        try (AvroSerializer<SpecificRecord> serializer = new AvroSerializer<>(registry)) {
            return Objects.requireNonNull(serializer.serialize(topic, record));
        }
    }

    private static byte[] framed(int id, byte[] body) {
        return ByteBuffer.allocate(5 + body.length)
                .put((byte) 0)
                .putInt(id)
                .put(body)
                .array();
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
