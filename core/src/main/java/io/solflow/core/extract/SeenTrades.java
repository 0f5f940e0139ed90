package io.solflow.core.extract;

import io.solflow.core.event.ChainPosition;
import io.solflow.core.event.StoredSlots;
import io.solflow.core.event.Window;

/**
 * The trades that are stored or on their way there: gives each transaction its place in its slot, and knows which of its
 * trades came before. Used by one thread, transaction by transaction: {@link #begin}, then {@link #isKnown} and {@link #add}
 * for its trades.
 *
 * <p>A transaction is known by its signature within its slot. Its place is the position that the source tells. Where the
 * source does not tell one, or another transaction has it, the place is one that no position can be, {@link
 * ChainPosition#MAX_TOLD_TX_INDEX} + 1 and above: the first that is free from one on that follows from the signature. So it is the
 * same in every run, unless two signatures of a slot that come in different runs meet at one of those 65 536 places. When
 * the position is told later, the transaction moves to it, and all its trades with it. Position 0 is also what sources say that
 * know none: a transaction that was told it moves to another that is told, and does not come back.
 *
 * <p>A slot is remembered until the longest window has passed since its last transaction came, or since that one's time if it
 * lies ahead. One that is not remembered, but may have stored trades, is read from the store when a transaction of it
 * comes.
 *
 * <p>Memory follows the trades of four hours, 8.5 bytes each, and the slots, 32 to 64 bytes each; not the highest slot or place.
 * What is over is swept out when the table of slots is full, once in some hours; it grows when that leaves it more than half
 * full. Nothing is allocated once it has grown, but for what the store reads.
 */
public final class SeenTrades {

    /** How long a slot is remembered. */
    static final int SPAN_SECONDS = Window.S14400.seconds();

    private static final int NO_PLACE = TradeKeys.NONE;
    private static final int FIRST_FREE_PLACE = ChainPosition.MAX_TOLD_TX_INDEX + 1;
    private static final int FREE_PLACES = ChainPosition.MAX_TX_INDEX - ChainPosition.MAX_TOLD_TX_INDEX;

    private final StoredSlots stored;
    private final boolean remembers;
    private final TradeKeys trades = new TradeKeys();
    private SeenSlots slots = new SeenSlots(SeenSlots.INITIAL_CAPACITY);
    private SeenSlots spare = new SeenSlots(SeenSlots.INITIAL_CAPACITY);
    private long newestSecond;
    private long newestStoredSlot;

    // of the transaction that was begun
    private int at;
    private long fingerprint;
    private int place;
    private int movedFrom;
    private boolean known;
    private int highestOrdinal;

    /** Nothing is stored yet. */
    public SeenTrades() {
        this(StoredSlots.NONE);
    }

    /** Knows what earlier runs have stored, too. */
    public SeenTrades(final StoredSlots stored) {
        this(stored, true);
    }

    private SeenTrades(final StoredSlots stored, final boolean remembers) {
        this.stored = stored;
        this.remembers = remembers;
        newestStoredSlot = stored.newestSlot();
    }

    /** Takes every trade for new: for measurements that play the same updates again and again. */
    public static SeenTrades forgetful() {
        return new SeenTrades(StoredSlots.NONE, false);
    }

    /**
     * Finds the place of a transaction that has trades, for {@link #txIndex} and {@link #movedFromTxIndex} to tell.
     *
     * @param slot not negative.
     * @param told its position, {@link ChainPosition#NO_POSITION} when the source does not tell it.
     * @param signatureOffset of the signature's 64 bytes in {@code bytes}.
     * @param timestampSeconds the latest time of its trades.
     * @return false when the slot has no place left for it.
     */
    public boolean begin(
            final long slot,
            final long told,
            final byte[] bytes,
            final int signatureOffset,
            final long timestampSeconds) {
        at = remembered(slot);
        slots.lastSecond(at, Math.max(slots.lastSecond(at), Math.max(newestSecond, timestampSeconds)));
        final long hash = SignatureHash.of(bytes, signatureOffset);
        fingerprint = TradeKeys.fingerprint(hash);
        movedFrom = NO_PLACE;
        known = false;
        highestOrdinal = -1;
        if (told < 0 || told > ChainPosition.MAX_TOLD_TX_INDEX || !takeTold((int) told)) {
            takeFree(hash);
        }
        return place != NO_PLACE;
    }

    /** Takes the position that was told; false when it is another transaction's. */
    private boolean takeTold(final int told) {
        place = told;
        final int set = slots.trades(at);
        final long present = told > slots.highestPlace(at) ? TradeKeys.NONE : trades.fingerprintAt(set, told);
        if (present != TradeKeys.NONE) {
            known = present == fingerprint || present == TradeKeys.UNKNOWN;
            return known;
        }
        final int other = otherPlace(set, told);
        known = other != NO_PLACE;
        if (known && told == 0 && other < FIRST_FREE_PLACE) {
            place = other;
        } else if (known) {
            movedFrom = other;
            trades.move(set, other, told);
            if (other == 0) {
                slots.freeFirst(at);
            }
            slots.take(at, told, fingerprint);
        }
        return true;
    }

