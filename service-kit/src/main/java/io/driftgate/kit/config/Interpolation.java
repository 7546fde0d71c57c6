package io.driftgate.kit.config;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Puts the environment into scalars: {@code ${NAME}}, {@code ${NAME:-otherwise}}; {@code $$} is a dollar sign. */
final class Interpolation {

    private static final Pattern VARIABLE = Pattern.compile("\\$\\$|\\$\\{([A-Za-z_][A-Za-z0-9_]*)(:-([^}]*))?\\}");

    private Interpolation() {}

    /** The text as it may be shown: variables stay variables, but for those whose value is too short to be a secret. */
    static String shown(String text, Map<String, String> environment) {
        return VARIABLE.matcher(text).replaceAll(match -> {
            String value = environment.getOrDefault(String.valueOf(match.group(1)), "");
            return Matcher.quoteReplacement(
                    value.length() < Interpolated.SHORTEST
                            ? value(match, environment, new Problems())
                            : "${" + match.group(1) + "}");
        });
    }

    /** The text with its variables; a problem for each that is not set and has no other value. */
    static String apply(String text, Map<String, String> environment, Problems problems) {
        if (text.indexOf('$') < 0) {
            return text;
        }
        return VARIABLE.matcher(text)
                .replaceAll(match -> Matcher.quoteReplacement(value(match, environment, problems)));
    }

    private static String value(java.util.regex.MatchResult match, Map<String, String> environment, Problems problems) {
        if (match.group().equals("$$")) {
            return "$";
        }
        String value = environment.get(match.group(1));
        if (value != null && !value.isEmpty()) {
            return value;
        }
        if (match.group(2) != null) {
            return match.group(3);
        }
        problems.add(
                "${" + match.group(1) + "} is not set",
                "the environment variable, or ${" + match.group(1) + ":-otherwise}");
        return "";
    }
}
