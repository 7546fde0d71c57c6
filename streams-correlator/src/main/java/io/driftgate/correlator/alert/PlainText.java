package io.driftgate.correlator.alert;

/**
 * Foreign text on its way into a sentence. Names and values come from whoever made the change: they must not break the
 * line, run on, or turn around what stands beside them (Unicode TR 36, section 2.10).
 */
final class PlainText {

    private static final String REPLACED = "\ufffd";

    private PlainText() {}

    /**
     * At most so many characters, the last of them an ellipsis when something was cut. White space is one space; what has no
     * form of its own, such as control characters and marks that change direction, is U+FFFD.
     */
    static String cut(String foreign, int most) {
        StringBuilder out = new StringBuilder(Math.min(foreign.length(), most));
        int characters = 0;
        boolean spaceBefore = true;
        for (int i = 0; i < foreign.length(); ) {
            int c = foreign.codePointAt(i);
            i += Character.charCount(c);
            boolean space = Character.isWhitespace(c) || Character.isSpaceChar(c);
            if (space && spaceBefore) {
                continue;
            }
            if (characters == most) {
                int last = out.offsetByCodePoints(out.length(), -1);
                out.setLength(last);
                return out.append('…').toString();
            }
            spaceBefore = space;
            out.append(space ? " " : visible(c));
            characters++;
        }
        return out.toString().stripTrailing();
    }

    private static String visible(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.UNASSIGNED,
                    Character.PRIVATE_USE -> REPLACED;
            default -> Character.toString(c);
        };
    }
}
