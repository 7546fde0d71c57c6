package io.driftgate.collectors.changes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.driftgate.collectors.changes.ChangeReading.Changes;
import io.driftgate.schemas.events.Channel;
import io.driftgate.schemas.events.CloudChange;
import io.driftgate.schemas.json.CanonicalJson;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CloudTrailReaderTest {

    private static final Instant RECEIVED = Instant.parse("2026-01-01T00:00:00Z");
    private static final String RECORD = """
            {"eventVersion":"1.11","eventID":"e-1","eventTime":"2026-01-01T10:02:11Z","eventSource":"ec2.amazonaws.com",
             "eventName":"AuthorizeSecurityGroupIngress","awsRegion":"eu-west-1","sourceIPAddress":"203.0.113.9",
             "userAgent":"Mozilla/5.0","readOnly":false,"recipientAccountId":"123456789012",
             "sessionCredentialFromConsole":"true",
             "requestParameters":{"groupId":"sg-1","password":"hunter2"},
             "userIdentity":{"type":"IAMUser","arn":"arn:aws:iam::123456789012:user/mallory","userName":"mallory",
               "accessKeyId":"ASIAABCDEFGH12345678","sessionContext":{"attributes":{"mfaAuthenticated":"false"}}}}
            """;

    private final CloudTrailReader reader = new CloudTrailReader("trail", Set.of("123456789012"));
    private final CloudTrailEnvelopes envelopes = new CloudTrailEnvelopes();

    @Test
    void shouldSayWhoDidWhatToWhichEntity() {
        CloudChange change = only(record());

        assertThat(change.getEntity()).isEqualTo("aws/123456789012/eu-west-1/ec2/sg-1");
        assertThat(change.getEventId()).isEqualTo("e-1");
        assertThat(change.getOccurred()).isEqualTo(Instant.parse("2026-01-01T10:02:11Z"));
        assertThat(change.getChannel()).isEqualTo(Channel.CONSOLE);
        assertThat(change.getActor().getName()).isEqualTo("mallory");
        assertThat(change.getActor().getMfa()).isFalse();
        assertThat(change.getActor().getAccessKeyId()).isEqualTo("****************5678");
        assertThat(change.getDoor()).isEqualTo("trail");
    }

    @Test
    void shouldLeaveNoSecretInTheParameters() {
        assertThat(only(record()).toString()).doesNotContain("hunter2", "ASIAABCDEFGH12345678");
        ObjectNode lambda = record();
        lambda.set(
                "requestParameters",
                CanonicalJson.read(
                        "{\"environment\":{\"variables\":{\"A\":\"hunter2\"}},\"x\":[{\"clientSecret\":\"hunter2\"}],"
                                + "\"note\":\"AKIAIOSFODNN7EXAMPLE\"}"));

        assertThat(only(lambda).getRequestParameters())
                .isEqualTo("{\"environment\":\"***\",\"note\":\"***\",\"x\":[{\"clientSecret\":\"***\"}]}");
    }

    @Test
    void shouldCutLongParametersWhole() {
        ObjectNode record = record();
        record.putObject("requestParameters").put("groupId", "sg-1").put("long", "x".repeat(20_000));

        CloudChange change = only(record);

        assertThat(change.getRequestParameters()).isNull();
        assertThat(change.getRequestParametersTruncated()).isTrue();
        assertThat(change.getEntity()).endsWith("/sg-1");
    }

    @Test
    void shouldMakeOneChangePerEntity() {
        ObjectNode record = record();
        record.put("eventName", "StopInstances");
        record.set(
                "requestParameters",
                CanonicalJson.read(
                        "{\"instancesSet\":{\"items\":[{\"instanceId\":\"i-1\"},{\"instanceId\":\"i-2\"}]}}"));

        assertThat(((Changes) reader.read(record, RECEIVED)).list())
                .extracting(CloudChange::getEntity)
                .containsExactly("aws/123456789012/eu-west-1/ec2/i-1", "aws/123456789012/eu-west-1/ec2/i-2");
    }

    @ParameterizedTest
    @CsvSource({"arn:aws:lambda:eu-west-1:123456789012:function:f:prod", "123456789012:function:f", "f", "f:prod"})
    void shouldReadAFunctionsNameInEveryForm(String name) {
        ObjectNode record = record();
        record.put("eventSource", "lambda.amazonaws.com").put("eventName", "UpdateFunctionCode20150331v2");
        record.putObject("requestParameters").put("functionName", name);

        assertThat(only(record).getEntity()).isEqualTo("aws/123456789012/eu-west-1/lambda/f");
    }

    @Test
    void shouldKeepAFailedCallAsEvidence() {
        ObjectNode record = record();
        record.put("errorCode", "AccessDenied").putNull("requestParameters");

        CloudChange change = only(record);

        assertThat(change.getErrorCode()).isEqualTo("AccessDenied");
        assertThat(change.getEntity()).isEqualTo("aws/123456789012/eu-west-1/ec2/-");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "userAgent | aws-cli/2.15 md/awscrt | CLI",
                "userAgent | APN/1.0 HashiCorp/1.0 Terraform/1.9 | IAC",
                "userAgent | Boto3/1.34 | SDK",
                "userAgent | Mozilla/5.0 | CONSOLE",
                "userAgent | curl/8 | UNKNOWN",
                "eventType | AwsServiceEvent | AWS_SERVICE"
            })
    void shouldTellTheChannel(String field, String value, Channel channel) {
        ObjectNode record = record();
        record.remove(List.of("sessionCredentialFromConsole", "userAgent"));
        record.put(field, value);

        assertThat(only(record).getChannel()).isEqualTo(channel);
    }

    @Test
    void shouldBelieveAwsMoreThanTheCallersUserAgent() {
        ObjectNode record = record();
        record.put("userAgent", "Terraform/1.9");

        assertThat(only(record).getChannel()).isEqualTo(Channel.CONSOLE);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"readOnly\":true} | READ_ONLY",
                "{\"readOnly\":null,\"eventName\":\"DescribeInstances\"} | READ_ONLY",
                "{\"recipientAccountId\":\"999999999999\"} | ACCOUNT_NOT_ALLOWED",
                "{\"recipientAccountId\":null} | MALFORMED",
                "{\"eventTime\":\"yesterday\"} | MALFORMED",
                "{\"eventName\":\"\"} | MALFORMED",
                "{\"eventSource\":\".amazonaws.com\"} | MALFORMED"
            })
    void shouldLeaveOutWithAReason(String changed, LeftOutReason reason) {
        ObjectNode record = record();
        CanonicalJson.read(changed).properties().forEach(member -> {
            if (member.getValue().isNull()) {
                record.remove(member.getKey());
            } else {
                record.set(member.getKey(), member.getValue());
            }
        });

        assertThat(reader.read(record, RECEIVED))
                .isInstanceOfSatisfying(
                        ChangeReading.LeftOut.class,
                        out -> assertThat(out.reason()).isEqualTo(reason));
    }

    @Test
    void shouldGiveARecordWithoutIdTheSameIdAgain() {
        ObjectNode record = record();
        record.remove(List.of("eventID", "eventTime"));

        CloudChange change = only(record);

        assertThat(change.getEventId())
                .startsWith("sha256:")
                .isEqualTo(only(record.deepCopy()).getEventId());
        assertThat(change.getOccurred()).isEqualTo(RECEIVED);
    }

    @Test
    void shouldUnwrapEveryEnvelope() {
        String one = CanonicalJson.write(record());
        String file = "{\"Records\":[" + one + "," + one + "]}";
        String text = CanonicalJson.write(com.fasterxml.jackson.databind.node.TextNode.valueOf(file));
        String logs = "{\"logEvents\":[{\"message\":"
                + CanonicalJson.write(com.fasterxml.jackson.databind.node.TextNode.valueOf(one)) + "}]}";

        assertThat(records(file)).hasSize(2);
        assertThat(records(one)).hasSize(1);
        assertThat(records(one + "\n" + one + "\n")).hasSize(2);
        assertThat(records("[" + one + "]")).hasSize(1);
        assertThat(records("{\"detail-type\":\"AWS API Call via CloudTrail\",\"detail\":" + one + "}"))
                .hasSize(1);
        assertThat(records("{\"Type\":\"Notification\",\"Message\":" + text + "}"))
                .hasSize(2);
        assertThat(records("{\"Records\":[{\"Sns\":{\"Message\":" + text + "}}]}"))
                .hasSize(2);
        assertThat(records("{\"Records\":[{\"eventSource\":\"aws:sqs\",\"body\":" + text + "}]}"))
                .hasSize(2);
        assertThat(records("{\"Records\":[{\"kinesis\":{\"data\":\"" + base64(gzip(logs)) + "\"}}]}"))
                .hasSize(1);
        assertThat(records("{\"records\":[{\"data\":\"" + base64(gzip(file)) + "\"}]}"))
                .hasSize(2);
        assertThat(records("{\"awslogs\":{\"data\":\"" + base64(gzip(logs)) + "\"}}"))
                .hasSize(1);
        assertThat(envelopes.unwrap(gzip(file))).hasSize(2).allMatch(Unwrapped.TrailRecord.class::isInstance);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "not json", "{\"Records\":", "\u001f\u008bbroken"})
    void shouldLeaveBrokenContentOutLoudly(String text) {
        assertThat(envelopes.unwrap(text.getBytes(StandardCharsets.ISO_8859_1)))
                .singleElement()
                .isInstanceOfSatisfying(
                        Unwrapped.LeftOut.class, out -> assertThat(out.reason()).isEqualTo(LeftOutReason.NOT_JSON));
    }

    @Test
    void shouldLoseOnlyTheBrokenLineOfMany() {
        String one = CanonicalJson.write(record());

        assertThat(envelopes.unwrap((one + "\n{\"broken\n" + one).getBytes(StandardCharsets.UTF_8)))
                .hasSize(3)
                .filteredOn(Unwrapped.TrailRecord.class::isInstance)
                .hasSize(2);
    }

    @Test
    void shouldEndOnEnvelopesInEnvelopes() {
        String text = CanonicalJson.write(record());
        for (int i = 0; i < 10; i++) {
            text = "{\"Type\":\"Notification\",\"Message\":"
                    + CanonicalJson.write(com.fasterxml.jackson.databind.node.TextNode.valueOf(text)) + "}";
        }

        assertThat(envelopes.unwrap(text.getBytes(StandardCharsets.UTF_8)))
                .singleElement()
                .isInstanceOfSatisfying(
                        Unwrapped.LeftOut.class,
                        out -> assertThat(out.reason()).isEqualTo(LeftOutReason.TOO_DEEP_OR_LARGE));
    }

    private List<Unwrapped> records(String text) {
        List<Unwrapped> found = envelopes.unwrap(text.getBytes(StandardCharsets.UTF_8));
        assertThat(found).allMatch(Unwrapped.TrailRecord.class::isInstance);
        return found;
    }

    private CloudChange only(JsonNode record) {
        return ((Changes) reader.read(record, RECEIVED)).list().getFirst();
    }

    private static ObjectNode record() {
        return (ObjectNode) CanonicalJson.read(RECORD);
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static byte[] gzip(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    /** What a caller may put into a call that fails: it must cost only itself. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "iam.amazonaws.com | AttachRolePolicy | {\"policyArn\":\"arn:aws:iam::123456789012:policy/\"}",
                "route53.amazonaws.com | ChangeResourceRecordSets | {\"hostedZoneId\":\"/hostedzone/\"}",
                "lambda.amazonaws.com | UpdateFunctionConfiguration20150331v2 | {\"functionName\":\":prod\"}",
                "sqs.amazonaws.com | SetQueueAttributes | {\"queueUrl\":\"https://sqs.eu-west-1.amazonaws.com/1/\"}",
                "ec2.amazonaws.com | AuthorizeSecurityGroupIngress | {\"groupId\":\"\\ud800\"}"
            })
    void shouldNeverThrowForWhatACallerChose(String source, String name, String parameters) {
        ObjectNode record = record();
        record.put("eventSource", source).put("eventName", name).put("awsRegion", "");
        record.set("requestParameters", CanonicalJson.read(parameters));

        assertThat(reader.read(record, RECEIVED))
                .isInstanceOfSatisfying(
                        Changes.class,
                        changes -> assertThat(changes.list())
                                .singleElement()
                                .satisfies(change -> assertThat(change.getEntity())
                                        .startsWith("aws/123456789012/global/")
                                        .endsWith("/-")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"+999999999-01-01T00:00:00Z", "-999999999-01-01T00:00:00Z", "1970-01-01T00:00:00Z"})
    void shouldLeaveOutATimeThatCannotBe(String time) {
        assertThat(reader.read(record().put("eventTime", time), Instant.parse("2026-01-01T10:02:12Z")))
                .isInstanceOfSatisfying(
                        ChangeReading.LeftOut.class,
                        out -> assertThat(out.reason()).isEqualTo(LeftOutReason.MALFORMED));
    }

    @Test
    void shouldKeepTheNamesThatAreNamesBesideOneThatIsNone() {
        ObjectNode record = record();
        record.put("eventName", "StopInstances");
        record.set(
                "requestParameters",
                CanonicalJson.read(
                        "{\"instancesSet\":{\"items\":[{\"instanceId\":\"\\ud800\"},{\"instanceId\":\"i-2\"}]}}"));

        assertThat(only(record).getEntity()).isEqualTo("aws/123456789012/eu-west-1/ec2/i-2");
    }

    /** A service that no key can hold: the record costs only itself. */
    @Test
    void shouldLeaveOutWhatItDidNotForesee() {
        ObjectNode record = record();
        record.put("eventSource", "\ud800.amazonaws.com");

        assertThat(reader.read(record, RECEIVED))
                .isInstanceOfSatisfying(
                        ChangeReading.LeftOut.class,
                        out -> assertThat(out.reason()).isEqualTo(LeftOutReason.MALFORMED));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"eventVersion\":\"1.11\",\"userIdentity\":{\"type\":\"Root\"}}",
                "{\"eventVersion\":\"1.11\"}",
                "{\"eventID\":\"e-1\",\"eventName\":\"DeleteTrail\"}",
                "{\"userIdentity\":{},\"eventSource\":null}",
                "{\"userIdentity\":{},\"eventSource\":\"ec2.amazonaws.com\"}"
            })
    void shouldSayThatPartOfARecordIsMissing(String record) {
        byte[] truncated = ("{\"Records\":[" + record + "]}").getBytes(java.nio.charset.StandardCharsets.UTF_8);

        assertThat(envelopes.unwrap(truncated))
                .singleElement()
                .isInstanceOfSatisfying(
                        Unwrapped.TrailRecord.class,
                        part -> assertThat(reader.read(part.json(), Instant.EPOCH))
                                .isInstanceOfSatisfying(
                                        ChangeReading.LeftOut.class,
                                        out -> assertThat(out.reason()).isEqualTo(LeftOutReason.MALFORMED)));
    }
}
