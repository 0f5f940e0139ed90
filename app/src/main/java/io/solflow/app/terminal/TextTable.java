package io.solflow.app.terminal;

import java.io.PrintWriter;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * Rows as an aligned table: numbers to the right, texts to the left, a line below the heading. What a terminal would take
 * for a command is shown, not done. One thread.
 */
public final class TextTable {

    private static final int MIN_WIDTH = 1;

    private final List<String> heading;
    private final List<List<String>> rows = new ArrayList<>();
    private final boolean[] numbers;

    public TextTable(final List<String> heading) {
        this.heading = heading.stream().map(TextTable::printable).toList();
        numbers = new boolean[heading.size()];
        Arrays.fill(numbers, true);
    }

    /** Adds a row: a number or another value for each column, null for none. */
    public TextTable row(final List<?> values) {
        final List<String> texts = new ArrayList<>(values.size());
        for (int i = 0; i < values.size(); i++) {
            final Object value = values.get(i);
            numbers[i] &= value == null || value instanceof Number;
            texts.add(text(value));
        }
        rows.add(texts);
        return this;
    }

    private static String text(final Object value) {
        if (value == null) {
            return "";
        }
        if (value instanceof BigDecimal amount) {
            return amount.toPlainString();
        }
        return value instanceof byte[] blob ? "x'" + HexFormat.of().formatHex(blob) + "'" : printable(value.toString());
    }

    private static String printable(final String text) {
        return text.chars().noneMatch(Character::isISOControl)
                ? text
                : text.codePoints()
                        .map(c -> Character.isISOControl(c) ? '\ufffd' : c)
                        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                        .toString();
    }

    public void print(final PrintWriter out) {
        final int[] widths = new int[heading.size()];
        for (int i = 0; i < widths.length; i++) {
            widths[i] = Math.max(MIN_WIDTH, heading.get(i).length());
            for (final List<String> row : rows) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        print(out, heading, widths);
        out.println(Arrays.stream(widths)
                .mapToObj("-"::repeat)
                .reduce((a, b) -> a + "  " + b)
                .orElse(""));
        rows.forEach(row -> print(out, row, widths));
    }

    private void print(final PrintWriter out, final List<String> texts, final int[] widths) {
        final StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            final String gap = " ".repeat(widths[i] - texts.get(i).length());
            line.append(i == 0 ? "" : "  ").append(numbers[i] ? gap + texts.get(i) : texts.get(i) + gap);
        }
        out.println(line.toString().stripTrailing());
    }
}
