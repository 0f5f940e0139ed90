package io.solflow.ingest.source.slots;

import java.util.Arrays;

/** The block times learned last, by slot; a slot displaces the one {@value #SLOTS} before it. One thread, allocates nothing. */
final class KnownTimes {

    /** More than three minutes at 100 ms a slot. */
    static final int SLOTS = 2_048;

    /** What {@link #below} and {@link #above} return when there is no such slot. */
    static final long NONE = -1;

    private static final int MASK = SLOTS - 1;

    private final long[] slots = new long[SLOTS];
    private final long[] seconds = new long[SLOTS];
    private long highest = NONE;

    KnownTimes() {
        clear();
    }

    void clear() {
        Arrays.fill(slots, NONE);
        highest = NONE;
    }

    void put(final long slot, final long blockTimeSeconds) {
        final int index = (int) slot & MASK;
        slots[index] = slot;
        seconds[index] = blockTimeSeconds;
        highest = Math.max(highest, slot);
    }

    boolean contains(final long slot) {
        return slot >= 0 && slots[(int) slot & MASK] == slot;
    }

    /** Block time of a slot that is contained. */
    long seconds(final long slot) {
        return seconds[(int) slot & MASK];
    }

    /** The highest known slot up to this one, at most so many slots away. */
    long below(final long slot, final long reachSlots) {
        final long last = Math.max(0, slot - Math.min(reachSlots, SLOTS));
        for (long known = slot; known >= last; known--) {
            if (contains(known)) {
                return known;
            }
        }
        return NONE;
    }

    /** The lowest known slot from this one on, at most so many slots away. */
    long above(final long slot, final long reachSlots) {
        final long last = Math.min(highest, slot + Math.min(reachSlots, SLOTS));
        for (long known = slot; known <= last; known++) {
            if (contains(known)) {
                return known;
            }
        }
        return NONE;
    }
}
