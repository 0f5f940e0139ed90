package io.solflow.core.extract;

import java.util.Arrays;

/**
 * A hash table of slots: when each was last seen, the set of its trades in {@link TradeKeys}, the highest place that a trade's
 * transaction has in it. Linear probing, one thread.
 */
final class SeenSlots {

    static final int INITIAL_CAPACITY = 1 << 10;

    private static final long EMPTY = -1;
    private static final long MIX = 0x9E37_79B9_7F4A_7C15L;

    private final long[] slots;
    private final long[] lastSeconds;
    private final int[] tradeSets;
    private final int[] highestPlaces;
    private final int shift;
    private int size;

    /** An empty table; the capacity is a power of two. */
    SeenSlots(final int capacity) {
        slots = new long[capacity];
        lastSeconds = new long[capacity];
        tradeSets = new int[capacity];
        highestPlaces = new int[capacity];
        shift = Long.SIZE - Integer.numberOfTrailingZeros(capacity);
        clear();
    }

    SeenSlots clear() {
        Arrays.fill(slots, EMPTY);
        size = 0;
        return this;
    }

    /** Where a slot is, or where it has to be added. */
    int find(final long slot) {
        int at = (int) ((slot * MIX) >>> shift);
        while (slots[at] != EMPTY && slots[at] != slot) {
            at = (at + 1) & (slots.length - 1);
        }
        return at;
    }

    /** True when there is a slot at a place. */
    boolean holds(final int at) {
        return slots[at] != EMPTY;
    }

    /** Adds a slot at the place that {@link #find} gave; there has to be room. */
    void add(final int at, final long slot, final int trades, final int highestPlace, final long lastSecond) {
        slots[at] = slot;
        tradeSets[at] = trades;
        highestPlaces[at] = highestPlace;
        lastSeconds[at] = lastSecond;
        size++;
    }

    /** True when no slot may be added, so that probes stay short. */
    boolean isFull() {
        return size >= limit();
    }

    /** How many slots fit. */
    int limit() {
        return (int) (5L * slots.length / 8);
    }

    int capacity() {
        return slots.length;
    }

    /** How many were last seen at this second or later. */
    int countFrom(final long second) {
        int count = 0;
        for (int at = 0; at < slots.length; at++) {
            if (holds(at) && lastSeconds[at] >= second) {
                count++;
            }
        }
        return count;
    }

    long slot(final int at) {
        return slots[at];
    }

    long lastSecond(final int at) {
        return lastSeconds[at];
    }

    void lastSecond(final int at, final long second) {
        lastSeconds[at] = second;
    }

    /** The trades of a slot. */
    int trades(final int at) {
        return tradeSets[at];
    }

    void trades(final int at, final int set) {
        tradeSets[at] = set;
    }

    /** No transaction of the slot has a higher place; -1 when none has any. */
    int highestPlace(final int at) {
        return highestPlaces[at];
    }

    void highestPlace(final int at, final int place) {
        highestPlaces[at] = place;
    }
}
