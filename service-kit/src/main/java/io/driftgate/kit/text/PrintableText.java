package io.driftgate.kit.text;

/**
 * Makes foreign text (names, ARNs, user agents, attribute values) safe for a terminal. Whatever a terminal may act upon or
 * hide is written as its code point, {@code \\u{1b}}: control characters (ANSI sequences begin with one), line and
 * paragraph separators, invisible and direction-changing format characters (Unicode TR 36), private and unassigned code
 * points, lone surrogates.
 */
public final class PrintableText {

    private PrintableText() {}

    /** All of it, as one line. */
    public static String of(String text) {
        StringBuilder out = new StringBuilder(text.length());
        text.codePoints().forEach(point -> {
            if (isSafe(point)) {
                out.appendCodePoint(point);
            } else {
                out.append("\\u{").append(Integer.toHexString(point)).append('}');
            }
        });
        return out.toString();
    }

    /**
     * As much of it as fits.
     *
     * @param longest characters that may be shown; what is cut off is told by an ellipsis, which is one of them
     */
    public static String of(String text, int longest) {
        String whole = of(text);
        if (whole.length() <= longest) {
            return whole;
        }
        int end = Character.isHighSurrogate(whole.charAt(longest - 2)) ? longest - 2 : longest - 1;
        return whole.substring(0, end) + "…";
    }

    private static boolean isSafe(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED -> false;
            default -> true;
        };
    }
}
