package io.driftgate.schemas.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftgate.schemas.topic.Topic;
import io.driftgate.schemas.topic.TopicCatalogue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaParser;
import org.apache.avro.SchemaValidator;
import org.apache.avro.SchemaValidatorBuilder;
import org.apache.avro.specific.SpecificData;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Rules for every schema that travels, and its history. `src/test/history/<topic>/NNNN.avsc` holds each version that was
 * ever released; a changed schema is added with {@code -Ddriftgate.golden.update=true} and reviewed as a diff.
 */
class EventSchemasTest {

    private static final Path HISTORY = Path.of("src/test/history");

    static Stream<Topic> topics() {
        return TopicCatalogue.topics().stream().filter(topic -> topic.value().isPresent());
    }

    @ParameterizedTest
    @MethodSource("topics")
    void shouldDocumentEveryRecordAndField(Topic topic) {
        for (Schema record : records(schema(topic), new HashSet<>())) {
            assertThat(record.getDoc()).as(record.getFullName()).isNotBlank();
            assertThat(record.getFields())
                    .allSatisfy(field -> assertThat(field.doc())
                            .as(record.getName() + "." + field.name())
                            .isNotBlank());
        }
    }

    @ParameterizedTest
    @MethodSource("topics")
    void shouldGiveEveryFieldADefaultAndEveryEnumASafeState(Topic topic) {
        for (Schema record : records(schema(topic), new HashSet<>())) {
            for (Schema.Field field : record.getFields()) {
                assertThat(field.hasDefaultValue())
                        .as(record.getName() + "." + field.name())
                        .isTrue();
                for (Schema part : alternatives(field.schema())) {
                    if (part.getType() == Schema.Type.ENUM) {
                        assertThat(part.getEnumDefault()).as(part.getFullName()).isNotNull();
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("topics")
    void shouldStayFullyCompatibleWithEveryVersionThatWasReleased(Topic topic) throws Exception {
        Schema current = schema(topic);
        Path folder = HISTORY.resolve(topic.name());
        List<Path> versions = versions(folder);
        if (Boolean.getBoolean("driftgate.golden.update")
                && (versions.isEmpty() || !read(versions.getLast()).toString().equals(current.toString()))) {
            Files.createDirectories(folder);
            Files.writeString(
                    folder.resolve("%04d.avsc".formatted(versions.size() + 1)), current.toString(true) + "\n");
            versions = versions(folder);
        }
        assertThat(versions).as("released versions of " + topic.name()).isNotEmpty();

        SchemaValidator fullTransitive =
                new SchemaValidatorBuilder().mutualReadStrategy().validateAll();
        for (Path version : versions) {
            fullTransitive.validate(current, List.of(read(version)));
        }
        assertThat(read(versions.getLast()).toString())
                .as(
                        "the newest file in %s is the schema in use; add a version with -Ddriftgate.golden.update=true",
                        folder)
                .isEqualTo(current.toString());
    }

    private static List<Path> versions(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }

    private static Schema read(Path file) throws IOException {
        return new SchemaParser().parse(file).mainSchema();
    }

    private static Schema schema(Topic topic) {
        return SpecificData.get().getSchema(topic.value().orElseThrow());
    }

    private static Set<Schema> records(Schema schema, Set<Schema> seen) {
        for (Schema part : alternatives(schema)) {
            if (part.getType() == Schema.Type.RECORD && seen.add(part)) {
                part.getFields().forEach(field -> records(field.schema(), seen));
            }
        }
        return seen;
    }

    /** The named types within a union, array or map, or the schema itself. */
    private static List<Schema> alternatives(Schema schema) {
        return switch (schema.getType()) {
            case UNION ->
                schema.getTypes().stream()
                        .flatMap(part -> alternatives(part).stream())
                        .toList();
            case ARRAY -> alternatives(schema.getElementType());
            case MAP -> alternatives(schema.getValueType());
            default -> List.of(schema);
        };
    }
}
