package io.solflow.persist.write;

import io.solflow.core.chain.Key32;
import io.solflow.core.event.MetricsCount;
import io.solflow.core.event.MetricsRows;
import java.util.Arrays;

/**
 * The last metrics row of each mint within a transaction, in the order in which the mints first came: flat arrays and
 * an open-addressing index over them, reused. Grows with a transaction; beyond {@value #KEPT_ROWS} rows, as when a million mints
 * decay at once, it lets go of what it grew to. Writer thread only.
 */
final class LatestMetrics {

    static final int KEPT_ROWS = 1 << 16;

    private static final int INITIAL_ROWS = 1024;

    private long[] values;
    private long[] updatedAt;
    private int[] slots; // row + 1, 0 when empty
    private int size;

    LatestMetrics() {
        allocate();
    }

    private void allocate() {
        values = new long[INITIAL_ROWS * MetricsRows.STRIDE];
        updatedAt = new long[INITIAL_ROWS];
        slots = new int[4 * INITIAL_ROWS];
    }

    /** Takes the row at {@code offset} of {@code source}, true at this watermark, over an earlier one of its mint. */
    void put(final long[] source, final int offset, final long watermarkSeconds) {
        if (size == updatedAt.length) {
            grow();
        }
        final int slot = slot(source, offset);
        int row = slots[slot] - 1;
        if (row < 0) {
            row = size++;
            slots[slot] = row + 1;
        }
        System.arraycopy(source, offset, values, row * MetricsRows.STRIDE, MetricsRows.STRIDE);
        updatedAt[row] = watermarkSeconds;
    }

    /** How many mints there are. */
    int size() {
        return size;
    }

    /** A column of a row, by the constants of {@link MetricsRows}. */
    long get(final int row, final int column) {
        return values[row * MetricsRows.STRIDE + column];
    }

    /** A count of a row. */
    long count(final int row, final MetricsCount count) {
        return count.in(values, row * MetricsRows.STRIDE);
    }

    /** The watermark for which a row is true. */
    long updatedAt(final int row) {
        return updatedAt[row];
    }

    /** Copies a row's mint into {@code target}. */
    Key32 mint(final int row, final Key32 target) {
        final int at = row * MetricsRows.STRIDE + MetricsRows.MINT;
        return target.set(values[at], values[at + 1], values[at + 2], values[at + 3]);
    }

    /** Forgets all rows. */
    void clear() {
        if (capacity() > KEPT_ROWS) {
            allocate();
        } else if (size > 0) {
            Arrays.fill(slots, 0);
        }
        size = 0;
    }

    /** How many rows there is room for. */
    int capacity() {
        return updatedAt.length;
    }

    private int slot(final long[] source, final int offset) {
        final int at = offset + MetricsRows.MINT;
        final int mask = slots.length - 1;
        int slot = (int) Key32.hash(source[at], source[at + 1], source[at + 2], source[at + 3]) & mask;
        while (slots[slot] != 0 && !sameMint(slots[slot] - 1, source, at)) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    private boolean sameMint(final int row, final long[] source, final int at) {
        final int own = row * MetricsRows.STRIDE + MetricsRows.MINT;
        return values[own] == source[at]
                && values[own + 1] == source[at + 1]
                && values[own + 2] == source[at + 2]
                && values[own + 3] == source[at + 3];
    }

    private void grow() {
        values = Arrays.copyOf(values, 2 * values.length);
        updatedAt = Arrays.copyOf(updatedAt, 2 * updatedAt.length);
        slots = new int[2 * slots.length];
        for (int row = 0; row < size; row++) {
            slots[slot(values, row * MetricsRows.STRIDE)] = row + 1;
        }
    }
}
