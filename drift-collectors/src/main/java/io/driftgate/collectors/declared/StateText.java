package io.driftgate.collectors.declared;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** The text of a state file. Terraform writes UTF-8; a shell that redirects its output may make something else of it. */
final class StateText {

    private static final char BYTE_ORDER_MARK = '\ufeff';
    private static final String ADVICE =
            " (expected: UTF-8; redirect in a shell that leaves bytes alone, or let terraform write the file)";

    private StateText() {}

    /** @throws IllegalArgumentException for bytes that are no UTF-8, quoting none of them */
    static String of(byte[] content) {
        if (looksLikeUtf16(content)) {
            throw new IllegalArgumentException("found UTF-16" + ADVICE);
        }
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(content))
                    .toString();
            return text.startsWith(String.valueOf(BYTE_ORDER_MARK)) ? text.substring(1) : text;
        } catch (CharacterCodingException broken) {
            throw new IllegalArgumentException("found bytes that are no text in UTF-8" + ADVICE);
        }
    }

    /** By its mark, or by the zero byte that each character of JSON's own has in it: no JSON begins with one. */
    private static boolean looksLikeUtf16(byte[] content) {
        if (content.length < 2) {
            return false;
        }
        int first = content[0] & 0xff;
        int second = content[1] & 0xff;
        return (first == 0xfe && second == 0xff) || (first == 0xff && second == 0xfe) || first == 0 || second == 0;
    }
}
