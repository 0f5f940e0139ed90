package io.solflow.core.metrics;

/**
 * A hash index of int slots: open addressing with linear probing and backward-shift deletion. It holds hashes, not keys;
 * the caller compares keys where hashes agree:
 *
 * <p>start at {@link #home}, step with {@link #next} until {@link #EMPTY}.
 *
 * <p>An entry is the hash and the slot in one long, so that neither a probe past a stranger, nor a deletion, nor growth
 * ever reads a record. The home is the hash's top bits: growth reads and writes the table in one sweep.
 */
final class SlotIndex {

    /** An entry that holds nothing. */
    static final long EMPTY = 0;

    private static final int INITIAL_BITS = 6;

    private long[] entries = new long[1 << INITIAL_BITS];
    private int shift = Integer.SIZE - INITIAL_BITS;
    private int mask = entries.length - 1;
    private int size;

    @SuppressWarnings("unused") // written, so that the JIT keeps the reads of fetch
    private long fetched;

    /** The hash of an entry. */
    static int hash(final long entry) {
        return (int) (entry >>> Integer.SIZE);
    }

    /** The slot of an entry. */
    static int slot(final long entry) {
        return (int) entry - 1;
    }

    /** Where a hash's probe sequence starts. */
    int home(final int hash) {
        return hash >>> shift;
    }

    /** The place after {@code at} in a probe sequence. */
    int next(final int at) {
        return (at + 1) & mask;
    }

    /** The entry at a place. */
    long entry(final int at) {
        return entries[at];
    }

    void add(final int hash, final int slot) {
        if (8L * (size + 1) > 5L * entries.length) {
            grow();
        }
        size++;
        insert(pack(hash, slot));
    }

    /** Removes an entry that is there. */
    void remove(final int hash, final int slot) {
        final long removed = pack(hash, slot);
        int hole = home(hash);
        while (entries[hole] != removed) {
            if (entries[hole] == EMPTY) {
                throw new IllegalStateException("slot " + slot + " is not in the index");
            }
            hole = next(hole);
        }
        for (int at = next(hole); entries[at] != EMPTY; at = next(at)) {
            final int home = home(hash(entries[at]));
            if (((at - home) & mask) >= ((at - hole) & mask)) {
                entries[hole] = entries[at];
                hole = at;
            }
        }
        entries[hole] = EMPTY;
        size--;
    }

    /** Reads the homes of hashes that are about to be removed, so that the misses overlap. */
    void fetch(final int[] hashes, final int count) {
        long sum = 0;
        for (int i = 0; i < count; i++) {
            sum += entries[home(hashes[i])];
        }
        fetched = sum;
    }

    private static long pack(final int hash, final int slot) {
        return (long) hash << Integer.SIZE | (slot + 1);
    }

    private void insert(final long entry) {
        int at = home(hash(entry));
        while (entries[at] != EMPTY) {
            at = next(at);
        }
        entries[at] = entry;
    }

    private void grow() {
        final long[] old = entries;
        entries = new long[2 * old.length];
        mask = entries.length - 1;
        shift--;
        for (final long entry : old) {
            if (entry != EMPTY) {
                insert(entry);
            }
        }
    }
}
