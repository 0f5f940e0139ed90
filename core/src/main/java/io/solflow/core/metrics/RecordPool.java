package io.solflow.core.metrics;

import java.util.Arrays;

/**
 * Records of a fixed number of longs, named by int slots. A slot stays where it is until it is released, and is handed out
 * again afterwards. Grows by pages, never by copying, and never shrinks.
 *
 * <p>A record is read and written in place: field {@code f} of a slot is {@code page(slot)[offset(slot) + f]}. A new record
 * holds garbage; whoever allocates fills it.
 */
final class RecordPool {

    /** No slot. */
    static final int NONE = -1;

    // 1 024 records of up to 25 longs stay below 256 KB, which no collector treats as a giant.
    private static final int PAGE_SHIFT = 10;
    private static final int PAGE_RECORDS = 1 << PAGE_SHIFT;
    private static final int PAGE_MASK = PAGE_RECORDS - 1;

    private final int stride;
    private long[][] pages = new long[4][];
    private int used;
    private int firstFree = NONE;
    private int live;

    RecordPool(final int stride) {
        this.stride = stride;
    }

    int allocate() {
        live++;
        if (firstFree != NONE) {
            final int slot = firstFree;
            firstFree = (int) page(slot)[offset(slot)];
            return slot;
        }
        if ((used & PAGE_MASK) == 0) {
            addPage();
        }
        return used++;
    }

    /** Takes a slot back; its first field is overwritten. */
    void release(final int slot) {
        page(slot)[offset(slot)] = firstFree;
        firstFree = slot;
        live--;
    }

    /** The array that holds the slot's record. */
    long[] page(final int slot) {
        return pages[slot >>> PAGE_SHIFT];
    }

    /** Where the slot's record starts in its page. */
    int offset(final int slot) {
        return (slot & PAGE_MASK) * stride;
    }

    /** How many slots are handed out. */
    int live() {
        return live;
    }

    private void addPage() {
        final int page = used >>> PAGE_SHIFT;
        if (page == pages.length) {
            pages = Arrays.copyOf(pages, 2 * page);
        }
        pages[page] = new long[PAGE_RECORDS * stride];
    }
}
