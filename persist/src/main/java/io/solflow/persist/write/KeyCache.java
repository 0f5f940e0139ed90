package io.solflow.persist.write;

import io.solflow.core.chain.Key32;
import io.solflow.persist.file.PersistConfig;
import java.util.Arrays;

/**
 * A bounded map of 32-byte keys to ids in primitive arrays: sets of {@link #WAYS} slots, each a small clock that evicts
 * a key not used since the hand last passed. Never allocates after construction. One thread.
 */
final class KeyCache {

    /** Slots a key may be in. */
    static final int WAYS = PersistConfig.MIN_CACHE_ENTRIES;

    /** The id of a key that is not cached; never an id of SQLite's own numbering. */
    static final long NONE = 0;

    private static final int WORDS = 4;

    private final int setMask;
    private final long[] words;
    private final long[] ids;
    private final boolean[] used;
    private final byte[] hands;

    /** Holds at least {@code entries}, rounded up to a power of two. */
    KeyCache(final int entries) {
        final int sets = Math.max(1, Integer.highestOneBit(Math.max(1, (entries - 1) / WAYS)) << 1);
        setMask = sets - 1;
        words = new long[sets * WAYS * WORDS];
        ids = new long[sets * WAYS];
        used = new boolean[sets * WAYS];
        hands = new byte[sets];
    }

    /** The key's id, {@link #NONE} when it is not here. */
    long get(final Key32 key) {
        final int first = set(key) * WAYS;
        for (int slot = first; slot < first + WAYS; slot++) {
            final int at = slot * WORDS;
            if (ids[slot] != NONE && key.matches(words[at], words[at + 1], words[at + 2], words[at + 3])) {
                used[slot] = true;
                return ids[slot];
            }
        }
        return NONE;
    }

    /** Adds a key that is not here and returns its slot, for {@link #clear}. */
    int put(final Key32 key, final long id) {
        final int slot = victim(set(key));
        final int at = slot * WORDS;
        words[at] = key.word0();
        words[at + 1] = key.word1();
        words[at + 2] = key.word2();
        words[at + 3] = key.word3();
        ids[slot] = id;
        used[slot] = false; // only a second use keeps it: most wallets trade once
        return slot;
    }

    /** Forgets what is in a slot. */
    void clear(final int slot) {
        ids[slot] = NONE;
    }

    /** Forgets everything. */
    void clear() {
        Arrays.fill(ids, NONE);
    }

    /** How many keys fit. */
    int capacity() {
        return ids.length;
    }

    private int set(final Key32 key) {
        return (int) key.hash() & setMask;
    }

    private int victim(final int set) {
        final int first = set * WAYS;
        for (int slot = first; slot < first + WAYS; slot++) {
            if (ids[slot] == NONE) {
                return slot;
            }
        }
        while (true) {
            final int slot = first + hands[set];
            hands[set] = (byte) ((hands[set] + 1) % WAYS);
            if (!used[slot]) {
                return slot;
            }
            used[slot] = false;
        }
    }
}
