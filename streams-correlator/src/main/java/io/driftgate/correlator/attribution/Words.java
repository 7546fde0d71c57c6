package io.driftgate.correlator.attribution;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Names as words, so that {@code memory_size} meets {@code memorySize}, and {@code cidr_blocks} meets {@code cidrIp}. */
final class Words {

    /** What the provider calls one thing and the cloud's calls another. */
    private static final Map<String, Set<String>> ALSO = Map.of(
            "cidr", Set.of("range"),
            "block", Set.of("cidr", "range"),
            "protocol", Set.of("proto"),
            "engine", Set.of("db"),
            "assume", Set.of("trust"),
            "tag", Set.of("tagging"));

    private Words() {}

    /** Words of a name in snake_case or camelCase, singular and in lower case. */
    static Set<String> of(String name) {
        return Arrays.stream(name.split("[^A-Za-z0-9]+|(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])"))
                .map(word -> singular(word.toLowerCase(Locale.ROOT)))
                .filter(word -> !word.isEmpty())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Share of the words that are among others, 0 to 1. */
    static double share(Set<String> words, Set<String> among) {
        if (words.isEmpty()) {
            return 0;
        }
        long found = words.stream()
                .filter(word -> among.contains(word)
                        || ALSO.getOrDefault(word, Set.of()).stream().anyMatch(among::contains))
                .count();
        return (double) found / words.size();
    }

    /** Member names of a path, {@code ingress[0].cidr_blocks} without its indexes. */
    static List<String> names(String path) {
        return Arrays.stream(path.replaceAll("\\[\\d+]", "").split("\\.|\\[\"|\"]"))
                .filter(name -> !name.isEmpty())
                .toList();
    }

    private static String singular(String word) {
        boolean plural = word.length() > 3 && word.endsWith("s") && !word.endsWith("ss");
        return plural ? word.substring(0, word.length() - 1) : word;
    }
}
