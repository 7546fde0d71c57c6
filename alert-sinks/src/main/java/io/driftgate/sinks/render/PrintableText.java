package io.driftgate.sinks.render;

/**
 * Makes foreign text (names, ARNs, user agents, attribute values) safe for a terminal. Whatever a terminal may act upon or
 * hide is written as its code point, {@code \\u{1b}}: control characters (ANSI sequences begin with one), line and
 * paragraph separators, invisible and direction-changing format characters (Unicode TR 36), private and unassigned code
 * points, lone surrogates.
 */
public final class PrintableText {

    private PrintableText() {}

    /**
     * @param longest code points of the text that are shown; what is cut off is told by an ellipsis
     * @return one line
     */
    public static String of(String text, int longest) {
        StringBuilder out = new StringBuilder();
        int shown = 0;
        for (int i = 0; i < text.length(); ) {
            if (shown++ == longest) {
                return out.append('…').toString();
            }
            int point = text.codePointAt(i);
            i += Character.charCount(point);
            if (isSafe(point)) {
                out.appendCodePoint(point);
            } else {
                out.append("\\u{").append(Integer.toHexString(point)).append('}');
            }
        }
        return out.toString();
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
