package io.solflow.core.metrics;

import io.solflow.core.chain.Key32;
import io.solflow.core.event.MetricsRows;
import java.util.Arrays;

/**
 * The mints that the windows hold. A mint's record starts with its row, column for column as in {@link MetricsRows}; fields
 * of the flow log, the wallet window and the watcher follow.
 */
final class MintTable {

    /**
     * Field: how many buckets of the flow log are the mint's, an int that is never negative; above it what the watcher has
     * noted, {@link #LISTED} and {@link #TOUCHED}.
     */
    static final int BUCKETS = MetricsRows.STRIDE;
    /** Field: the bucket that the flow log made last for the mint, as the log packs it; means nothing without buckets. */
    static final int NEWEST_BUCKET = BUCKETS + 1;
    /** Field: the highest id of a trade that has entered the 300 s window, 0 without one. */
    static final int NEWEST_ID = NEWEST_BUCKET + 1;
    /** Bit of {@link #BUCKETS} at which the watcher's note begins; 0 at first. */
    static final int NOTE_SHIFT = Integer.SIZE;
    /** Bits of the note, all that lie below {@link #LISTED}. */
    static final int NOTE_BITS = 30;
    /** Bit of {@link #BUCKETS}: the mint is among the {@link WatchedMints}. */
    static final long LISTED = 1L << 62;
    /** Bit of {@link #BUCKETS}: the mint is among the {@link TouchedMints}. */
    static final long TOUCHED = Long.MIN_VALUE;

    private static final int STRIDE = NEWEST_ID + 1;

    private final RecordPool records = new RecordPool(STRIDE);
    private final SlotIndex index = new SlotIndex();

    /**
     * The mint's slot; a new mint starts with zeros.
     *
     * @param keyHash the key's hash.
     */
    int findOrAdd(final Key32 mint, final long keyHash) {
        final int hash = (int) keyHash;
        for (int at = index.home(hash); ; at = index.next(at)) {
            final long entry = index.entry(at);
            if (entry == SlotIndex.EMPTY) {
                return add(hash, mint);
            }
            if (SlotIndex.hash(entry) == hash && matches(SlotIndex.slot(entry), mint)) {
                return SlotIndex.slot(entry);
            }
        }
    }

    /** The mint's slot, {@link RecordPool#NONE} when the windows do not hold it. */
    int find(final Key32 mint) {
        final int hash = (int) mint.hash();
        for (int at = index.home(hash); ; at = index.next(at)) {
            final long entry = index.entry(at);
            if (entry == SlotIndex.EMPTY) {
                return RecordPool.NONE;
            }
            if (SlotIndex.hash(entry) == hash && matches(SlotIndex.slot(entry), mint)) {
                return SlotIndex.slot(entry);
            }
        }
    }

    /** Forgets a mint. */
    void release(final int slot) {
        final long[] page = page(slot);
        final int at = offset(slot) + MetricsRows.MINT;
        index.remove((int) Key32.hash(page[at], page[at + 1], page[at + 2], page[at + 3]), slot);
        records.release(slot);
    }

    /** The array that holds the mint's record. */
    long[] page(final int slot) {
        return records.page(slot);
    }

    /** Where the mint's record starts in its page. */
    int offset(final int slot) {
        return records.offset(slot);
    }

    int live() {
        return records.live();
    }

    private boolean matches(final int slot, final Key32 mint) {
        final long[] page = page(slot);
        final int at = offset(slot) + MetricsRows.MINT;
        return mint.matches(page[at], page[at + 1], page[at + 2], page[at + 3]);
    }

    private int add(final int hash, final Key32 mint) {
        final int slot = records.allocate();
        index.add(hash, slot);
        final long[] page = page(slot);
        final int at = offset(slot);
        Arrays.fill(page, at, at + STRIDE, 0);
        page[at + MetricsRows.MINT] = mint.word0();
        page[at + MetricsRows.MINT + 1] = mint.word1();
        page[at + MetricsRows.MINT + 2] = mint.word2();
        page[at + MetricsRows.MINT + 3] = mint.word3();
        return slot;
    }
}
