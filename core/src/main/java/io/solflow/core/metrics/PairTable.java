package io.solflow.core.metrics;

import io.solflow.core.chain.Key32;
import java.util.Arrays;

/**
 * The pairs of mint and wallet of the trade log: how many of a pair's bot trades and DCA fills the 300 s window holds, and
 * the newest of all trades that the log holds.
 */
final class PairTable {

    /** Field: two ints, counts of trades within 300 s; the constants below say where each begins. */
    static final int COUNTS = 4;
    /** Bit at which the bot trades begin in {@link #COUNTS}. */
    static final int BOT_TRADES = Integer.SIZE;
    /** Bit at which the DCA fills begin in {@link #COUNTS}. */
    static final int DCA_TRADES = 0;

    private static final int WALLET = 0;
    private static final int HASH = 5;
    private static final int MINT_AND_NEWEST = 6;
    private static final int STRIDE = 7;

    private final RecordPool records = new RecordPool(STRIDE);
    private final SlotIndex index = new SlotIndex();
    private int[] leaving = new int[64];
    private int[] leavingHashes = new int[leaving.length];
    private int leavingSize;

    /** A pair's hash, from those of its keys. */
    static int hash(final long mintHash, final long walletHash) {
        final long h = (walletHash ^ mintHash * 0x9E3779B97F4A7C15L) * 0xD6E8FEB86659FD93L;
        return (int) (h >>> Integer.SIZE);
    }

    /** The pair's slot, {@link RecordPool#NONE} when there is none. */
    int find(final int hash, final int mint, final Key32 wallet) {
        for (int at = index.home(hash); ; at = index.next(at)) {
            final long entry = index.entry(at);
            if (entry == SlotIndex.EMPTY) {
                return RecordPool.NONE;
            }
            if (SlotIndex.hash(entry) == hash && matches(SlotIndex.slot(entry), mint, wallet)) {
                return SlotIndex.slot(entry);
            }
        }
    }

    /** The pair's slot; a new pair has no trades. */
    int findOrAdd(final int hash, final int mint, final Key32 wallet) {
        final int found = find(hash, mint, wallet);
        return found == RecordPool.NONE ? add(hash, mint, wallet) : found;
    }

    /** Forgets a pair. */
    void release(final int slot) {
        index.remove((int) page(slot)[offset(slot) + HASH], slot);
        records.release(slot);
    }

    /** Forgets a pair at the next {@link #releaseLeaving}, before which none is looked up. */
    void leave(final int slot) {
        if (leavingSize == leaving.length) {
            leaving = Arrays.copyOf(leaving, 2 * leavingSize);
            leavingHashes = new int[leaving.length];
        }
        leaving[leavingSize++] = slot;
    }

    /**
     * Forgets the pairs that leave. What is far away in memory is read first for all of them, in loops whose turns do not
     * wait for each other.
     */
    void releaseLeaving() {
        for (int i = 0; i < leavingSize; i++) {
            leavingHashes[i] = (int) page(leaving[i])[offset(leaving[i]) + HASH];
        }
        index.fetch(leavingHashes, leavingSize);
        for (int i = 0; i < leavingSize; i++) {
            index.remove(leavingHashes[i], leaving[i]);
            records.release(leaving[i]);
        }
        leavingSize = 0;
    }

    /** The pair's newest trade in the trade log. */
    int newest(final int slot) {
        return IntPair.low(page(slot)[offset(slot) + MINT_AND_NEWEST]);
    }

    void newest(final int slot, final int trade) {
        final int at = offset(slot) + MINT_AND_NEWEST;
        page(slot)[at] = IntPair.withLow(page(slot)[at], trade);
    }

    /** The array that holds the pair's record. */
    long[] page(final int slot) {
        return records.page(slot);
    }

    /** Where the pair's record starts in its page. */
    int offset(final int slot) {
        return records.offset(slot);
    }

    int live() {
        return records.live();
    }

    private boolean matches(final int slot, final int mint, final Key32 wallet) {
        final long[] page = page(slot);
        final int at = offset(slot) + WALLET;
        return IntPair.high(page[at + MINT_AND_NEWEST - WALLET]) == mint
                && wallet.matches(page[at], page[at + 1], page[at + 2], page[at + 3]);
    }

    private int add(final int hash, final int mint, final Key32 wallet) {
        final int slot = records.allocate();
        index.add(hash, slot);
        final long[] page = page(slot);
        final int at = offset(slot);
        page[at + WALLET] = wallet.word0();
        page[at + WALLET + 1] = wallet.word1();
        page[at + WALLET + 2] = wallet.word2();
        page[at + WALLET + 3] = wallet.word3();
        page[at + COUNTS] = 0;
        page[at + HASH] = hash;
        page[at + MINT_AND_NEWEST] = IntPair.of(mint, RecordPool.NONE);
        return slot;
    }
}
