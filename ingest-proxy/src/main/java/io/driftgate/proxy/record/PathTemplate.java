package io.driftgate.proxy.record;

import java.util.regex.Pattern;

/**
 * Makes a path fit for records: what may name a person or a thing becomes {@code {id}}, so that events of one kind look
 * alike and nobody's data stands in them. Only segments that look like words are kept: letters with {@code . _ ~ -}, and
 * version numbers as {@code v1}. Numbers, UUIDs, hexadecimal and base64 texts, words with digits, addresses and anything
 * encoded are not.
 */
public final class PathTemplate {

    private static final String ID = "{id}";
    private static final int LONGEST = 1_024;
    private static final int LONG_WORD = 16;
    private static final Pattern VERSION = Pattern.compile("v\\d{1,3}");
    private static final Pattern WORD = Pattern.compile("[A-Za-z][A-Za-z._~-]{0,63}");
    private static final Pattern HEXADECIMAL = Pattern.compile("[A-Fa-f]{8,}");
    private static final Pattern MIXED_CASE = Pattern.compile(".*[a-z].*[A-Z].*");

    private PathTemplate() {}

    /**
     * The template of a path.
     *
     * @param path as it came or in its canonical form
     * @param known what stands in the configuration and may be kept as it is, as the route's prefix; empty for nothing
     */
    public static String of(String path, String known) {
        boolean under = !known.isEmpty() && !known.equals("/") && (path.equals(known) || path.startsWith(known + "/"));
        StringBuilder template = new StringBuilder(under ? known : "");
        String rest = under ? path.substring(known.length()) : path;
        String[] segments = rest.split("/", -1);
        for (int i = 0; i < segments.length; i++) {
            template.append(i == 0 ? "" : "/").append(segment(segments[i]));
            if (template.length() > LONGEST) {
                return template.substring(0, LONGEST);
            }
        }
        return template.toString();
    }

    private static String segment(String text) {
        if (text.isEmpty() || VERSION.matcher(text).matches()) {
            return text;
        }
        boolean word = WORD.matcher(text).matches()
                && !HEXADECIMAL.matcher(text).matches()
                && !(text.length() >= LONG_WORD && MIXED_CASE.matcher(text).matches());
        return word ? text : ID;
    }
}
