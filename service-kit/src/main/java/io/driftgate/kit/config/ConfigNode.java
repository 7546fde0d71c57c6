package io.driftgate.kit.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A configuration as it was written, before it has types; each node knows its line, from 1, or 0 when made by us. */
sealed interface ConfigNode {

    int line();

    /** What a person would call it, without quoting any content. */
    String describe();

    record Section(Map<String, ConfigNode> entries, int line) implements ConfigNode {
        public Section {
            entries = new LinkedHashMap<>(entries);
        }

        @Override
        public String describe() {
            return "a section";
        }
    }

    record Items(List<ConfigNode> list, int line) implements ConfigNode {
        public Items {
            list = List.copyOf(list);
        }

        @Override
        public String describe() {
            return "a list";
        }
    }

    record Scalar(String text, int line) implements ConfigNode {
        @Override
        public String describe() {
            return "a single value";
        }
    }

    /** A key without a value. */
    record Nothing(int line) implements ConfigNode {
        @Override
        public String describe() {
            return "nothing";
        }
    }
}
