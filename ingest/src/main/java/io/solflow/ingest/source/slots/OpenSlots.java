package io.solflow.ingest.source.slots;

import io.solflow.core.wire.UpdateEnvelope;

/** The open slots in ascending order, at most as many as given, and the pool that they come from. */
final class OpenSlots {

    /** Few are open at once, as a rule. */
    private static final int POOLED = 4;

    private final OpenSlot[] open;
    private final OpenSlot[] pool;
    private final BytePages pages = new BytePages();
    private final SlotClock clock;
    private int size;
    private int pooled;
    private long heldBytes;

    /**
     * Without open slots.
     *
     * @param clock says how far ahead of an open slot another one says something about its meta: farther away it may be one
     *     wild number.
     */
    OpenSlots(final int capacity, final SlotClock clock) {
        this.clock = clock;
        open = new OpenSlot[capacity];
        pool = new OpenSlot[Math.min(capacity, POOLED)];
    }

    /** The arrays that hold the transactions. */
    BytePages pages() {
        return pages;
    }

    int size() {
        return size;
    }

    boolean isFull() {
        return size == open.length;
    }

    OpenSlot get(final int index) {
        return open[index];
    }

    long heldBytes() {
        return heldBytes;
    }

    /** The open slot of that number, null when it is not open. */
    OpenSlot find(final long slot) {
        for (int i = size - 1; i >= 0 && open[i].slot() >= slot; i--) {
            if (open[i].slot() == slot) {
                return open[i];
            }
        }
        return null;
    }

    /** Opens a slot that is not open; there has to be room. */
    OpenSlot open(final long slot, final long nowNs) {
        final OpenSlot added = pooled > 0 ? pool[--pooled] : new OpenSlot(pages);
        added.open(slot, nowNs);
        int index = size++;
        while (index > 0 && open[index - 1].slot() > slot) {
            open[index] = open[index - 1];
            index--;
        }
        open[index] = added;
        return added;
    }

    /** The lowest open slot above {@code slot} of which payload has come, null when there is none. */
    OpenSlot firstWithPayloadAbove(final long slot) {
        for (int i = 0; i < size; i++) {
            if (open[i].slot() > slot && open[i].hasPayload()) {
                return open[i];
            }
        }
        return null;
    }

    /** Tells the open slots within reach below that a newer one was met for the first time. */
    void noteNewerSlot(final long slot) {
        for (int i = 0; i < size && open[i].slot() < slot; i++) {
            if (slot - open[i].slot() <= clock.reachSlots(open[i].slot())) {
                open[i].noteNewerSlot();
            }
        }
    }

    void add(
            final OpenSlot slot,
            final UpdateEnvelope update,
            final byte[] source,
            final int offset,
            final int length,
            final long nowNs) {
        slot.add(update, source, offset, length, nowNs);
        heldBytes += length + OpenSlot.OVERHEAD_BYTES;
    }

    /** Lets go of what a slot holds. */
    void drop(final OpenSlot slot) {
        heldBytes -= slot.heldBytes();
        slot.drop();
    }

    /** Takes a slot out of the order; {@link #recycle} gives it back. */
    void remove(final OpenSlot slot) {
        int index = 0;
        while (open[index] != slot) {
            index++;
        }
        size--;
        System.arraycopy(open, index + 1, open, index, size - index);
        open[size] = null;
        heldBytes -= slot.heldBytes();
    }

    void recycle(final OpenSlot slot) {
        slot.giveBack();
        if (pooled < pool.length) {
            pool[pooled++] = slot;
        }
    }
}
