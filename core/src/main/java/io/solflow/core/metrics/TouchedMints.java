package io.solflow.core.metrics;

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
        final long[] page = mints.page(mint);
        final int at = mints.offset(mint) + MintTable.BUCKETS;
        if ((page[at] & MintTable.TOUCHED) == 0) {
            page[at] |= MintTable.TOUCHED;
            append(mint);
        }
    }

    int size() {
        return size;
    }

    /** Slot of a touched mint, 0 to {@link #size()} - 1. */
    int get(final int position) {
        return slots[position];
    }

    /** Forgets the set; mints that the windows no longer hold go with it. */
    void clear() {
        for (int i = 0; i < size; i++) {
            final int mint = slots[i];
            final long[] page = mints.page(mint);
            final int at = mints.offset(mint) + MintTable.BUCKETS;
            page[at] &= ~MintTable.TOUCHED;
            if (page[at] == 0) {
                mints.release(mint);
            }
        }
        size = 0;
    }

    private void append(final int mint) {
        if (size == slots.length) {
            slots = Arrays.copyOf(slots, 2 * size);
        }
        slots[size++] = mint;
    }
}
