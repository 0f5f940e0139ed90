package io.solflow.core.event;

/**
 * The 63-bit id of a trade: {@code slot << 29 | txIndex << 12 | ordinal}. Unique, and ordered as the chain is. A value
 * outside its bits is for the caller to reject with {@link #fits} before packing.
 *
 * <p>The ordinal is the place of the instruction that proves the trade, see {@link Trade#ordinal()}, so it depends on the
 * transaction alone. The runtime stops a transaction at 64 instructions, for which 6 bits would do; a batch of token
 * instructions counts as its entries, of which one has room in its data for some 900. The 12 bits hold four full batches
 * beside the rest. A trade whose proof stands further back is refused and counted.
 */
public final class ChainPosition {

    private static final int ORDINAL_BITS = 12;
    private static final int TX_INDEX_BITS = 17;
    private static final int SLOT_BITS = 34;
    private static final int SLOT_SHIFT = ORDINAL_BITS + TX_INDEX_BITS;

    /** Highest slot that an id can hold. */
    public static final long MAX_SLOT = (1L << SLOT_BITS) - 1;

    /** Highest position in a block that an id can hold. */
    public static final int MAX_TX_INDEX = (1 << TX_INDEX_BITS) - 1;

    /** Highest position that a source is believed to know: no block holds more transactions. */
    public static final int MAX_TOLD_TX_INDEX = (1 << (TX_INDEX_BITS - 1)) - 1;

    /** Position of a transaction whose source does not tell it; on the wire the highest unsigned 64-bit number. */
    public static final long NO_POSITION = -1;

    /** Highest place of a trade's proof within its transaction. */
    public static final int MAX_ORDINAL = (1 << ORDINAL_BITS) - 1;

    private ChainPosition() {}

    /** True when slot and position have a place in an id. */
    public static boolean fits(final long slot, final long txIndex) {
        return slot >= 0 && slot <= MAX_SLOT && txIndex >= 0 && txIndex <= MAX_TX_INDEX;
    }

    /** The id; all three within their bits. */
    public static long of(final long slot, final int txIndex, final int ordinal) {
        return slot << SLOT_SHIFT | (long) txIndex << ORDINAL_BITS | ordinal;
    }

    /** The slot of an id. */
    public static long slot(final long id) {
        return id >>> SLOT_SHIFT;
    }

    /** The position in its block of an id's transaction. */
    public static int txIndex(final long id) {
        return (int) (id >>> ORDINAL_BITS) & MAX_TX_INDEX;
    }

    /** The number of a trade within its transaction. */
    public static int ordinal(final long id) {
        return (int) id & MAX_ORDINAL;
    }
}
