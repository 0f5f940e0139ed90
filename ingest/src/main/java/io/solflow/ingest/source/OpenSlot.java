package io.solflow.ingest.source;

import io.solflow.core.event.UpdateEvent;
import java.util.Arrays;

/** The transactions of a slot that waits for its block meta. Pooled: {@link #open} begins a new life. */
final class OpenSlot {

    /** What a transaction costs beside its bytes, for the memory bound. */
    static final int OVERHEAD_BYTES = 32;

    /** A larger buffer is given up at the end of a life, which bounds what the pool keeps. */
    private static final int RETAINED_BYTES = 32 * 1024 * 1024;

    private static final int INITIAL_BYTES = 64 * 1024;
    private static final int INITIAL_TRANSACTIONS = 64;
    private static final long ENTRY_MASK = 0xFFFF_FFFFL;

    private long slot;
    private long openedNs;
    private int newerSlots;
    private long createdAtSeconds;

    private byte[] bytes = new byte[INITIAL_BYTES];
    private int used;
    private int count;
    private boolean sorted;

    // by order: txIndex << 32 | entry; the rest by entry
    private long[] order = new long[INITIAL_TRANSACTIONS];
    private int[] offsets = new int[INITIAL_TRANSACTIONS];
    private int[] lengths = new int[INITIAL_TRANSACTIONS];
    private long[] receivedNs = new long[INITIAL_TRANSACTIONS];

    void open(final long newSlot, final long nowNs) {
        slot = newSlot;
        openedNs = nowNs;
        newerSlots = 0;
        createdAtSeconds = UpdateEvent.NO_TIME;
        used = 0;
        count = 0;
        sorted = true;
        if (bytes.length > RETAINED_BYTES) {
            bytes = new byte[INITIAL_BYTES];
        }
    }

    void add(final long txIndex, final byte[] source, final int offset, final int length, final long nowNs) {
        ensureRoom(length);
        System.arraycopy(source, offset, bytes, used, length);
        order[count] = txIndex << 32 | count;
        offsets[count] = used;
        lengths[count] = length;
        receivedNs[count] = nowNs;
        sorted &= count == 0 || order[count - 1] < order[count];
        count++;
        used += length;
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
            offsets = Arrays.copyOf(offsets, count * 2);
            lengths = Arrays.copyOf(lengths, count * 2);
            receivedNs = Arrays.copyOf(receivedNs, count * 2);
        }
        final int needed = Math.addExact(used, length);
        if (needed > bytes.length) {
            bytes = Arrays.copyOf(bytes, (int) Math.min(Math.max(needed, bytes.length * 2L), Integer.MAX_VALUE - 8));
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
        return used + (long) count * OVERHEAD_BYTES;
    }

    byte[] bytes() {
        return bytes;
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
