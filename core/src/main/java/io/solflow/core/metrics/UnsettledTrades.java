package io.solflow.core.metrics;

import io.solflow.core.event.ChainPosition;
import java.util.Arrays;

/**
 * The trades of the newest {@value #SLOTS} chain slots, by chain slot: what has to be taken back when a slot dies. Names
 * records of the other tables instead of keeping keys, so a trade must be asked for its second before they are used: a mint
 * is there as long as the longest window covers the second, a trade of the log as long as the memory does.
 */
final class UnsettledTrades {

    /** How many chain slots are remembered: longer than a death is believed after, 200 s, at 100 ms a slot too. */
    static final int SLOTS = 1 << 11;

    private static final int SLOT_MASK = SLOTS - 1;
    private static final long NO_SLOT = -1;

    // A slot further ahead of the others is a corrupt number, and makes room for them again.
    private static final long FARTHEST_AHEAD = 1 << 18;

    private static final int NEXT = 0;
    private static final int SECOND = 1;
    private static final int FLOW_LAMPORTS = 2;
    private static final int MINT_AND_LOGGED = 3;
    private static final int ID = 4;
    private static final int STRIDE = 5;

    private final RecordPool records = new RecordPool(STRIDE);
    private final long[] slots = new long[SLOTS];
    private final int[] firstOfSlot = new int[SLOTS];

    UnsettledTrades() {
        Arrays.fill(slots, NO_SLOT);
        Arrays.fill(firstOfSlot, RecordPool.NONE);
    }

    /**
     * Remembers a trade of a second that the longest window covers, until its chain slot is too old. One without a chain
     * position, or of a chain slot that is too old already, is not remembered.
     *
     * @param logged its slot in the trade log, {@link RecordPool#NONE} when it is not there.
     */
    void add(final long id, final long second, final long flowLamports, final int mint, final int logged) {
        if (id < 0 || !makeRoom(ChainPosition.slot(id))) {
            return;
        }
        final int ringIndex = (int) ChainPosition.slot(id) & SLOT_MASK;
        final int trade = records.allocate();
        final long[] page = records.page(trade);
        final int at = records.offset(trade);
        page[at + NEXT] = firstOfSlot[ringIndex];
        page[at + SECOND] = second;
        page[at + FLOW_LAMPORTS] = flowLamports;
        page[at + MINT_AND_LOGGED] = IntPair.of(mint, logged);
        page[at + ID] = id;
        firstOfSlot[ringIndex] = trade;
    }

    /** True unless trades of the chain slot may have been forgotten. */
    boolean remembers(final long slot) {
        return !isNewer(slots[(int) slot & SLOT_MASK], slot);
    }

    /** Some trade of a chain slot; {@link #next} names the others. */
    int first(final long slot) {
        final int ringIndex = (int) slot & SLOT_MASK;
        return slots[ringIndex] == slot ? firstOfSlot[ringIndex] : RecordPool.NONE;
    }

    int next(final int trade) {
        return (int) get(trade, NEXT);
    }

    long id(final int trade) {
        return get(trade, ID);
    }

    long second(final int trade) {
        return get(trade, SECOND);
    }

    long flowLamports(final int trade) {
        return get(trade, FLOW_LAMPORTS);
    }

    int mint(final int trade) {
        return IntPair.high(get(trade, MINT_AND_LOGGED));
    }

    /** The trade's slot in the trade log. */
    int logged(final int trade) {
        return IntPair.low(get(trade, MINT_AND_LOGGED));
    }

    /** Forgets the trades of a chain slot. */
    void forget(final long slot) {
        final int ringIndex = (int) slot & SLOT_MASK;
        if (slots[ringIndex] == slot) {
            release(ringIndex);
        }
    }

    /** Forgets the trades of one transaction of a chain slot. */
    void forget(final long slot, final long txIndex) {
        int kept = RecordPool.NONE;
        int trade = first(slot);
        if (trade == RecordPool.NONE) {
            return;
        }
        while (trade != RecordPool.NONE) {
            final int next = next(trade);
            if (ChainPosition.txIndex(id(trade)) == txIndex) {
                records.release(trade);
            } else {
                set(trade, NEXT, kept);
                kept = trade;
            }
            trade = next;
        }
        firstOfSlot[(int) slot & SLOT_MASK] = kept;
    }

    /** Gives a trade another id of the same chain slot. */
    void move(final long fromId, final long toId) {
        for (int trade = first(ChainPosition.slot(fromId)); trade != RecordPool.NONE; trade = next(trade)) {
            if (id(trade) == fromId) {
                set(trade, ID, toId);
            }
        }
    }

    /** How many trades are remembered. */
    int size() {
        return records.live();
    }

    private boolean makeRoom(final long slot) {
        final int ringIndex = (int) slot & SLOT_MASK;
        if (slots[ringIndex] != slot) {
            if (isNewer(slots[ringIndex], slot)) {
                return false;
            }
            release(ringIndex);
            slots[ringIndex] = slot;
        }
        return true;
    }

    private static boolean isNewer(final long present, final long slot) {
        return present > slot && present - slot <= FARTHEST_AHEAD;
    }

    private void release(final int ringIndex) {
        int trade = firstOfSlot[ringIndex];
        while (trade != RecordPool.NONE) {
            final int next = next(trade);
            records.release(trade);
            trade = next;
        }
        firstOfSlot[ringIndex] = RecordPool.NONE;
    }

    private void set(final int trade, final int field, final long value) {
        records.page(trade)[records.offset(trade) + field] = value;
    }

    private long get(final int trade, final int field) {
        return records.page(trade)[records.offset(trade) + field];
    }
}
