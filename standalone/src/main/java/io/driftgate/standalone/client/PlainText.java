package io.driftgate.standalone.client;

/**
 * Makes foreign text harmless for a terminal: what could move the cursor, change colours, turn the direction of writing
 * or hide characters is shown as {@code \}{@code u001b} instead.
 */
public final class PlainText {

    private PlainText() {}

    /** One line of text that shows what it is. */
    public static String of(String foreign) {
        StringBuilder plain = new StringBuilder(foreign.length());
        foreign.codePoints().forEach(character -> {
            if (isHarmless(character)) {
                plain.appendCodePoint(character);
            } else if (Character.isBmpCodePoint(character)) {
                plain.append("\\u%04x".formatted(character));
            } else {
                plain.append("\\U%06x".formatted(character));
            }
        });
        return plain.toString();
    }

    /** The same, at most so long; what was cut ends in an ellipsis. */
    public static String of(String foreign, int longest) {
        String plain = of(foreign);
        if (plain.length() <= longest) {
            return plain;
        }
        int end = longest - 1;
        if (Character.isHighSurrogate(plain.charAt(end - 1))) {
            end--;
        }
        return plain.substring(0, end) + "…";
    }

    private static boolean isHarmless(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }
}
