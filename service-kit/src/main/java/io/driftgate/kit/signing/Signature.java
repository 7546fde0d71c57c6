package io.driftgate.kit.signing;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The header of a signed record: {@code ed25519;<key id>;<base64url>}. What is signed is the topic's full name and the value. */
record Signature(String keyId, byte[] bytes) {

    static final String HEADER = "driftgate-signature";

    private static final byte[] CONTEXT = "driftgate-signature-v1\0".getBytes(StandardCharsets.US_ASCII);
    private static final Pattern TEXT = Pattern.compile("ed25519;([a-z0-9][a-z0-9-]{0,63});([A-Za-z0-9_-]{86})");

    static Optional<Signature> parse(byte[] header) {
        if (header.length > 200) {
            return Optional.empty();
        }
        Matcher matcher = TEXT.matcher(new String(header, StandardCharsets.US_ASCII));
        if (!matcher.matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    new Signature(matcher.group(1), Base64.getUrlDecoder().decode(matcher.group(2))));
        } catch (IllegalArgumentException oddLastCharacter) {
            return Optional.empty();
        }
    }

    byte[] text() {
        String encoded = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        return ("ed25519;" + keyId + ";" + encoded).getBytes(StandardCharsets.US_ASCII);
    }

    /** A signature for one topic, of one prefix, is none for another; no topic's name has a zero byte. */
    static byte[] content(String topic, byte[] value) {
        byte[] name = topic.getBytes(StandardCharsets.UTF_8);
        byte[] content = new byte[CONTEXT.length + name.length + 1 + value.length];
        System.arraycopy(CONTEXT, 0, content, 0, CONTEXT.length);
        System.arraycopy(name, 0, content, CONTEXT.length, name.length);
        System.arraycopy(value, 0, content, CONTEXT.length + name.length + 1, value.length);
        return content;
    }
}
