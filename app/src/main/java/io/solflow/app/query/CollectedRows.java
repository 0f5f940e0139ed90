package io.solflow.app.query;

import java.util.ArrayList;
import java.util.List;

/** Keeps rows in memory, up to a size. One thread. */
public final class CollectedRows implements RowSink {

    private static final int BYTES_A_VALUE = 16;

    private final long maxBytes;
    private final List<List<Object>> rows = new ArrayList<>();
    private List<String> columns = List.of();
    private long bytes;

    /** Takes no row that would make it larger. */
    public CollectedRows(final long maxBytes) {
        this.maxBytes = maxBytes;
    }

    @Override
    public void columns(final List<String> names) {
        columns = List.copyOf(names);
    }

    @Override
    public boolean row(final List<Object> values) {
        for (final Object value : values) {
            bytes += BYTES_A_VALUE;
            if (value instanceof String text) {
                bytes += text.length();
            } else if (value instanceof byte[] blob) {
                bytes += 2L * blob.length;
            }
        }
        if (bytes > maxBytes) {
            return false;
        }
        rows.add(values);
        return true;
    }

    /** The columns' names. */
    public List<String> columns() {
        return columns;
    }

    /** The rows in their order. */
    public List<List<Object>> rows() {
        return rows;
    }
}
