package io.solflow.core.metrics;

import io.solflow.core.event.MetricsRows;
import java.util.Arrays;

/**
 * Arrays of rows for lending to events, in sizes of a power of two. Almost every event has a row or two, but the one that
 * moves the watermark may have thousands: it gets a large array, which comes back through {@link RowReturns}, or when the ring
 * brings the event round again.
 */
final class RowArrays {

    private static final int SMALLEST_ROWS = 2;
    private static final int SIZES = 26;

    /** Arrays beyond this many longs (32 MB) are left to the garbage collector. */
    private static final long MAX_KEPT_LONGS = 1 << 22;

    private final long[][][] kept = new long[SIZES][4][];
    private final int[] keptCounts = new int[SIZES];
    private final RowReturns returns;
    private long keptLongs;

    RowArrays(final RowReturns returns) {
        this.returns = returns;
    }

    /** Gives {@code rows} an array of the smallest size that holds {@code count} rows, and returns it. */
    long[] lend(final MetricsRows rows, final int count) {
        final int size = sizeFor(count);
        if (rows.values().length != length(size)) {
            keepReturned();
            keep(size == 0 ? rows.giveBack() : rows.take(borrow(size)));
        }
        return rows.values();
    }

    private void keepReturned() {
        for (long[] array = returns.take(); array != null; array = returns.take()) {
            keep(array);
        }
    }

    private static int sizeFor(final int count) {
        return count <= SMALLEST_ROWS ? 0 : Integer.SIZE - 1 - Integer.numberOfLeadingZeros(count - 1);
    }

    private static int length(final int size) {
        return (SMALLEST_ROWS << size) * MetricsRows.STRIDE;
    }

    private long[] borrow(final int size) {
        if (keptCounts[size] == 0) {
            return new long[length(size)];
        }
        final int last = --keptCounts[size];
        final long[] values = kept[size][last];
        kept[size][last] = null;
        keptLongs -= values.length;
        return values;
    }

    private void keep(final long[] values) {
        if (values == null) {
            return;
        }
        final int size = sizeFor(values.length / MetricsRows.STRIDE);
        if (values.length != length(size) || keptLongs + values.length > MAX_KEPT_LONGS) {
            return;
        }
        if (keptCounts[size] == kept[size].length) {
            kept[size] = Arrays.copyOf(kept[size], 2 * keptCounts[size]);
        }
        kept[size][keptCounts[size]++] = values;
        keptLongs += values.length;
    }
}
