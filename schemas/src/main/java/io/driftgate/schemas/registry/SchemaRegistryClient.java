package io.driftgate.schemas.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.driftgate.schemas.registry.CompatibilityVerdict.Compatible;
import io.driftgate.schemas.registry.CompatibilityVerdict.Incompatible;
import io.driftgate.schemas.registry.RegistryException.Reason;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;

/**
 * A client of a schema registry that speaks Confluent's REST interface, version 7: Confluent's own, Apicurio's
 * {@code /apis/ccompat/v7}, Redpanda's, Karapace. Avro schemas without references only.
 *
 * <p>Ids never change their meaning, so schemas and ids are cached without end, within the configured bound; that
 * something is absent is believed for {@link RegistryConfig#absenceMemory} only. Every method blocks, may be called from
 * any thread, may be repeated, and throws {@link RegistryException} with a {@link Reason} and nothing else.
 */
public final class SchemaRegistryClient implements AutoCloseable {

    private record SubjectSchema(String subject, Schema schema) {}

    private final RegistryTransport transport;
    private final RegistryConfig config;
    private final BoundedCache<Integer, Optional<Schema>> schemas;
    private final BoundedCache<SubjectSchema, OptionalInt> ids;

    public SchemaRegistryClient(RegistryConfig config) {
        this(
                config,
                InstantSource.system(),
                Thread::sleep,
                () -> ThreadLocalRandom.current().nextLong());
    }

    SchemaRegistryClient(
            RegistryConfig config, InstantSource clock, RegistryTransport.Pause pause, RandomGenerator random) {
        this.config = config;
        this.transport = new RegistryTransport(config, pause, random);
        this.schemas = new BoundedCache<>(config.cacheCapacity(), clock);
        this.ids = new BoundedCache<>(config.cacheCapacity(), clock);
    }

    /**
     * Registers the schema as the subject's newest version, or finds it there.
     *
     * @return its id
     * @throws RegistryException INCOMPATIBLE when the subject's level refuses it, INVALID when it is no valid schema
     */
    public int register(String subject, Schema schema) {
        SubjectSchema key = new SubjectSchema(subject, schema);
        Optional<OptionalInt> known = ids.get(key).filter(OptionalInt::isPresent);
        if (known.isPresent()) {
            return known.get().getAsInt();
        }
        String path = "/subjects/" + encoded(subject) + "/versions";
        int id = requiredInt(transport.post(path, body(schema)), "id", path);
        ids.put(key, OptionalInt.of(id));
        return id;
    }

    /** The id under which this very schema is registered for the subject; empty when it is not. */
    public OptionalInt lookUp(String subject, Schema schema) {
        SubjectSchema key = new SubjectSchema(subject, schema);
        Optional<OptionalInt> known = ids.get(key);
        if (known.isPresent()) {
            return known.get();
        }
        String path = "/subjects/" + encoded(subject);
        Optional<JsonNode> found = unlessAbsent(() -> transport.post(path, body(schema)));
        if (found.isEmpty()) {
            ids.putFor(config.absenceMemory(), key, OptionalInt.empty());
            return OptionalInt.empty();
        }
        OptionalInt id = OptionalInt.of(requiredInt(found.get(), "id", path));
        ids.put(key, id);
        return id;
    }

    /**
     * The schema with this id.
     *
     * @throws RegistryException NOT_FOUND when the registry itself says that it has none; UNUSABLE_SCHEMA when it is not Avro
     *     without references
     */
    public Schema schemaById(int id) {
        Optional<Optional<Schema>> known = schemas.get(id);
        if (known.isEmpty()) {
            String path = "/schemas/ids/" + id;
            known = Optional.of(unlessAbsent(() -> transport.get(path)).map(answer -> parsed(answer, path)));
            if (known.get().isPresent()) {
                schemas.put(id, known.get());
            } else {
                schemas.putFor(config.absenceMemory(), id, known.get());
            }
        }
        return known.get()
                .orElseThrow(() -> new RegistryException(
                        Reason.NOT_FOUND,
                        "Schema registry: no schema has the id %d in %s. Check that the writer used this registry."
                                .formatted(id, config.urls())));
    }

    /** The subject's newest version; empty when there is no such subject. Asks every time. */
    public Optional<RegisteredSchema> latest(String subject) {
        String path = "/subjects/" + encoded(subject) + "/versions/latest";
        return unlessAbsent(() -> transport.get(path))
                .map(answer -> new RegisteredSchema(
                        subject,
                        requiredInt(answer, "version", path),
                        requiredInt(answer, "id", path),
                        parsed(answer, path)));
    }

    /** The subject's version numbers, ascending; none when there is no such subject. */
    public List<Integer> versions(String subject) {
        String path = "/subjects/" + encoded(subject) + "/versions";
        List<Integer> versions = new ArrayList<>();
        unlessAbsent(() -> transport.get(path)).ifPresent(answer -> answer.forEach(v -> versions.add(v.asInt())));
        versions.sort(null);
        return versions;
    }

