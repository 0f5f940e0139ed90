package io.solflow.core.extract;

import java.util.Arrays;

/**
 * A hash table of slots: when each was last seen, the set of its trades in {@link TradeKeys}, the highest place that a trade's
 * transaction has in it, and which one has place 0. Linear probing, one thread.
 */
final class SeenSlots {

    static final int INITIAL_CAPACITY = 1 << 10;

    private static final long EMPTY = -1;
    private static final long MIX = 0x9E37_79B9_7F4A_7C15L;

    private final long[] slots;
    private final long[] lastSeconds;
    private final int[] tradeSets;
    private final int[] highestPlaces;
    private final long[] firstFingerprints;
    private final int shift;
    private int size;

    /** An empty table; the capacity is a power of two. */
    SeenSlots(final int capacity) {
        slots = new long[capacity];
        lastSeconds = new long[capacity];
        tradeSets = new int[capacity];
        highestPlaces = new int[capacity];
        firstFingerprints = new long[capacity];
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

    /** Adds a slot without trades at the place that {@link #find} gave; there has to be room. */
    void add(final int at, final long slot) {
        slots[at] = slot;
        lastSeconds[at] = 0;
        size++;
        forget(at);
    }

    /** Adds a slot of another table. */
    void add(final SeenSlots other, final int from) {
        final int at = find(other.slots[from]);
        slots[at] = other.slots[from];
        tradeSets[at] = other.tradeSets[from];
        highestPlaces[at] = other.highestPlaces[from];
        firstFingerprints[at] = other.firstFingerprints[from];
        lastSeconds[at] = other.lastSeconds[from];
        size++;
    }

    /** The slot has no trades from now on. */
    void forget(final int at) {
        tradeSets[at] = TradeKeys.NONE;
        highestPlaces[at] = TradeKeys.NONE;
        firstFingerprints[at] = TradeKeys.UNKNOWN;
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

    /** Takes notice that a transaction has a place. */
    void take(final int at, final int place, final long fingerprint) {
        highestPlaces[at] = Math.max(highestPlaces[at], place);
        if (place == 0) {
            firstFingerprints[at] = fingerprint;
        }
    }

    /** Fingerprint of the transaction at place 0, {@link TradeKeys#UNKNOWN} when there is none. */
    long firstFingerprint(final int at) {
        return firstFingerprints[at];
    }

    /** No transaction has place 0 from now on. */
    void freeFirst(final int at) {
        firstFingerprints[at] = TradeKeys.UNKNOWN;
    }
}
