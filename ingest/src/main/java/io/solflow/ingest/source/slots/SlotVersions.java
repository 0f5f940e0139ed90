package io.solflow.ingest.source.slots;

import io.solflow.core.event.ChainPosition;
import java.util.Arrays;

/**
 * Which transaction stands at which position of the newest slots: a log of fixed size, found by slot and position through
 * buckets, and by slot through a link to the slot's entry before. What the log has gone over is forgotten. Entries are numbered
 * as they come; one that comes again has a new number, so that what came since a slot began again is told from what did not.
 * One thread, allocates nothing.
 */
final class SlotVersions {

    /** How many transactions are remembered: 200 s of 2 600 a second. */
    static final int ENTRIES = 1 << 19;

    /** How many slots: more than 200 s at 100 ms. */
    static final int SLOTS = 2_048;

    /** No such entry. */
    static final long NONE = -1;

    private static final int ENTRY_MASK = ENTRIES - 1;
    private static final int SLOT_MASK = SLOTS - 1;
    private static final int POSITION_BITS = 17;
    private static final long FORGOTTEN = -1;
    private static final long MIX = 0x9E37_79B9_7F4A_7C15L;
    // a slot further ahead of the others is a corrupt number, and makes room for them again
    private static final long FARTHEST_AHEAD = 1 << 18;

    private static final int BUCKET_SHIFT = Long.SIZE - Integer.numberOfTrailingZeros(ENTRIES);

    private final long[] keys = new long[ENTRIES];
    private final long[] prints = new long[ENTRIES];
    private final long[] beforeInBucket = new long[ENTRIES];
    private final long[] beforeInSlot = new long[ENTRIES];
    private final long[] buckets = new long[ENTRIES];
    private final long[] slots = new long[SLOTS];
    private final long[] lastOfSlot = new long[SLOTS];
    private final long[] againFrom = new long[SLOTS];
    private long streamFrom;
    private long written;

    SlotVersions() {
        Arrays.fill(buckets, NONE);
        Arrays.fill(slots, NONE);
    }

    /** The entry of a position, {@link #NONE} when nothing is remembered there. */
    long find(final long slot, final long txIndex) {
        if (slots[(int) slot & SLOT_MASK] != slot) {
            return NONE;
        }
        final long key = key(slot, txIndex);
        for (long entry = buckets[bucket(key)]; isThere(entry); entry = beforeInBucket[at(entry)]) {
            if (keys[at(entry)] == key) {
                return entry;
            }
        }
        return NONE;
    }

    /** Remembers what stands at a position that nothing is remembered of, unless the slot is older than those remembered. */
    void add(final long slot, final long txIndex, final long print) {
        final int ringIndex = (int) slot & SLOT_MASK;
        if (slots[ringIndex] > slot && slots[ringIndex] - slot <= FARTHEST_AHEAD) {
            return;
        }
        if (slots[ringIndex] != slot) {
            slots[ringIndex] = slot;
            lastOfSlot[ringIndex] = NONE;
            againFrom[ringIndex] = Long.MAX_VALUE;
        }
        final long key = key(slot, txIndex);
        final long entry = written++;
        keys[at(entry)] = key;
        prints[at(entry)] = print;
        beforeInBucket[at(entry)] = buckets[bucket(key)];
        buckets[bucket(key)] = entry;
        beforeInSlot[at(entry)] = lastOfSlot[ringIndex];
        lastOfSlot[ringIndex] = entry;
    }

    /** The slot's entry that came last, {@link #NONE} when there is none. */
    long last(final long slot) {
        final int ringIndex = (int) slot & SLOT_MASK;
        return slots[ringIndex] == slot ? ifThere(lastOfSlot[ringIndex]) : NONE;
    }

    /** The entry of the same slot that came before, {@link #NONE} when there is none. */
    long before(final long entry) {
        return ifThere(beforeInSlot[at(entry)]);
    }

    long print(final long entry) {
        return prints[at(entry)];
    }

    boolean isForgotten(final long entry) {
        return keys[at(entry)] == FORGOTTEN;
    }

    long txIndex(final long entry) {
        return keys[at(entry)] & ((1 << POSITION_BITS) - 1);
    }

    /** What stands at a position has come again. */
    void renew(final long entry, final long slot) {
        final int ringIndex = (int) slot & SLOT_MASK;
        final long txIndex = txIndex(entry);
        final long print = print(entry);
        againFrom[ringIndex] = Math.min(againFrom[ringIndex], written);
        forget(entry);
        add(slot, txIndex, print);
    }

    /**
     * The first entry of a slot's new version, seen that an entry of the earlier one is contradicted: what came in this stream if
     * the entry did not, else what came since the slot's first transaction that came again.
     */
    long versionFrom(final long slot, final long contradicted) {
        return contradicted < streamFrom ? streamFrom : againFrom[(int) slot & SLOT_MASK];
    }

    /** What a slot has now is one version. */
    void closeVersion(final long slot) {
        againFrom[(int) slot & SLOT_MASK] = Long.MAX_VALUE;
    }

    /** A new stream begins. */
    void onResume() {
        streamFrom = written;
        Arrays.fill(againFrom, Long.MAX_VALUE);
    }

    void forget(final long entry) {
        keys[at(entry)] = FORGOTTEN;
    }

    /** Forgets a slot's entries. */
    void forgetSlot(final long slot) {
        for (long entry = last(slot); entry != NONE; entry = before(entry)) {
            forget(entry);
        }
        if (slots[(int) slot & SLOT_MASK] == slot) {
            lastOfSlot[(int) slot & SLOT_MASK] = NONE;
            closeVersion(slot);
        }
    }

    private boolean isThere(final long entry) {
        return entry >= 0 && written - entry <= ENTRIES;
    }

    private long ifThere(final long entry) {
        return isThere(entry) ? entry : NONE;
    }

    private static int at(final long entry) {
        return (int) entry & ENTRY_MASK;
    }

    private static int bucket(final long key) {
        return (int) ((key * MIX) >>> BUCKET_SHIFT);
    }

    private static long key(final long slot, final long txIndex) {
        assert ChainPosition.fits(slot, txIndex);
        return slot << POSITION_BITS | txIndex;
    }
}
