package io.driftgate.schemas.identity;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * Percent-encoding (RFC 3986, section 2.1) of one part of a key. Each value has one text and each text one value:
 * decoding refuses what encoding would not have written, so that one entity cannot have two keys.
 */
final class PercentEncoding {

    /** Beside letters and digits: what ids and ARNs are made of, without any separator of our grammars. */
    private static final String PLAIN = "-._~:@+=,";

    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private PercentEncoding() {}

    static String encode(String value) {
        byte[] bytes = bytes(value);
        StringBuilder out = new StringBuilder(bytes.length);
        for (byte b : bytes) {
            if (isPlain(b)) {
                out.append((char) b);
            } else {
                out.append('%').append(HEX.toHexDigits(b));
            }
        }
        return out.toString();
    }

    /** @throws IllegalArgumentException when the text is not what {@link #encode} writes */
    static String decode(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
        int i = 0;
        while (i < text.length()) {
            char c = text.charAt(i);
            if (c == '%') {
                if (i + 3 > text.length()) {
                    throw refused(text);
                }
                try {
                    bytes.write(HexFormat.fromHexDigits(text, i + 1, i + 3));
                } catch (NumberFormatException notHex) {
                    throw refused(text);
                }
                i += 3;
            } else if (c < 0x80 && isPlain((byte) c)) {
                bytes.write(c);
                i++;
            } else {
                throw refused(text);
            }
        }
        String value;
        try {
            value = StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes.toByteArray()))
                    .toString();
        } catch (CharacterCodingException notUtf8) {
            throw refused(text);
        }
        if (!encode(value).equals(text)) {
            throw refused(text);
        }
        return value;
    }

    private static byte[] bytes(String value) {
        try {
            ByteBuffer buffer = StandardCharsets.UTF_8
                    .newEncoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .encode(java.nio.CharBuffer.wrap(value));
            byte[] bytes = new byte[buffer.remaining()];
            buffer.get(bytes);
            return bytes;
        } catch (CharacterCodingException loneSurrogate) {
            throw new IllegalArgumentException("found half a character (expected: text that UTF-8 can hold)");
        }
    }

    private static boolean isPlain(byte b) {
        return (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z') || (b >= '0' && b <= '9') || PLAIN.indexOf(b) >= 0;
    }

    private static IllegalArgumentException refused(String text) {
        return new IllegalArgumentException("'" + text + "' (expected: letters, digits, any of " + PLAIN
                + ", and every other byte of UTF-8 as %XX in upper case)");
    }
}
