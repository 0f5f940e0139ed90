package io.solflow.core.metrics;

import io.solflow.core.event.Side;
import io.solflow.core.event.Trade;
import java.util.Arrays;

/**
 * The trades of the last {@link WalletWindow#MEMORY_SECONDS}, each in two orders: the list of its second, and the list of
 * its pair from oldest to newest by (timestamp, id), whatever the order of arrival. A trade that is taken back leaves its
 * pair at once, and its second when that is forgotten.
 */
final class TradeLog {

    private static final int RING_SECONDS = 1 << 9;
    private static final int RING_MASK = RING_SECONDS - 1;

    private static final int ID = 0;
    private static final int FLOW_LAMPORTS = 1;
    private static final int MINT_AND_SECOND = 2;
    private static final int PAIR_AND_NEXT = 3;
    private static final int OLDER_AND_NEWER = 4;
    private static final int STRIDE = 5;

    // Four flags share an int with the mint: 2^28 mints would be 45 GB.
    private static final int FLAG_BITS = 4;
    private static final int DCA = 1;
    private static final int BOT = 2;
    private static final int TAKEN_BACK = 4;
    private static final int BUY = 8;

    private final PairTable pairs;
    private final RecordPool records = new RecordPool(STRIDE);
    private final int[] firstInSecond = new int[RING_SECONDS];

    TradeLog(final PairTable pairs) {
        this.pairs = pairs;
        Arrays.fill(firstInSecond, RecordPool.NONE);
    }

    /**
     * Adds a trade and returns its slot. A trade that is older than others of its pair walks past those; one on time takes
     * constant time.
     */
    int add(final int mint, final int pair, final Trade trade) {
        final int slot = records.allocate();
        final long[] page = records.page(slot);
        final int at = records.offset(slot);
        final int ringIndex = (int) trade.timestampSeconds() & RING_MASK;
        page[at + ID] = trade.id();
        page[at + FLOW_LAMPORTS] = trade.flowLamports();
        final int flags = (trade.dca() ? DCA : 0) | (trade.side() == Side.BUY ? BUY : 0);
        page[at + MINT_AND_SECOND] = IntPair.of(mint << FLAG_BITS | flags, (int) trade.timestampSeconds());
        page[at + PAIR_AND_NEXT] = IntPair.of(pair, firstInSecond[ringIndex]);
        firstInSecond[ringIndex] = slot;
        insertIntoPair(pair, slot, (int) trade.timestampSeconds(), trade.id());
        return slot;
    }

    /** Forgets the trades of a second, and the pairs that have none left. */
    void forgetSecond(final long second) {
        final int ringIndex = (int) second & RING_MASK;
        int slot = firstInSecond[ringIndex];
        while (slot != RecordPool.NONE) {
            final int next = nextInSecond(slot);
            if (!isTakenBack(slot) && removeFromPair(slot)) {
                pairs.leave(pair(slot));
            }
            records.release(slot);
            slot = next;
        }
        firstInSecond[ringIndex] = RecordPool.NONE;
        pairs.releaseLeaving();
    }

    /** Some trade of a second; {@link #nextInSecond} names the others. */
    int firstInSecond(final long second) {
        return firstInSecond[(int) second & RING_MASK];
    }

    int nextInSecond(final int slot) {
        return IntPair.low(get(slot, PAIR_AND_NEXT));
    }

    int pair(final int slot) {
        return IntPair.high(get(slot, PAIR_AND_NEXT));
    }

    int mint(final int slot) {
        return IntPair.high(get(slot, MINT_AND_SECOND)) >>> FLAG_BITS;
    }

    /** The trade of the same pair before this one. */
    int older(final int slot) {
        return IntPair.high(get(slot, OLDER_AND_NEWER));
    }

    /** The trade of the same pair after this one. */
    int newer(final int slot) {
        return IntPair.low(get(slot, OLDER_AND_NEWER));
    }

    long id(final int slot) {
        return get(slot, ID);
    }

    /** Seconds from a trade to a time; both are within the memory, where half of a second's bits tell them apart. */
    int age(final int slot, final long seconds) {
        return (int) seconds - second(slot);
    }

