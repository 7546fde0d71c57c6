package io.driftgate.standalone.client;

import io.driftgate.kit.text.PrintableText;
import java.util.ArrayList;
import java.util.List;

/** Lays out rows of foreign text in columns, two spaces apart. */
public final class Table {

    private static final int WIDEST_CELL = 70;

    private final List<List<String>> rows = new ArrayList<>();

    public Table(String... head) {
        rows.add(List.of(head));
    }

    /** Adds a row of as many cells as the head has. */
    public void row(String... cells) {
        if (cells.length != rows.getFirst().size()) {
            throw new IllegalArgumentException(
                    cells.length + " cells (expected: " + rows.getFirst().size() + ")");
        }
        List<String> plain = new ArrayList<>();
        for (String cell : cells) {
            plain.add(PrintableText.of(cell, WIDEST_CELL));
        }
        rows.add(plain);
    }

    /** The lines, without spaces at their ends. */
    public List<String> lines() {
        int columns = rows.getFirst().size();
        int[] widths = new int[columns];
        for (List<String> row : rows) {
            for (int i = 0; i < columns; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        List<String> lines = new ArrayList<>();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < columns; i++) {
                line.append(row.get(i)).append(" ".repeat(widths[i] - row.get(i).length() + 2));
            }
            lines.add(line.toString().stripTrailing());
        }
        return lines;
    }
}
