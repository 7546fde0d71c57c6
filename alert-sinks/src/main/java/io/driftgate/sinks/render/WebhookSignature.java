package io.driftgate.sinks.render;

import io.driftgate.schemas.events.Alert;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs webhooks so that a receiver knows that they are ours and fresh, by Standard Webhooks 1.0.0 with a symmetric key:
 * {@code webhook-id}, {@code webhook-timestamp} (Unix seconds of the attempt) and
 * {@code webhook-signature: v1,<Base64 of HMAC-SHA256 over id.timestamp.body>}.
 *
 * <p>The id is {@code alert_} and the hexadecimal SHA-256 of {@code fingerprint/episode/revision}: the same on every
 * attempt and after a crash, so a receiver that remembers it acts once; digested because it must hold neither a full stop
 * nor anything else that a header cannot carry. Thread-safe.
 *
 * @see <a href="https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md">Standard
 *     Webhooks</a>
 */
public final class WebhookSignature {

    private static final String ALGORITHM = "HmacSHA256";

    private final SecretKeySpec key;

    /** @param key 24 to 64 random bytes */
    public WebhookSignature(byte[] key) {
        this.key = new SecretKeySpec(key, ALGORITHM);
    }

    /** The id of one version of an alert. */
    public static String id(Alert alert) {
        String version = alert.getFingerprint() + "/" + alert.getEpisode() + "/" + alert.getRevision();
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(version.getBytes(StandardCharsets.UTF_8));
            return "alert_" + HexFormat.of().formatHex(digest);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }

    /**
     * @param timestamp Unix seconds
     * @param body exactly the bytes that are sent
     * @return the three headers
     */
    public Map<String, String> headers(String id, long timestamp, byte[] body) {
        String head = id + "." + timestamp + ".";
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            mac.update(head.getBytes(StandardCharsets.UTF_8));
            String signature = Base64.getEncoder().encodeToString(mac.doFinal(body));
            return Map.of(
                    "webhook-id",
                    id,
                    "webhook-timestamp",
                    Long.toString(timestamp),
                    "webhook-signature",
                    "v1," + signature);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java platform has HMAC-SHA256", impossible);
        }
    }
}
