package io.solflow.core.metrics;

import io.solflow.core.event.MetricsRows;
import java.util.Arrays;

/** The mints whose rows have changed since the rows were last drained, each once. */
final class TouchedMints {

    private final MintTable mints;
    private int[] slots = new int[64];
    private int size;

    TouchedMints(final MintTable mints) {
        this.mints = mints;
    }

    void add(final int mint) {
        add(mint, mints.page(mint), mints.offset(mint));
    }

    /** Adds a mint whose record the caller has at hand. */
    void add(final int mint, final long[] page, final int offset) {
        if (size == slots.length) {
            slots = Arrays.copyOf(slots, 2 * size);
        }
        // Without a branch: one that is mispredicted waits for the record's cache line, and all behind it with it.
        final long buckets = page[offset + MintTable.BUCKETS];
        slots[size] = mint;
        size += (int) (~buckets >>> (Long.SIZE - 1));
        page[offset + MintTable.BUCKETS] = buckets | MintTable.TOUCHED;
    }

    int size() {
        return size;
    }

    /**
     * Copies the mints' rows into {@code values}, one behind the other, and clears the set in the same pass.
     *
     * @param watched takes the mints that stay, unless null.
     */
    void drainTo(final long[] values, final WatchedMints watched) {
        for (int i = 0; i < size; i++) {
            final int mint = slots[i];
            final long[] page = mints.page(mint);
            final int at = mints.offset(mint);
            System.arraycopy(page, at, values, i * MetricsRows.STRIDE, MetricsRows.STRIDE);
            if (watched != null) {
                watched.add(mint, page, at);
            }
            forget(mint, page, at + MintTable.BUCKETS);
        }
        size = 0;
    }

    /** Forgets the set; mints that the windows no longer hold go with it. */
    void clear() {
        for (int i = 0; i < size; i++) {
            final int mint = slots[i];
            forget(mint, mints.page(mint), mints.offset(mint) + MintTable.BUCKETS);
        }
        size = 0;
    }

    private void forget(final int mint, final long[] page, final int at) {
        page[at] &= ~MintTable.TOUCHED;
        if ((int) page[at] == 0) {
            mints.release(mint);
        }
    }
}
