package io.solflow.ingest.source;

import io.solflow.core.event.UpdateEvent;
import java.util.Arrays;

/** The transactions of a slot that waits for its block meta. Pooled: {@link #open} begins a new life, {@link #giveBack} ends it. */
final class OpenSlot {

    /** What a transaction costs beside its bytes, for the memory bound. */
    static final int OVERHEAD_BYTES = 32;

    private static final int INITIAL_PAGES = 4;
    private static final int INITIAL_TRANSACTIONS = 64;
    private static final long ENTRY_MASK = 0xFFFF_FFFFL;

    private long slot;
    private long openedNs;
    private int newerSlots;
    private long createdAtSeconds;
    private boolean payload;

    private final BytePages pool;
    private byte[][] pages = new byte[INITIAL_PAGES][];
    private int pageCount;
    private int usedOfLast;
    private long held;
    private int count;
    private boolean sorted;

    // by order: txIndex << 32 | entry; the rest by entry
    private long[] order = new long[INITIAL_TRANSACTIONS];
    private int[] pageNumbers = new int[INITIAL_TRANSACTIONS];
    private int[] offsets = new int[INITIAL_TRANSACTIONS];
    private int[] lengths = new int[INITIAL_TRANSACTIONS];
    private long[] receivedNs = new long[INITIAL_TRANSACTIONS];

    /** Without transactions; takes its arrays from {@code pool}. */
    OpenSlot(final BytePages pool) {
        this.pool = pool;
    }

    void open(final long newSlot, final long nowNs) {
        slot = newSlot;
        openedNs = nowNs;
        newerSlots = 0;
        createdAtSeconds = UpdateEvent.NO_TIME;
        payload = false;
        held = 0;
        count = 0;
        sorted = true;
    }

    void add(final long txIndex, final byte[] update, final int offset, final int length, final long nowNs) {
        ensureRoom(length);
        System.arraycopy(update, offset, pages[pageCount - 1], usedOfLast, length);
        order[count] = txIndex << 32 | count;
        pageNumbers[count] = pageCount - 1;
        offsets[count] = usedOfLast;
        lengths[count] = length;
        receivedNs[count] = nowNs;
        sorted &= count == 0 || order[count - 1] < order[count];
        count++;
        usedOfLast += length;
        held += length;
    }

    /** Gives the arrays back; the transactions are gone. */
    void giveBack() {
        for (int i = 0; i < pageCount; i++) {
            pool.takeBack(pages[i]);
            pages[i] = null;
        }
        pageCount = 0;
    }

    /** Puts the transactions in block order; those of one position stay as they came. */
    void sort() {
        if (!sorted) {
            Arrays.sort(order, 0, count);
            sorted = true;
        }
    }

    private void ensureRoom(final int length) {
        if (count == order.length) {
            order = Arrays.copyOf(order, count * 2);
            pageNumbers = Arrays.copyOf(pageNumbers, count * 2);
            offsets = Arrays.copyOf(offsets, count * 2);
            lengths = Arrays.copyOf(lengths, count * 2);
            receivedNs = Arrays.copyOf(receivedNs, count * 2);
        }
        if (pageCount == 0 || length > pages[pageCount - 1].length - usedOfLast) {
            if (pageCount == pages.length) {
                pages = Arrays.copyOf(pages, pageCount * 2);
            }
            // one that is larger than an array has its own
            pages[pageCount++] = length > BytePages.PAGE_BYTES ? new byte[length] : pool.lend();
            usedOfLast = 0;
        }
    }

    long slot() {
        return slot;
    }

    int count() {
        return count;
    }

    /** Bytes held, against the memory bound. */
    long heldBytes() {
        return held + (long) count * OVERHEAD_BYTES;
    }

    /** The array that holds a transaction. */
    byte[] bytes(final int position) {
        return pages[pageNumbers[entry(position)]];
    }

    int offset(final int position) {
        return offsets[entry(position)];
    }

    int length(final int position) {
        return lengths[entry(position)];
    }

    long receivedNs(final int position) {
        return receivedNs[entry(position)];
    }

    private int entry(final int position) {
        return (int) (order[position] & ENTRY_MASK);
    }

    /** Creation time of the slot's first update that has one. */
    long createdAtSeconds() {
        return createdAtSeconds;
    }

    void noteCreatedAt(final long seconds) {
        if (createdAtSeconds == UpdateEvent.NO_TIME) {
            createdAtSeconds = seconds;
        }
    }

    /** A transaction has come, held here or not. */
    void notePayload() {
        payload = true;
    }

    /** True when more has come than statuses. */
    boolean hasPayload() {
        return payload;
    }

    void noteNewerSlot() {
        newerSlots++;
    }

    void waitAfresh(final long nowNs) {
        openedNs = nowNs;
    }

    boolean isOverdue(final long nowNs, final AssemblerConfig config) {
        return newerSlots >= config.newerSlots()
                || (config.waitsByClock() && nowNs - openedNs > config.metaTimeoutNs());
    }
}
