package io.solflow.app.query;

import java.util.List;
import java.util.function.Consumer;

/**
 * Writes rows as CSV (RFC 4180, lines end with a line feed) with a heading. Null is an empty field, an empty text a quoted
 * one. One thread.
 */
public final class CsvSink implements RowSink {

    private final Consumer<String> out;

    /** Gives each line with its end to the consumer. */
    public CsvSink(final Consumer<String> out) {
        this.out = out;
    }

    @Override
    public void columns(final List<String> names) {
        line(names);
    }

    @Override
    public boolean row(final List<Object> values) {
        line(values);
        return true;
    }

    private void line(final List<?> values) {
        final StringBuilder line = new StringBuilder();
        for (int i = 0; i < values.size(); i++) {
            if (i > 0) {
                line.append(',');
            }
            append(line, values.get(i));
        }
        out.accept(line.append('\n').toString());
    }

    private static void append(final StringBuilder line, final Object value) {
        final String text = ValueText.of(value);
        if (text == null) {
            return;
        }
        if (text.isEmpty() || text.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r')) {
            line.append('"').append(text.replace("\"", "\"\"")).append('"');
        } else {
            line.append(text);
        }
    }
}
