package io.driftgate.kit.config;

import java.util.ArrayList;
import java.util.List;

/** Collects what is wrong with a configuration, so that a person mends it in one go. One thread. */
public final class Problems {

    private final List<Problem> list;
    private final String path;
    private final int line;

    Problems() {
        this(new ArrayList<>(), "", 0);
    }

    private Problems(List<Problem> list, String path, int line) {
        this.list = list;
        this.path = path;
        this.line = line;
    }

    /** The same collection, seen from a section below: {@code at("routes[2]")}. */
    public Problems at(String child) {
        return at(child, line);
    }

    /** The path of a child: {@code routes[2].upstream}. */
    static String below(String path, String child) {
        return path.isEmpty() || child.startsWith("[") ? path + child : path + "." + child;
    }

    String path() {
        return path;
    }

    Problems at(String child, int childLine) {
        return new Problems(list, below(path, child), childLine);
    }

    /** Adds a problem at this place. */
    public void add(String found, String expected) {
        list.add(new Problem(path, found, expected, line));
    }

    boolean isEmpty() {
        return list.isEmpty();
    }

    int count() {
        return list.size();
    }

    List<Problem> list() {
        return List.copyOf(list);
    }
}
