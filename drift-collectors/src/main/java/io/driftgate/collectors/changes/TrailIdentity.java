package io.driftgate.collectors.changes;

import com.fasterxml.jackson.databind.JsonNode;
import io.driftgate.schemas.events.Actor;
import io.driftgate.schemas.events.Channel;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads who made a call and by which way.
 *
 * <p>The console's mark and {@code invokedBy} are set by AWS. The user agent is set by the caller, who may lie: the channel
 * that follows from it is a hint for people, never a ground to trust.
 *
 * @see <a href="https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html">AWS:
 *     CloudTrail userIdentity element</a>
 */
final class TrailIdentity {

    private static final int VISIBLE_KEY_CHARACTERS = 4;
    private static final Pattern IAC =
            Pattern.compile(".*(terraform|opentofu|pulumi|cloudformation|aws-cdk|crossplane|ansible).*");
    private static final Pattern CONSOLE =
            Pattern.compile(".*(console\\.amazonaws\\.com|signin\\.amazonaws\\.com|s3console|console/).*|mozilla/.*");
    private static final Pattern CLI = Pattern.compile(".*(aws-cli/|cloudshell).*");
    private static final Pattern SDK = Pattern.compile(".*(aws-sdk|boto|botocore|apn/|aws-internal).*");

    private TrailIdentity() {}

    static Actor actor(JsonNode record) {
        JsonNode identity = record.path("userIdentity");
        JsonNode session = identity.path("sessionContext");
        return Actor.newBuilder()
                .setIdentityType(identity.path("type").asText("Unknown"))
                .setArn(identity.path("arn").asText(""))
                .setPrincipalId(identity.path("principalId").asText(""))
                .setAccount(identity.path("accountId").asText(""))
                .setName(name(identity))
                .setSessionIssuerArn(text(session.path("sessionIssuer").path("arn")))
                .setAccessKeyId(masked(identity.path("accessKeyId").asText("")))
                .setMfa(truth(session.path("attributes").path("mfaAuthenticated")))
                .setInvokedBy(text(identity.path("invokedBy")))
                .build();
    }

    static Channel channel(JsonNode record) {
        JsonNode identity = record.path("userIdentity");
        String type = record.path("eventType").asText("");
        String invokedBy = identity.path("invokedBy").asText("");
        String agent = record.path("userAgent").asText("").toLowerCase(Locale.ROOT);
        if (invokedBy.equals("cloudformation.amazonaws.com")) {
            return Channel.IAC;
        }
        if (identity.path("type").asText("").equals("AWSService")
                || invokedBy.endsWith(".amazonaws.com")
                || type.equals("AwsServiceEvent")) {
            return Channel.AWS_SERVICE;
        }
        if (record.path("sessionCredentialFromConsole").asText("").equals("true") || type.startsWith("AwsConsole")) {
            return Channel.CONSOLE;
        }
        if (IAC.matcher(agent).matches()) {
            return Channel.IAC;
        }
        if (CLI.matcher(agent).matches()) {
            return Channel.CLI;
        }
        if (CONSOLE.matcher(agent).matches()) {
            return Channel.CONSOLE;
        }
        return SDK.matcher(agent).matches() ? Channel.SDK : Channel.UNKNOWN;
    }

    /** The user's name; for a session its own name, which stands after the colon of the principal id. */
    private static String name(JsonNode identity) {
        String user = identity.path("userName").asText("");
        if (!user.isEmpty()) {
            return user;
        }
        String principal = identity.path("principalId").asText("");
        int colon = principal.indexOf(':');
        if (colon >= 0) {
            return principal.substring(colon + 1);
        }
        return identity.path("type").asText("").equals("Root")
                ? "root"
                : identity.path("invokedBy").asText("");
    }

    private static @Nullable String masked(String keyId) {
        if (keyId.isEmpty()) {
            return null;
        }
        int hidden = Math.max(0, keyId.length() - VISIBLE_KEY_CHARACTERS);
        return "*".repeat(hidden) + keyId.substring(hidden);
    }

    private static @Nullable Boolean truth(JsonNode value) {
        return switch (value.asText("")) {
            case "true" -> true;
            case "false" -> false;
            default -> null;
        };
    }

    private static @Nullable String text(JsonNode value) {
        return value.isTextual() && !value.textValue().isEmpty() ? value.textValue() : null;
    }
}
