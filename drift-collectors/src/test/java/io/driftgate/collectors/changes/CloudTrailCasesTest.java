package io.driftgate.collectors.changes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.driftgate.collectors.changes.ChangeReading.Changes;
import io.driftgate.schemas.events.CloudChange;
import io.driftgate.schemas.identity.Entity;
import io.driftgate.schemas.json.CanonicalJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The judges are records that Stratus Red Team, Cloud Custodian and AWS's own library recorded. */
class CloudTrailCasesTest {

    private static final Path CASES = Path.of("src/test/resources/cases/cloudtrail");
    private static final Instant RECEIVED = Instant.parse("2026-01-01T00:00:00Z");
    private static final EntityPlaces PLACES = EntityPlaces.shipped();

    record Line(String name, JsonNode event) {
        @Override
        public String toString() {
            return name;
        }
    }

    static List<Line> stratus() throws IOException {
        List<Line> lines = new ArrayList<>();
        for (String text : Files.readAllLines(CASES.resolve("stratus.jsonl"))) {
            JsonNode line = CanonicalJson.read(text);
            lines.add(new Line(lines.size() + " " + line.path("technique").asText(), line.path("event")));
        }
        return lines;
    }

    static List<Line> custodian() throws IOException {
        List<Line> lines = new ArrayList<>();
        for (String text : Files.readAllLines(CASES.resolve("custodian.jsonl"))) {
            JsonNode line = CanonicalJson.read(text);
            lines.add(new Line(line.path("source").asText(), line.path("event")));
        }
        return lines;
    }

    static List<Path> envelopes() throws IOException {
        try (Stream<Path> files = Files.list(CASES)) {
            return files.filter(file -> file.getFileName().toString().startsWith("awslambdago_"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource({"stratus", "custodian"})
    void shouldParseEachRecordOrLeaveItOutWithAReason(Line line) {
        List<Unwrapped> found = unwrap(line.event());

        assertThat(found).hasSize(1);
        if (found.getFirst() instanceof Unwrapped.TrailRecord record) {
            JsonNode json = record.json();
            boolean reads = json.path("readOnly").asText().equals("true");
            ChangeReading reading = read(json);
            if (reads) {
                assertThat(reading)
                        .isInstanceOfSatisfying(
                                ChangeReading.LeftOut.class,
                                out -> assertThat(out.reason()).isEqualTo(LeftOutReason.READ_ONLY));
                return;
            }
            assertThat(reading).isInstanceOf(Changes.class);
            for (CloudChange change : ((Changes) reading).list()) {
                Entity entity = Entity.parse(change.getEntity());
                assertThat(entity.account()).isEqualTo(account(json));
                assertThat(entity.service() + ".amazonaws.com")
                        .isEqualTo(json.path("eventSource").asText());
                assertThat(change.getErrorCode())
                        .isEqualTo(
                                json.path("errorCode").isTextual()
                                        ? json.path("errorCode").asText()
                                        : null);
                assertThat(change.getActor().getArn())
                        .isEqualTo(json.path("userIdentity").path("arn").asText(""));
            }
        }
    }

    /** The id must be a value that the record itself holds, found here without our table. */
    @ParameterizedTest
    @MethodSource({"stratus", "custodian"})
    void shouldNameTheEntityOfMappedServices(Line line) {
        if (!(unwrap(line.event()).getFirst() instanceof Unwrapped.TrailRecord record)
                || !(read(record.json()) instanceof Changes changes)) {
            return;
        }
        CloudChange change = changes.list().getFirst();
        boolean touchesNothingOfOurs = change.getErrorCode() != null
                || !PLACES.knows(change.getService())
                || Set.of("EnableSerialConsoleAccess", "CreateVolume").contains(change.getEventName());
        if (!touchesNothingOfOurs) {
            for (CloudChange each : changes.list()) {
                String id = Entity.parse(each.getEntity()).id();
                assertThat(id).as(change.getEventName()).isNotEqualTo(Entity.UNNAMED);
                assertThat(line.event().toString()).contains(id);
            }
        }
    }

    @Test
    void shouldLeaveOutExactlyWhatIsNoChange() throws IOException {
        assertThat(count(stratus())).isEqualTo(Map.of("changes", 49, "read-only", 261));
        assertThat(count(custodian())).isEqualTo(Map.of("changes", 24, "not-cloudtrail", 11));
    }

    /** A line of the table that is lost shows here. */
    @Test
    void shouldNameAsManyEntitiesAsBefore() throws IOException {
        assertThat(named(stratus()))
                .isEqualTo(Map.of(
                        "cloudtrail",
                        3,
                        "ec2",
                        7,
                        "ec2-instance-connect",
                        6,
                        "iam",
                        10,
                        "lambda",
                        3,
                        "rds",
                        1,
                        "ssm",
                        10));
        assertThat(named(custodian()))
                .isEqualTo(Map.of(
                        "apigateway", 2, "cloudfront", 3, "ec2", 6, "elasticloadbalancing", 2, "rds", 1, "s3", 2));
    }

    @ParameterizedTest
    @MethodSource("envelopes")
    void shouldLeaveOutQuietlyWhatCarriesNoChange(Path file) throws IOException {
        List<Unwrapped> found = new CloudTrailEnvelopes().unwrap(Files.readAllBytes(file));

        assertThat(found)
                .isNotEmpty()
                .allSatisfy(one -> assertThat(one)
                        .isInstanceOfSatisfying(
                                Unwrapped.LeftOut.class,
                                out -> assertThat(out.reason().isDeadLetter()).isFalse()));
    }

    /** Changes with an entity of a name, by service. */
    private static Map<String, Integer> named(List<Line> lines) {
        Map<String, Integer> counts = new TreeMap<>();
        for (Line line : lines) {
            if (unwrap(line.event()).getFirst() instanceof Unwrapped.TrailRecord record
                    && read(record.json()) instanceof Changes changes) {
                changes.list().stream()
                        .filter(change -> !Entity.parse(change.getEntity()).id().equals(Entity.UNNAMED))
                        .forEach(change -> counts.merge(change.getService(), 1, Integer::sum));
            }
        }
        return counts;
    }

    private static Map<String, Integer> count(List<Line> lines) {
        Map<String, Integer> counts = new TreeMap<>();
        for (Line line : lines) {
            String outcome = switch (unwrap(line.event()).getFirst()) {
                case Unwrapped.LeftOut out -> out.reason().label();
                case Unwrapped.TrailRecord record ->
                    switch (read(record.json())) {
                        case Changes changes -> "changes";
                        case ChangeReading.LeftOut out -> out.reason().label();
                    };
            };
            counts.merge(outcome, 1, Integer::sum);
        }
        return counts;
    }

    private static List<Unwrapped> unwrap(JsonNode event) {
        return new CloudTrailEnvelopes().unwrap(event.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static ChangeReading read(JsonNode record) {
        return new CloudTrailReader("cases", Set.of(account(record))).read(record, RECEIVED);
    }

    private static String account(JsonNode record) {
        return record.path("recipientAccountId")
                .asText(record.path("userIdentity").path("accountId").asText());
    }
}
