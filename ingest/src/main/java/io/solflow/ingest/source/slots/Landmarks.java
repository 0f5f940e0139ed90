package io.solflow.ingest.source.slots;

/**
 * Block times that were learned, a minute or more apart, for estimates from far away: the history of {@link SlotAnchors} is
 * moved so that it goes through them. When there are too many, the farthest goes. One thread, allocates nothing.
 */
final class Landmarks {

    private static final int CAPACITY = 64;
    private static final int APART_SECONDS = 60;

    private final long[] slots = new long[CAPACITY];
    private final long[] offsets = new long[CAPACITY];
    private int size;

    void clear() {
        size = 0;
    }

    void learn(final long slot, final long blockTimeSeconds) {
        final long historic = SlotAnchors.seconds(slot);
        final int next = firstAbove(slot);
        if ((next > 0 && historic - SlotAnchors.seconds(slots[next - 1]) < APART_SECONDS)
                || (next < size && SlotAnchors.seconds(slots[next]) - historic < APART_SECONDS)) {
            return;
        }
        insert(size == CAPACITY ? makeRoom(slot, next) : next, slot, blockTimeSeconds - historic);
    }

    /** Estimates the time of a slot, unix seconds; {@code micros} is the pace of the newest slots, 0 when it is not known. */
    long seconds(final long slot, final long micros) {
        final long historic = SlotAnchors.seconds(slot);
        if (size == 0) {
            return historic;
        }
        final int next = firstAbove(slot);
        if (next == 0) {
            return historic + offsets[0];
        }
        final int last = next - 1;
        if (next == size) {
            return micros > 0 && slots[last] >= SlotAnchors.LAST_SLOT
                    ? SlotAnchors.seconds(slots[last]) + offsets[last] + (slot - slots[last]) * micros / 1_000_000
                    : historic + offsets[last];
        }
        final double share = (double) (slot - slots[last]) / (slots[next] - slots[last]);
        return historic + offsets[last] + Math.round(share * (offsets[next] - offsets[last]));
    }

    private int firstAbove(final long slot) {
        int next = size;
        while (next > 0 && slots[next - 1] > slot) {
            next--;
        }
        return next;
    }

    /** Takes the landmark out that is farthest from a slot; returns where the slot belongs then. */
    private int makeRoom(final long slot, final int next) {
        size--;
        if (Math.abs(slot - slots[0]) < Math.abs(slots[size] - slot)) {
            return Math.min(next, size);
        }
        System.arraycopy(slots, 1, slots, 0, size);
        System.arraycopy(offsets, 1, offsets, 0, size);
        return Math.max(0, next - 1);
    }

    private void insert(final int at, final long slot, final long offset) {
        System.arraycopy(slots, at, slots, at + 1, size - at);
        System.arraycopy(offsets, at, offsets, at + 1, size - at);
        slots[at] = slot;
        offsets[at] = offset;
        size++;
    }
}
