package io.solflow.core.signal;

import java.util.Arrays;

/** Slots of records, each once, in the order in which they came, with a table over all slots there are. Keeps its size. */
final class SlotSet {

    static final int NONE = -1;

    private int[] slots;
    private int[] positions; // by slot, one more than the position, 0 when the slot is not there
    private int size;

    /** A set with room for a power of two. */
    SlotSet(final int capacity) {
        slots = new int[capacity];
        positions = new int[capacity];
    }

    int size() {
        return size;
    }

    int get(final int position) {
        return slots[position];
    }

    /** Where a slot stands, {@link #NONE} when it is not there. */
    int indexOf(final int slot) {
        return slot < positions.length ? positions[slot] - 1 : NONE;
    }

    /** Adds a slot unless it is there, and returns where it stands. */
    int add(final int slot) {
        if (slot >= positions.length) {
            positions = Arrays.copyOf(positions, 2 * Integer.highestOneBit(slot));
        }
        if (positions[slot] != 0) {
            return positions[slot] - 1;
        }
        if (size == slots.length) {
            slots = Arrays.copyOf(slots, 2 * size);
        }
        slots[size] = slot;
        positions[slot] = ++size;
        return size - 1;
    }

    void clear() {
        for (int i = 0; i < size; i++) {
            positions[slots[i]] = 0;
        }
        size = 0;
    }
}
