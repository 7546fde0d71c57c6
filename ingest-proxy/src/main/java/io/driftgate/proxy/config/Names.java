package io.driftgate.proxy.config;

import io.driftgate.kit.config.Problems;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The rules of the names that people give to items of lists, and of references to them. */
final class Names {

    static final String KEBAB = "[a-z0-9][a-z0-9-]{0,99}";

    private Names() {}

    static void unique(Problems problems, String list, List<String> names) {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i);
            if (!name.matches(KEBAB) || !seen.add(name)) {
                problems.at(list + "[" + i + "].name").add("'" + name + "'", "kebab-case, and each name once");
            }
        }
    }

    static void known(Problems problems, String list, List<String> names, String reference) {
        if (!names.contains(reference)) {
            problems.add("'" + reference + "'", "the name of one of " + list);
        }
    }
}
