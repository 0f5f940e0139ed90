package io.solflow.core.metrics;

import io.solflow.core.chain.Key32;
import io.solflow.core.event.ChainPosition;
import java.util.Arrays;

/**
 * What the finder of signals sees of the engine: the mints whose rows were drained at the present watermark, each once, and
 * the rows of all mints as they stand. Mints are named by slots, which stay what they are until their four hours are over.
 * For the engine's thread.
 */
public final class WatchedMints {

    /** No mint. */
    public static final int NONE = RecordPool.NONE;
    /** The highest note of a mint. */
    public static final int MAX_NOTE = (1 << MintTable.NOTE_BITS) - 1;

    private final MintTable mints;
    private final BuyCursor buys;
    private int[] slots = new int[64];
    private int size;

    WatchedMints(final MintTable mints, final WalletWindow wallets) {
        this.mints = mints;
        buys = wallets.buys();
    }

    /** How many mints' rows were drained at the present watermark. */
    public int size() {
        return size;
    }

    /** One of them. */
    public int mint(final int index) {
        return slots[index];
    }

    /** The array in which a mint's row begins at {@link #offset}, with the columns of the rows that are drained. */
    public long[] page(final int mint) {
        return mints.page(mint);
    }

    /** Where a mint's row begins. */
    public int offset(final int mint) {
        return mints.offset(mint);
    }

    /** The highest slot of the chain in which the mint was traded within 300 s, as far as it is known; -1 when it is not. */
    public long newestSlot(final int mint) {
        final long id = page(mint)[offset(mint) + MintTable.NEWEST_ID];
        return id == 0 ? -1 : ChainPosition.slot(id);
    }

    /** What the watcher has noted of a mint, 0 at first. */
    public int note(final int mint) {
        return (int) (page(mint)[offset(mint) + MintTable.BUCKETS] >>> MintTable.NOTE_SHIFT) & MAX_NOTE;
    }

    /** Notes something of a mint, for as long as the windows hold it: 0 to {@link #MAX_NOTE}. */
    public void note(final int mint, final int note) {
        if (note < 0 || note > MAX_NOTE) {
            throw new IllegalArgumentException("note " + note + ", allowed is 0 to " + MAX_NOTE);
        }
        final long[] page = page(mint);
        final int at = offset(mint) + MintTable.BUCKETS;
        page[at] = (page[at] & ~((long) MAX_NOTE << MintTable.NOTE_SHIFT)) | ((long) note << MintTable.NOTE_SHIFT);
    }

    /** The mint with this key, {@link #NONE} when the windows do not hold it. */
    public int find(final Key32 key) {
        return mints.find(key);
    }

    /** Adds a mint whose row was drained at the present watermark before the start, when the windows hold it. */
    public void restore(final Key32 key) {
        final int mint = find(key);
        if (mint != NONE) {
            add(mint, page(mint), offset(mint));
        }
    }

    /** The buys within 300 s of a watermark, of all mints, in no order that means anything; one cursor for all calls. */
    public BuyCursor buys(final long watermark) {
        return buys.start(watermark);
    }

    /** Adds a mint that is drained, unless it is there or is about to be forgotten. */
    void add(final int mint, final long[] page, final int offset) {
        final long buckets = page[offset + MintTable.BUCKETS];
        if ((buckets & MintTable.LISTED) == 0 && (int) buckets != 0) {
            if (size == slots.length) {
                slots = Arrays.copyOf(slots, 2 * size);
            }
            slots[size++] = mint;
            page[offset + MintTable.BUCKETS] = buckets | MintTable.LISTED;
        }
    }

    void clear() {
        for (int i = 0; i < size; i++) {
            page(slots[i])[offset(slots[i]) + MintTable.BUCKETS] &= ~MintTable.LISTED;
        }
        size = 0;
    }
}
