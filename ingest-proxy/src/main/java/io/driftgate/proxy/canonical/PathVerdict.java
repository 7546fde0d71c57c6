package io.driftgate.proxy.canonical;

/** Whether a path means the same to everybody. */
public sealed interface PathVerdict {

    /** It does, in this form. */
    record Canonical(CanonicalPath path) implements PathVerdict {}

    /** It does not, or is no path. */
    record Ambiguous(Reason reason) implements PathVerdict {}

    /** What is wrong with a path. */
    enum Reason {
        NOT_ABSOLUTE,
        /** {@code //}: some servers fold it. */
        EMPTY_SEGMENT,
        /** {@code .} or {@code ..}, also encoded in any way. */
        DOT_SEGMENT,
        /** {@code /} or {@code \} encoded, or {@code \} plain: some servers take it for a separator. */
        SEPARATOR,
        /** An encoded percent sign: who decodes twice sees another path. */
        DOUBLE_ENCODING,
        /** {@code ;}: some servers cut it off with what follows. */
        PARAMETER,
        CONTROL_CHARACTER,
        /** A percent sign without two hexadecimal digits, or bytes that are no UTF-8 in its shortest form (RFC 3629). */
        BAD_ENCODING,
        /** A character that may not stand in a path unencoded (RFC 3986, section 3.3). */
        ILLEGAL_CHARACTER
    }
}
