package io.solflow.app.support;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** What a drill did, as rows of aligned columns under a title: figures for people, asserted on nowhere. */
public final class DrillTable {

    private static final String GAP = "  ";

    private final String title;
    private final List<List<String>> rows = new ArrayList<>();

    public DrillTable(final String title, final String... columns) {
        this.title = title;
        rows.add(List.of(columns));
    }

    /** Adds a row with a value for each column. */
    public DrillTable row(final Object... values) {
        if (values.length != rows.get(0).size()) {
            throw new IllegalArgumentException(values.length + " values for the columns " + rows.get(0));
        }
        final List<String> row = new ArrayList<>();
        for (final Object value : values) {
            row.add(String.valueOf(value));
        }
        rows.add(row);
        return this;
    }

    /** Prints all rows in one piece, so that the output of others stays out of them. */
    public void print(final PrintStream out) {
        out.println(this);
    }

    @Override
    public String toString() {
        final StringBuilder text = new StringBuilder("drill: ").append(title);
        for (final List<String> row : rows) {
            text.append(System.lineSeparator());
            for (int column = 0; column < row.size(); column++) {
                final String cell = row.get(column);
                text.append(GAP).append(cell);
                if (column < row.size() - 1) {
                    text.append(" ".repeat(width(column) - cell.length()));
                }
            }
        }
        return text.toString();
    }

    private int width(final int column) {
        return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
    }
}
