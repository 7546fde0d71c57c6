package io.driftgate.correlator.compare;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Which element of a live array is which of the declared one. Indexes are those of the arrays.
 *
 * @param pairs by declared index
 * @param onlyDeclared declared elements without a partner, by index
 * @param onlyLive live elements without a partner, in an order that does not depend on theirs
 */
record ElementPairs(List<Pair> pairs, List<Integer> onlyDeclared, List<Integer> onlyLive) {

    /** Less alike than this, a live element is a new one, and not the declared one with changes. */
    private static final double ALIKE = 0.5;
    /** Beyond this many pairs to look at, unequal elements stay alone: a comparison must not stop the stream. */
    private static final int MOST_LOOKED_AT = 2_500;

    record Pair(int declared, int live) {}

    /** How alike two elements are, 0 to 1. */
    interface Similarity {
        double of(JsonNode declared, JsonNode live);
    }

    private record Candidate(double similarity, Pair pair, String liveText) {}

    /** Whether a pair stands at two different places. */
    boolean moved() {
        return pairs.stream().anyMatch(pair -> pair.declared() != pair.live());
    }

    static ElementPairs inOrder(JsonNode declared, JsonNode live) {
        List<Pair> pairs = new ArrayList<>();
        List<Integer> onlyDeclared = new ArrayList<>();
        List<Integer> onlyLive = new ArrayList<>();
        for (int i = 0; i < Math.max(declared.size(), live.size()); i++) {
            if (i < declared.size() && i < live.size()) {
                pairs.add(new Pair(i, i));
            } else {
                (i < declared.size() ? onlyDeclared : onlyLive).add(i);
            }
        }
        return new ElementPairs(pairs, onlyDeclared, onlyLive);
    }

    /**
     * Equal elements first, at the same place where there is a choice; then the most alike.
     *
     * @param set whether twice is once
     * @param text equal for elements that are equal
     */
    static ElementPairs anyOrder(
            JsonNode declared, JsonNode live, boolean set, Function<JsonNode, String> text, Similarity similarity) {
        List<String> texts = declared.valueStream().map(text).toList();
        List<String> liveTexts = live.valueStream().map(text).toList();
        List<Integer> mine = indexes(texts, set);
        List<Integer> theirs = indexes(liveTexts, set);
        List<Pair> pairs = new ArrayList<>();
        pairEqual(mine, theirs, texts, liveTexts, pairs);
        pairAlike(mine, theirs, declared, live, liveTexts, similarity, pairs);
        pairs.sort(Comparator.comparingInt(Pair::declared));
        theirs.sort(Comparator.<Integer, String>comparing(liveTexts::get));
        return new ElementPairs(List.copyOf(pairs), List.copyOf(mine), List.copyOf(theirs));
    }

    private static List<Integer> indexes(List<String> texts, boolean set) {
        List<Integer> indexes = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < texts.size(); i++) {
            if (!set || seen.add(texts.get(i))) {
                indexes.add(i);
            }
        }
        return indexes;
    }

    private static void pairEqual(
            List<Integer> mine, List<Integer> theirs, List<String> texts, List<String> liveTexts, List<Pair> pairs) {
        Set<Integer> here = new HashSet<>(mine);
        Set<Integer> paired = new HashSet<>();
        Map<String, List<Integer>> left = new HashMap<>();
        for (int j : theirs) {
            if (here.contains(j) && texts.get(j).equals(liveTexts.get(j))) {
                pairs.add(new Pair(j, j));
                paired.add(j);
            } else {
                left.computeIfAbsent(liveTexts.get(j), key -> new ArrayList<>()).add(j);
            }
        }
        mine.removeAll(paired);
        mine.removeIf(i -> {
            List<Integer> equal = left.getOrDefault(texts.get(i), List.of());
            if (equal.isEmpty()) {
                return false;
            }
            return pairs.add(new Pair(i, equal.removeFirst()));
        });
        Set<Integer> done = new HashSet<>();
        pairs.forEach(pair -> done.add(pair.live()));
        theirs.removeIf(done::contains);
    }

    private static void pairAlike(
            List<Integer> mine,
            List<Integer> theirs,
            JsonNode declared,
            JsonNode live,
            List<String> liveTexts,
            Similarity similarity,
            List<Pair> pairs) {
        if ((long) mine.size() * theirs.size() > MOST_LOOKED_AT) {
            return;
        }
        List<Candidate> candidates = new ArrayList<>();
        for (int i : mine) {
            for (int j : theirs) {
                double alike = similarity.of(declared.get(i), live.get(j));
                if (alike >= ALIKE) {
                    candidates.add(new Candidate(alike, new Pair(i, j), liveTexts.get(j)));
                }
            }
        }
        candidates.sort(Comparator.comparingDouble(Candidate::similarity)
                .reversed()
                .thenComparing(candidate -> candidate.pair().declared())
                .thenComparing(Candidate::liveText));
        Set<Integer> mineDone = new HashSet<>();
        Set<Integer> theirsDone = new HashSet<>();
        for (Candidate candidate : candidates) {
            Pair pair = candidate.pair();
            if (!mineDone.contains(pair.declared()) && !theirsDone.contains(pair.live())) {
                mineDone.add(pair.declared());
                theirsDone.add(pair.live());
                pairs.add(pair);
            }
        }
        mine.removeIf(mineDone::contains);
        theirs.removeIf(theirsDone::contains);
    }
}
