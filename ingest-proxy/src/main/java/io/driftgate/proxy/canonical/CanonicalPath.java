package io.driftgate.proxy.canonical;

import io.driftgate.proxy.canonical.PathVerdict.Ambiguous;
import io.driftgate.proxy.canonical.PathVerdict.Canonical;
import io.driftgate.proxy.canonical.PathVerdict.Reason;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;

/**
 * A path that cannot be understood in two ways, so that what is checked is what is forwarded. Unreserved characters are
 * decoded and hexadecimal digits are in upper case (RFC 3986, section 6.2.2); nothing else is changed. Whatever a server
 * behind might resolve, fold, cut off or decode a second time is refused, not repaired.
 *
 * @param text what is forwarded
 * @param decoded what is matched: the path as every server decodes it. No slash in it was encoded
 */
public record CanonicalPath(String text, String decoded) {

    private static final String UNENCODED = "-._~!$&'()*+,=:@/";

    /** The path's one form, or why it has none; never throws. */
    public static PathVerdict read(String raw) {
        if (!raw.startsWith("/")) {
            return new Ambiguous(Reason.NOT_ABSOLUTE);
        }
        StringBuilder text = new StringBuilder(raw.length());
        ByteBuffer bytes = ByteBuffer.allocate(raw.length());
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            boolean encoded = c == '%';
            int value = c;
            if (encoded) {
                if (i + 2 >= raw.length()
                        || !HexFormat.isHexDigit(raw.charAt(i + 1))
                        || !HexFormat.isHexDigit(raw.charAt(i + 2))) {
                    return new Ambiguous(Reason.BAD_ENCODING);
                }
                value = HexFormat.fromHexDigits(raw, i + 1, i + 3);
                i += 2;
            }
            Optional<Reason> refused = refuse(value, encoded);
            if (refused.isPresent()) {
                return new Ambiguous(refused.get());
            }
            bytes.put((byte) value);
            if (encoded && !unreserved(value)) {
                text.append('%').append(HexFormat.of().withUpperCase().toHexDigits((byte) value));
            } else {
                text.append((char) value);
            }
        }
        return segments(text.toString(), bytes.flip());
    }

    /** Whether this path is the prefix or lies below it. */
    public boolean isUnder(String decodedPrefix) {
        return decodedPrefix.equals("/")
                || (decoded.startsWith(decodedPrefix)
                        && (decoded.length() == decodedPrefix.length()
                                || decoded.charAt(decodedPrefix.length()) == '/'));
    }

    private static PathVerdict segments(String text, ByteBuffer bytes) {
        String decoded;
        try {
            decoded = StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(bytes)
                    .toString();
        } catch (CharacterCodingException notUtf8) {
            return new Ambiguous(Reason.BAD_ENCODING);
        }
        if (decoded.contains("//")) {
            return new Ambiguous(Reason.EMPTY_SEGMENT);
        }
        for (String segment : decoded.split("/", -1)) {
            if (segment.equals(".") || segment.equals("..")) {
                return new Ambiguous(Reason.DOT_SEGMENT);
            }
        }
        if (decoded.chars().anyMatch(c -> Character.getType(c) == Character.CONTROL)) {
            return new Ambiguous(Reason.CONTROL_CHARACTER);
        }
        return new Canonical(new CanonicalPath(text, decoded));
    }

    private static Optional<Reason> refuse(int value, boolean encoded) {
        if (value < 0x20 || value == 0x7f) {
            return Optional.of(Reason.CONTROL_CHARACTER);
        }
        return switch (value) {
            case '\\' -> Optional.of(Reason.SEPARATOR);
            case ';' -> Optional.of(Reason.PARAMETER);
            case '/' -> encoded ? Optional.of(Reason.SEPARATOR) : Optional.empty();
            case '.' -> encoded ? Optional.of(Reason.DOT_SEGMENT) : Optional.empty();
            case '%' -> Optional.of(Reason.DOUBLE_ENCODING);
            default ->
                encoded || letterOrDigit(value) || UNENCODED.indexOf(value) >= 0
                        ? Optional.empty()
                        : Optional.of(Reason.ILLEGAL_CHARACTER);
        };
    }

    private static boolean unreserved(int value) {
        return letterOrDigit(value) || "-._~".indexOf(value) >= 0;
    }

    private static boolean letterOrDigit(int value) {
        return (value >= 'a' && value <= 'z') || (value >= 'A' && value <= 'Z') || (value >= '0' && value <= '9');
    }
}
