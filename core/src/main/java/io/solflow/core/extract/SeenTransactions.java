package io.solflow.core.extract;

import io.solflow.core.event.Window;

/**
 * The transactions whose trades the windows may hold, one bit each. Drops what a resumed stream sends again. Used by one
 * thread.
 *
 * <p>A slot is remembered until the longest window has passed since its last transaction came, or since that one's time if it
 * lies ahead. So whatever slot numbers come, wild ones too, a trade that a window holds is known; one that is forgotten
 * changes no window when it comes again, and the store ignores it by its id.
 *
 * <p>Memory follows the transactions of four hours, not the highest slot or position. What is over is swept out when the table
 * of slots is full, once in some hours; it grows when that leaves it more than half full. Nothing is allocated once it has
 * grown.
 */
public final class SeenTransactions implements SeenFilter {

    /** How long a slot is remembered. */
    static final int SPAN_SECONDS = Window.S14400.seconds();

    private final PositionBits bits = new PositionBits();
    private SeenSlots slots = new SeenSlots(SeenSlots.INITIAL_CAPACITY);
    private SeenSlots spare = new SeenSlots(SeenSlots.INITIAL_CAPACITY);
    private long newestSecond;

    @Override
    public boolean add(final long slot, final int txIndex, final long timestampSeconds) {
        int at = slots.find(slot);
        if (!slots.holds(at)) {
            if (slots.isFull()) {
                sweep();
                at = slots.find(slot);
            }
            slots.add(at, slot, PositionBits.NONE, 0);
        }
        slots.lastSecond(at, Math.max(slots.lastSecond(at), Math.max(newestSecond, timestampSeconds)));
        final int first = bits.withPiece(slots.firstPiece(at), txIndex);
        slots.firstPiece(at, first);
        return bits.set(first, txIndex);
    }

    @Override
    public void forget(final long slot) {
        final int at = slots.find(slot);
        if (slots.holds(at)) {
            bits.release(slots.firstPiece(at));
            slots.firstPiece(at, PositionBits.NONE);
        }
    }

    @Override
    public void advanceTo(final long seconds) {
        newestSecond = Math.max(newestSecond, seconds);
    }

    /** How many slots there is room for, for tests of memory. */
    int capacity() {
        return slots.capacity();
    }

    /** How many pieces of bits have ever been made, for tests of memory. */
    int pieces() {
        return bits.pieces();
    }

    /** Moves what is still to be remembered to the other table, a larger one when that is more than half of what fits. */
    private void sweep() {
        final long oldestSecond = newestSecond - SPAN_SECONDS;
        final int live = slots.countFrom(oldestSecond);
        if (2 * live > slots.limit()) {
            spare = new SeenSlots(2 * slots.capacity());
        }
        for (int at = 0; at < slots.capacity(); at++) {
            if (slots.holds(at) && slots.lastSecond(at) >= oldestSecond) {
                final long slot = slots.slot(at);
                spare.add(spare.find(slot), slot, slots.firstPiece(at), slots.lastSecond(at));
            } else if (slots.holds(at)) {
                bits.release(slots.firstPiece(at));
            }
        }
        final SeenSlots swept = slots;
        slots = spare;
        spare = swept.capacity() == slots.capacity() ? swept.clear() : new SeenSlots(slots.capacity());
    }
}
