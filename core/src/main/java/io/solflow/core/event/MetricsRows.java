package io.solflow.core.event;

import io.solflow.core.chain.Key32;

/**
 * Rows of rolling metrics, one per mint that an event touched, flat in one array: each row is {@link #STRIDE} longs, which
 * are the mint, flows in lamports, and counts, two in a long ({@link MetricsCount}). Written by the metrics stage only, which
 * lends a larger array for the seconds in which thousands of mints decay; the last stage gives it back.
 */
public final class MetricsRows {

    /** Column of the first of the mint's four words. */
    public static final int MINT = 0;
    /** Column of the first window's net flow; the others follow in the order of {@link Window}. */
    public static final int NET_FLOW_LAMPORTS = 4;
    /** Column of the net flow of bot trades within 300 s. */
    public static final int BOT_FLOW_LAMPORTS_300S = 10;
    /** Column of the net flow of DCA fills within 300 s. */
    public static final int DCA_FLOW_LAMPORTS_300S = 11;
    /** Longs a row. */
    public static final int STRIDE = 15;

    private static final int INITIAL_ROWS = 2;

    private final long[] own = new long[INITIAL_ROWS * STRIDE];
    private long[] values = own;
    private int size;

    /** How many rows there are. */
    public int size() {
        return size;
    }

    /** The rows' values; row {@code i} starts at {@code i * STRIDE}. */
    public long[] values() {
        return values;
    }

    /** Value of a column, by its constant. */
    public long get(final int row, final int column) {
        return values[row * STRIDE + column];
    }

    /** A count of what lies within 300 s. */
    public long count(final int row, final MetricsCount count) {
        return count.in(values, row * STRIDE);
    }

    /** Copies a row's mint into {@code target}. */
    public Key32 mint(final int row, final Key32 target) {
        final int at = row * STRIDE + MINT;
        return target.set(values[at], values[at + 1], values[at + 2], values[at + 3]);
    }

    /** Net flow of a window in lamports. */
    public long netFlowLamports(final int row, final Window window) {
        return get(row, NET_FLOW_LAMPORTS + window.index());
    }

    /**
     * Empties the rows and returns the array that was lent to them, null when none was; the last stage only, when nobody
     * reads them any more.
     */
    public long[] giveBack() {
        return take(own);
    }

    /** Lends the rows an array and returns the one that was lent before, null when none was; metrics stage only. */
    public long[] take(final long[] newValues) {
        final long[] old = values == own ? null : values;
        values = newValues;
        size = 0;
        return old;
    }

    /** Sets the number of rows that {@link #values()} holds; metrics stage only. */
    public void size(final int newSize) {
        size = newSize;
    }
}
