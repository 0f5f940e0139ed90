package io.solflow.ingest.source.slots;

import java.util.Arrays;

/** What is known of the slots around the passed one; a slot displaces the one {@value #SLOTS} before it. One thread. */
final class ChainMemory {

    /** No slot, and no parent that is known. */
    static final long NONE = -1;

    /** Slots that are remembered. */
    static final int SLOTS = 1_024;

    /** The slot's payload came. */
    static final int CAME = 1;

    /** The slot was told as lost. */
    static final int TOLD = 2;

    /** A status says that the slot is there. */
    static final int ANNOUNCED = 4;

    private static final int MASK = SLOTS - 1;

    private final long[] slots = new long[SLOTS];
    private final long[] parents = new long[SLOTS];
    private final int[] marks = new int[SLOTS];

    ChainMemory() {
        Arrays.fill(slots, NONE);
    }

    /** True when the slot has one of the marks. */
    boolean has(final long slot, final int anyOf) {
        final int index = (int) slot & MASK;
        return slots[index] == slot && (marks[index] & anyOf) != 0;
    }

    void mark(final long slot, final int mark) {
        marks[place(slot)] |= mark;
    }

    /** The slot's parent, {@link #NONE} when it is unknown. */
    long parentOf(final long slot) {
        final int index = (int) slot & MASK;
        return slots[index] == slot ? parents[index] : NONE;
    }

    void parent(final long slot, final long parent) {
        parents[place(slot)] = parent;
    }

    private int place(final long slot) {
        final int index = (int) slot & MASK;
        if (slots[index] != slot) {
            slots[index] = slot;
            parents[index] = NONE;
            marks[index] = 0;
        }
        return index;
    }
}
