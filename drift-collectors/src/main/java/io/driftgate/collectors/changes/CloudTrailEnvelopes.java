package io.driftgate.collectors.changes;

import com.fasterxml.jackson.databind.JsonNode;
import io.driftgate.collectors.changes.Unwrapped.LeftOut;
import io.driftgate.collectors.changes.Unwrapped.TrailRecord;
import io.driftgate.schemas.json.CanonicalJson;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.zip.GZIPInputStream;

/**
 * Takes CloudTrail records out of what they travel in: the log file of a trail ({@code {"Records": […]}}), JSON lines, an
 * EventBridge event, a CloudWatch Logs subscription, and any of these in SNS, SQS, Kinesis or Firehose; gzip anywhere.
 * Pure and thread-safe.
 *
 * @see <a href="https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-log-file-examples.html">AWS: CloudTrail
 *     log files</a>
 */
public final class CloudTrailEnvelopes {

    private static final int MAX_DEPTH = 6;
    /** A trail's log file is a few MiB; more than this after unpacking is an accident or an attack. */
    private static final int MAX_UNPACKED = 256 * 1024 * 1024;

    /** What a file or a message holds, in its order. Never throws for its content. */
    public List<Unwrapped> unwrap(byte[] content) {
        List<Unwrapped> found = new ArrayList<>();
        bytes(content, 0, found);
        return found;
    }

    private void bytes(byte[] content, int depth, List<Unwrapped> found) {
        byte[] plain = content;
        if (content.length > 2 && (content[0] & 0xff) == 0x1f && (content[1] & 0xff) == 0x8b) {
            try (GZIPInputStream gzip = new GZIPInputStream(new ByteArrayInputStream(content))) {
                plain = gzip.readNBytes(MAX_UNPACKED);
                if (gzip.read() >= 0) {
                    found.add(new LeftOut(
                            LeftOutReason.TOO_DEEP_OR_LARGE, "unpacks to more than " + MAX_UNPACKED + " bytes"));
                    return;
                }
            } catch (IOException broken) {
                found.add(new LeftOut(LeftOutReason.NOT_JSON, "found broken gzip (expected: a whole file)"));
                return;
            }
        }
        text(new String(plain, StandardCharsets.UTF_8), depth, found);
    }

    private void text(String text, int depth, List<Unwrapped> found) {
        if (depth > MAX_DEPTH) {
            found.add(new LeftOut(LeftOutReason.TOO_DEEP_OR_LARGE, "more than " + MAX_DEPTH + " envelopes"));
            return;
        }
        JsonNode whole;
        try {
            whole = CanonicalJson.read(text);
        } catch (IllegalArgumentException notOneValue) {
            lines(text, String.valueOf(notOneValue.getMessage()), depth, found);
            return;
        }
        node(whole, depth, found);
    }

    /** JSON lines: each by itself, so that a broken one costs only itself. */
    private void lines(String text, String problem, int depth, List<Unwrapped> found) {
        List<String> lines = text.lines().filter(line -> !line.isBlank()).toList();
        boolean jsonLines = lines.size() > 1
                && lines.stream().allMatch(line -> line.stripLeading().startsWith("{"))
                && lines.stream().anyMatch(line -> line.stripTrailing().endsWith("}"));
        if (!jsonLines) {
            found.add(new LeftOut(LeftOutReason.NOT_JSON, problem));
            return;
        }
        for (String line : lines) {
            try {
                node(CanonicalJson.read(line), depth, found);
            } catch (IllegalArgumentException broken) {
                found.add(new LeftOut(LeftOutReason.NOT_JSON, String.valueOf(broken.getMessage())));
            }
        }
    }

    private void node(JsonNode node, int depth, List<Unwrapped> found) {
        if (node.isArray()) {
            node.forEach(item -> node(item, depth, found));
        } else if (!node.isObject()) {
            found.add(other());
        } else if (isTrailRecord(node)) {
            found.add(new TrailRecord(node));
        } else if (node.path("Records").isArray()) {
            node.path("Records").forEach(record -> carried(record, depth, found));
        } else if (node.path("awslogs").path("data").isTextual()) {
            base64(node.path("awslogs").path("data").textValue(), depth, found);
        } else if (node.path("logEvents").isArray()) {
            node.path("logEvents").forEach(event -> payload(event.path("message"), depth, found));
        } else if (node.path("records").isArray()) {
            node.path("records").forEach(record -> base64(record.path("data").asText(""), depth, found));
        } else if (node.path("detail").isObject() && isTrailRecord(node.path("detail"))) {
            found.add(new TrailRecord(node.path("detail")));
        } else if (node.path("Type").asText("").equals("Notification") && node.has("Message")) {
            payload(node.path("Message"), depth, found);
        } else {
            found.add(other());
        }
    }

    /** One of {@code Records}: a CloudTrail record, or what SNS, SQS, Kinesis or S3 hand to a function. */
    private void carried(JsonNode record, int depth, List<Unwrapped> found) {
        if (record.path("Sns").has("Message")) {
            payload(record.path("Sns").path("Message"), depth, found);
        } else if (record.path("eventSource").asText("").equals("aws:sqs")) {
            payload(record.path("body"), depth, found);
        } else if (record.path("kinesis").has("data")) {
            base64(record.path("kinesis").path("data").asText(""), depth, found);
        } else if (record.path("s3").isObject()) {
            found.add(new LeftOut(
                    LeftOutReason.S3_NOTIFICATION,
                    "names a file that lies elsewhere; read the bucket's files instead"));
        } else if (isTrailRecord(record) || isTruncated(record)) {
            found.add(new TrailRecord(record));
        } else {
            found.add(other());
        }
    }

    /** Has some of what only a CloudTrail record has: part of it is missing, which its reader must say. */
    private static boolean isTruncated(JsonNode record) {
        String source = record.path("eventSource").asText("");
        return (source.isEmpty() || source.endsWith(".amazonaws.com"))
                && (record.has("userIdentity") || record.has("eventVersion") || record.has("eventID"));
    }

    /** The text that another service carried for whoever sent it: anything may be in there. */
    private void payload(JsonNode message, int depth, List<Unwrapped> found) {
        String text = message.asText("");
        String start = text.stripLeading();
        // A log line may begin with [ERROR]; a list of records begins with [{.
        if (start.startsWith("{") || start.startsWith("[{")) {
            text(text, depth + 1, found);
        } else {
            found.add(other());
        }
    }

    private void base64(String data, int depth, List<Unwrapped> found) {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(data);
        } catch (IllegalArgumentException notBase64) {
            found.add(new LeftOut(LeftOutReason.NOT_JSON, "found broken base64 (expected: the data of a record)"));
            return;
        }
        boolean packed = bytes.length > 0 && (bytes[0] == '{' || bytes[0] == '[' || bytes[0] == 0x1f);
        if (packed) {
            bytes(bytes, depth + 1, found);
        } else {
            found.add(other());
        }
    }

    /** S3 notifications share the names but not the form: their source is {@code aws:s3}. */
    private static boolean isTrailRecord(JsonNode node) {
        return node.path("eventName").isTextual()
                && node.path("eventSource").asText("").endsWith(".amazonaws.com")
                && (node.has("userIdentity") || node.has("eventVersion"));
    }

    private static LeftOut other() {
        return new LeftOut(LeftOutReason.NOT_CLOUDTRAIL, "carries no CloudTrail record");
    }
}