    /** All subjects, sorted. */
    public List<String> subjects() {
        List<String> subjects = new ArrayList<>();
        transport.get("/subjects").forEach(name -> subjects.add(name.asText()));
        subjects.sort(null);
        return subjects;
    }

    /** Whether the schema could be registered as the subject's next version, by the subject's own level. */
    public CompatibilityVerdict checkCompatibility(String subject, Schema schema) {
        String path = "/compatibility/subjects/" + encoded(subject) + "/versions?verbose=true";
        Optional<JsonNode> answer = unlessAbsent(() -> transport.post(path, body(schema)));
        if (answer.isEmpty()) {
            // No version yet, so none to break.
            return new Compatible();
        }
        JsonNode verdict = answer.get().path("is_compatible");
        if (!verdict.isBoolean()) {
            throw unexpected("is_compatible", path);
        }
        if (verdict.asBoolean()) {
            return new Compatible();
        }
        List<String> messages = new ArrayList<>();
        answer.get().path("messages").forEach(message -> messages.add(message.asText()));
        return new Incompatible(messages);
    }

    /** What subjects without a level of their own are held to. */
    public CompatibilityLevel globalCompatibility() {
        return level(transport.get("/config"), "/config");
    }

    public void setGlobalCompatibility(CompatibilityLevel level) {
        setLevel("/config", level);
    }

    /**
     * The subject's own level; empty when it has none and the global one counts. Apicurio answers NONE for a subject that has
     * none: ask {@link #effectiveCompatibility} for what counts.
     */
    public Optional<CompatibilityLevel> compatibility(String subject) {
        String path = "/config/" + encoded(subject);
        return unlessAbsent(() -> transport.get(path)).map(answer -> level(answer, path));
    }

    /** The level that counts for the subject: its own, or else the global one. */
    public CompatibilityLevel effectiveCompatibility(String subject) {
        String path = "/config/" + encoded(subject) + "?defaultToGlobal=true";
        return unlessAbsent(() -> transport.get(path))
                .map(answer -> level(answer, path))
                .orElseGet(this::globalCompatibility);
    }

    public void setCompatibility(String subject, CompatibilityLevel level) {
        setLevel("/config/" + encoded(subject), level);
    }

    /** Ends calls under way with CLOSED. Idempotent. */
    @Override
    public void close() {
        transport.close();
    }

    /** Registries echo the setting with or without {@code normalize} and other fields, so only the status is read. */
    private void setLevel(String path, CompatibilityLevel level) {
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("compatibility", level.name());
        JsonNode ignored = transport.put(path, body.toString());
        assert ignored != null;
    }

    /** GET calls it {@code compatibilityLevel}, what PUT echoes is {@code compatibility}; some answer with the latter. */
    private static CompatibilityLevel level(JsonNode answer, String path) {
        String name = answer.path("compatibilityLevel")
                .asText(answer.path("compatibility").asText());
        for (CompatibilityLevel level : CompatibilityLevel.values()) {
            if (level.name().equals(name)) {
                return level;
            }
        }
        throw unexpected("compatibilityLevel", path);
    }

    private static Optional<JsonNode> unlessAbsent(Supplier<JsonNode> call) {
        try {
            return Optional.of(call.get());
        } catch (RegistryException e) {
            if (e.reason() == Reason.NOT_FOUND) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private static String body(Schema schema) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("schema", schema.toString())
                .toString();
    }

    private static Schema parsed(JsonNode answer, String path) {
        String type = answer.path("schemaType").asText("AVRO");
        if (!type.equals("AVRO") || !answer.path("references").isEmpty()) {
            throw new RegistryException(
                    Reason.UNUSABLE_SCHEMA,
                    "Schema registry, %s: a schema of type %s with %d references (expected: AVRO without references)."
                            .formatted(path, type, answer.path("references").size()));
        }
        if (!answer.path("schema").isTextual()) {
            throw unexpected("schema", path);
        }
        try {
            return new Schema.Parser().parse(answer.path("schema").asText());
        } catch (AvroRuntimeException e) {
            throw new RegistryException(
                    Reason.UNUSABLE_SCHEMA,
                    "Schema registry, %s: not a schema that Avro can parse.".formatted(path),
                    e);
        }
    }

    private static int requiredInt(JsonNode answer, String field, String path) {
        if (!answer.path(field).canConvertToInt()) {
            throw unexpected(field, path);
        }
        return answer.path(field).asInt();
    }

    private static RegistryException unexpected(String field, String path) {
        return new RegistryException(
                Reason.UNEXPECTED_ANSWER,
                "Schema registry, %s: the answer has no usable \"%s\"; check that the address is a schema registry's."
                        .formatted(path, field));
    }

    private static String encoded(String subject) {
        return URLEncoder.encode(subject, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
