package io.driftgate.collectors.changes;

import com.fasterxml.jackson.databind.JsonNode;
import io.driftgate.collectors.changes.ChangeReading.Changes;
import io.driftgate.collectors.changes.ChangeReading.LeftOut;
import io.driftgate.collectors.redact.SensitiveAttributes;
import io.driftgate.schemas.events.CloudChange;
import io.driftgate.schemas.identity.Entity;
import io.driftgate.schemas.json.CanonicalJson;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Turns one CloudTrail record into cloud changes, one per entity that the call touched. Calls that only read are left out;
 * calls that failed are kept with their error code, as evidence that changed nothing. Pure and thread-safe.
 *
 * @see <a href="https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html">AWS:
 *     CloudTrail record contents</a>
 */
public final class CloudTrailReader {

    private static final String PROVIDER = "aws";
    private static final String SOURCE_SUFFIX = ".amazonaws.com";
    private static final int LONGEST_PARAMETERS = 16 * 1024;
    private static final int LONGEST_USER_AGENT = 512;
    private static final int MOST_ENTITIES = 100;
    private static final Instant EARLIEST = Instant.parse("2000-01-01T00:00:00Z");
    private static final Duration AHEAD = Duration.ofDays(1);
    /** How calls that only read begin; asked where the record does not say (before eventVersion 1.06). */
    private static final Pattern READING = Pattern.compile(
            "(Describe|Get|List|Head|Lookup|BatchGet|Search|Select|Query|Scan|Download|Discover|Check|Estimate)[A-Z].*");

    private final String door;
    private final Predicate<String> accounts;
    private final EntityPlaces places = EntityPlaces.shipped();
    private final ParameterRedactor redactor = new ParameterRedactor(SensitiveAttributes.shipped());

    /**
     * @param door the source's name in the configuration
     * @param accounts accounts that changes are taken from
     */
    public CloudTrailReader(String door, Set<String> accounts) {
        this(door, Set.copyOf(accounts)::contains);
    }

    private CloudTrailReader(String door, Predicate<String> accounts) {
        this.door = door;
        this.accounts = accounts;
    }

    /** A reader that takes every account's changes: to explain files with, never for a source. */
    public static CloudTrailReader ofAnyAccount(String door) {
        return new CloudTrailReader(door, account -> true);
    }

    /**
     * Reads a record; never throws for its content.
     *
     * @param received stands for the time of the event where the record has none
     */
    public ChangeReading read(JsonNode record, Instant received) {
        try {
            return reading(record, received);
        } catch (RuntimeException unforeseen) {
            // Whoever makes the call chooses what is in it: it must not keep a file from being read.
            return new LeftOut(
                    LeftOutReason.MALFORMED,
                    "found what cannot be an entity: " + unforeseen.getClass().getSimpleName()
                            + " (expected: a CloudTrail record)");
        }
    }

    private ChangeReading reading(JsonNode record, Instant received) {
        String source = record.path("eventSource").asText("");
        String eventName = record.path("eventName").asText("");
        if (!source.endsWith(SOURCE_SUFFIX) || source.equals(SOURCE_SUFFIX) || eventName.isEmpty()) {
            return new LeftOut(
                    LeftOutReason.MALFORMED, "found no eventSource or eventName (expected: a CloudTrail record)");
        }
        if (isReading(record, eventName)) {
            return new LeftOut(LeftOutReason.READ_ONLY, "a call that only reads");
        }
        String account = record.path("recipientAccountId")
                .asText(record.path("userIdentity").path("accountId").asText(""));
        if (account.isEmpty()) {
            return new LeftOut(
                    LeftOutReason.MALFORMED, "found neither recipientAccountId nor the identity's (expected: one)");
        }
        if (!accounts.test(account)) {
            return new LeftOut(
                    LeftOutReason.ACCOUNT_NOT_ALLOWED,
                    "found a change of an account that door " + door + " is not configured for");
        }
        Instant occurred;
        try {
            JsonNode time = record.path("eventTime");
            occurred = time.isTextual() ? Instant.parse(time.textValue()) : received;
        } catch (DateTimeException broken) {
            return new LeftOut(LeftOutReason.MALFORMED, "found a broken eventTime (expected: ISO 8601 in UTC)");
        }
        if (occurred.isBefore(EARLIEST) || occurred.isAfter(received.plus(AHEAD))) {
            return new LeftOut(
                    LeftOutReason.MALFORMED, "found an eventTime that cannot be (expected: between 2000 and now)");
        }
        return new Changes(changes(record, source, eventName, account, occurred, received));
    }

    private List<CloudChange> changes(
            JsonNode record, String source, String eventName, String account, Instant occurred, Instant received) {
        String service = source.substring(0, source.length() - SOURCE_SUFFIX.length());
        EntityPlaces.Touched touched = places.touched(service, eventName, record);
        String named = record.path("awsRegion").asText("");
        String region = touched.global() || named.isEmpty() ? Entity.GLOBAL : named;
        ParameterRedactor.Parameters parameters = redactor.redact(record.path("requestParameters"), LONGEST_PARAMETERS);
        CloudChange.Builder change = CloudChange.newBuilder()
                .setEventId(eventId(record))
                .setProvider(PROVIDER)
                .setAccount(account)
                .setRegion(region)
                .setService(service)
                .setEventName(eventName)
                .setEventSource(source)
                .setReadOnly(false)
                .setErrorCode(
                        record.path("errorCode").isTextual()
                                ? record.path("errorCode").textValue()
                                : null)
                .setActor(TrailIdentity.actor(record))
                .setChannel(TrailIdentity.channel(record))
                .setSourceAddress(record.path("sourceIPAddress").asText(""))
                .setUserAgent(cut(record.path("userAgent").asText(""), LONGEST_USER_AGENT))
                .setRequestParameters(parameters.json().orElse(null))
                .setRequestParametersTruncated(parameters.truncated())
                .setDoor(door)
                .setOccurred(occurred)
                .setIngested(received);
        Set<String> ids = touched.ids().isEmpty() || touched.ids().size() > MOST_ENTITIES
                ? Set.of(Entity.UNNAMED)
                : touched.ids();
        List<CloudChange> list = new ArrayList<>();
        for (String id : ids) {
            Entity entity = new Entity(PROVIDER, account, region, service, id);
            list.add(CloudChange.newBuilder(change).setEntity(entity.text()).build());
        }
        return list;
    }

    /** The cloud's id; without one, the record's digest, so that the same record still falls out as a duplicate. */
    private static String eventId(JsonNode record) {
        String id = record.path("eventID").asText("");
        return id.isEmpty() ? "sha256:" + CanonicalJson.sha256Hex(record) : id;
    }

    private static boolean isReading(JsonNode record, String eventName) {
        JsonNode readOnly = record.path("readOnly");
        return switch (readOnly.asText("")) {
            case "true" -> true;
            case "false" -> false;
            default -> READING.matcher(eventName).matches();
        };
    }

    private static String cut(String text, int length) {
        return text.length() <= length ? text : text.substring(0, length);
    }
}