    /** The place that the transaction has, where it is not surely its position. */
    private int otherPlace(final int set, final int told) {
        if (told > 0 && slots.firstFingerprint(at) == fingerprint) {
            return 0;
        }
        final int lowest = told > 0 ? FIRST_FREE_PLACE : 1;
        return slots.highestPlace(at) >= lowest ? trades.placeOf(set, fingerprint, lowest) : NO_PLACE;
    }

    /** Finds a place by the signature alone. */
    private void takeFree(final long hash) {
        final int set = slots.trades(at);
        place = trades.placeOf(set, fingerprint, 0);
        known = place != NO_PLACE;
        final int home = (int) hash & (FREE_PLACES - 1);
        for (int i = 0; place == NO_PLACE && i < FREE_PLACES; i++) {
            final int candidate = FIRST_FREE_PLACE + ((home + i) & (FREE_PLACES - 1));
            if (trades.fingerprintAt(set, candidate) == TradeKeys.NONE) {
                place = candidate;
            }
        }
    }

    /** Place in its slot of the transaction that was begun. */
    public int txIndex() {
        return place;
    }

    /** Place under which trades of the transaction are stored that have moved; -1 when none have. */
    public int movedFromTxIndex() {
        return movedFrom;
    }

    /** True when the transaction's place is not its position in the block. */
    public boolean isUnpositioned() {
        return place >= FIRST_FREE_PLACE;
    }

    /** True when this trade of the transaction came before. */
    public boolean isKnown(final int ordinal) {
        return (known || ordinal <= highestOrdinal) && trades.contains(slots.trades(at), place, ordinal);
    }

    /** Remembers a trade of the transaction. */
    public void add(final int ordinal) {
        if (!remembers) {
            return;
        }
        slots.trades(at, trades.add(slots.trades(at), fingerprint, place, ordinal));
        slots.take(at, place, fingerprint);
        highestOrdinal = Math.max(highestOrdinal, ordinal);
    }

    /** Forgets the trades of a slot that has died, so that they are new when it is made again. */
    public void forget(final long slot) {
        final int dead = slots.find(slot);
        if (slots.holds(dead)) {
            trades.release(slots.trades(dead));
            slots.forget(dead);
        }
    }

    /** Forgets the trades of a transaction that is no longer part of its slot. */
    public void forget(final long slot, final long txIndex) {
        final int of = slots.find(slot);
        if (slots.holds(of) && txIndex >= 0 && txIndex <= ChainPosition.MAX_TX_INDEX) {
            slots.trades(of, trades.remove(slots.trades(of), (int) txIndex));
            if (txIndex == 0) {
                slots.freeFirst(of);
            }
        }
    }

    /** A trade of this time was passed on: the windows have moved to it. */
    public void advanceTo(final long seconds) {
        newestSecond = Math.max(newestSecond, seconds);
    }

    /** How many slots there is room for, for tests of memory. */
    int capacity() {
        return slots.capacity();
    }

    /** How many pieces of sets have ever been made, for tests of memory. */
    int pieces() {
        return trades.pieces();
    }

    /** Where the slot is in the table; read from the store where that may know more of it. */
    private int remembered(final long slot) {
        int found = slots.find(slot);
        if (!slots.holds(found)) {
            if (slots.isFull()) {
                sweep();
                found = slots.find(slot);
            }
            slots.add(found, slot);
            if (slot <= newestStoredSlot) {
                readStored(slot, found);
            }
        }
        return found;
    }

    private void readStored(final long slot, final int found) {
        stored.read(slot, (txIndex, ordinal, signature) -> {
            final long hash = signature == null ? SignatureHash.UNKNOWN : SignatureHash.of(signature, 0);
            final long stamp = TradeKeys.fingerprint(hash);
            slots.trades(found, trades.add(slots.trades(found), stamp, txIndex, ordinal));
            slots.take(found, txIndex, stamp);
        });
    }

    /** Moves what is still to be remembered to the other table, a larger one when that is more than half of what fits. */
    private void sweep() {
        final long oldestSecond = newestSecond - SPAN_SECONDS;
        final int live = slots.countFrom(oldestSecond);
        if (2 * live > slots.limit()) {
            spare = new SeenSlots(2 * slots.capacity());
        }
        for (int from = 0; from < slots.capacity(); from++) {
            if (!slots.holds(from)) {
                continue;
            }
            final long slot = slots.slot(from);
            if (slots.lastSecond(from) >= oldestSecond) {
                spare.add(slots, from);
            } else {
                trades.release(slots.trades(from));
                newestStoredSlot = Math.max(newestStoredSlot, slot);
            }
        }
        final SeenSlots swept = slots;
        slots = spare;
        spare = swept.capacity() == slots.capacity() ? swept.clear() : new SeenSlots(slots.capacity());
    }
}