    /** Seconds from one trade to another. */
    int secondsBetween(final int slot, final int later) {
        return second(later) - second(slot);
    }

    long flowLamports(final int slot) {
        return get(slot, FLOW_LAMPORTS);
    }

    boolean isBuy(final int slot) {
        return isMarked(slot, BUY);
    }

    boolean isDca(final int slot) {
        return isMarked(slot, DCA);
    }

    boolean isBot(final int slot) {
        return isMarked(slot, BOT);
    }

    void markBot(final int slot) {
        mark(slot, BOT);
    }

    void clearBot(final int slot) {
        final long mintAndSecond = get(slot, MINT_AND_SECOND);
        set(slot, MINT_AND_SECOND, IntPair.withHigh(mintAndSecond, IntPair.high(mintAndSecond) & ~BOT));
    }

    /** The trade of a pair with this id, {@link RecordPool#NONE} when it is not remembered. */
    int find(final int pair, final long id) {
        int slot = pairs.newest(pair);
        while (slot != RecordPool.NONE && id(slot) != id) {
            slot = older(slot);
        }
        return slot;
    }

    /** Gives a trade another id, and with it another place among those of its pair and second. */
    void move(final int slot, final long newId) {
        final boolean alone = removeFromPair(slot);
        set(slot, ID, newId);
        if (!alone) {
            insertIntoPair(pair(slot), slot, second(slot), newId);
        }
    }

    /** Takes a trade out of its pair, which goes with its last trade; all that its second keeps is that it was there. */
    void takeBack(final int slot) {
        if (removeFromPair(slot)) {
            pairs.release(pair(slot));
        }
        mark(slot, TAKEN_BACK);
    }

    /** True for a trade that is no longer one of its pair. */
    boolean isTakenBack(final int slot) {
        return isMarked(slot, TAKEN_BACK);
    }

    private boolean isMarked(final int slot, final int flag) {
        return (IntPair.high(get(slot, MINT_AND_SECOND)) & flag) != 0;
    }

    private void mark(final int slot, final int flag) {
        final long mintAndSecond = get(slot, MINT_AND_SECOND);
        set(slot, MINT_AND_SECOND, IntPair.withHigh(mintAndSecond, IntPair.high(mintAndSecond) | flag));
    }

    private int second(final int slot) {
        return IntPair.low(get(slot, MINT_AND_SECOND));
    }

    private long get(final int slot, final int field) {
        return records.page(slot)[records.offset(slot) + field];
    }

    private void set(final int slot, final int field, final long value) {
        records.page(slot)[records.offset(slot) + field] = value;
    }

    private void insertIntoPair(final int pair, final int slot, final int second, final long id) {
        int newer = RecordPool.NONE;
        int older = pairs.newest(pair);
        while (older != RecordPool.NONE && isAfter(older, second, id)) {
            newer = older;
            older = older(older);
        }
        set(slot, OLDER_AND_NEWER, IntPair.of(older, newer));
        linkNewer(older, slot);
        linkOlder(pair, newer, slot);
    }

    private boolean isAfter(final int slot, final int second, final long id) {
        final int age = second - second(slot);
        return age < 0 || (age == 0 && id(slot) > id);
    }

    /** Returns true when it was the pair's last, and the pair has to go. */
    private boolean removeFromPair(final int slot) {
        final int older = older(slot);
        final int newer = newer(slot);
        if (older == RecordPool.NONE && newer == RecordPool.NONE) {
            return true;
        }
        linkNewer(older, newer);
        linkOlder(pair(slot), newer, older);
        return false;
    }

    private void linkNewer(final int slot, final int newer) {
        if (slot != RecordPool.NONE) {
            set(slot, OLDER_AND_NEWER, IntPair.withLow(get(slot, OLDER_AND_NEWER), newer));
        }
    }

    private void linkOlder(final int pair, final int slot, final int older) {
        if (slot == RecordPool.NONE) {
            pairs.newest(pair, older);
        } else {
            set(slot, OLDER_AND_NEWER, IntPair.withHigh(get(slot, OLDER_AND_NEWER), older));
        }
    }
}
