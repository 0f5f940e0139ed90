package io.solflow.ingest.source.slots;

import io.solflow.ingest.source.UpdateSink;

/**
 * The highest slot that was released, as far as it can be believed: a slot far ahead, and the first of all, is believed
 * once {@value #CONFIRMATIONS} released slots in a row lie there, so that one corrupt number does not take the checkpoint
 * to where no stream will ever resume. One thread.
 */
final class HighestSlot {

    /** Released slots in a row that make a jump believed. */
    static final int CONFIRMATIONS = 3;

    private final SlotClock clock;
    private long slot;
    private long doubtedSlot;
    private int doubts;

    /**
     * Begins with a slot that is believed, or {@link UpdateSink#NO_CHECKPOINT}.
     *
     * @param clock says how far ahead a slot is believed at once.
     */
    HighestSlot(final long slot, final SlotClock clock) {
        this.slot = slot;
        this.clock = clock;
    }

    /** Takes a released slot; false when it lies too far ahead to be believed yet. */
    boolean raise(final long released) {
        final long reachSlots = clock.reachSlots(released);
        if (reachSlots == Long.MAX_VALUE || (slot != UpdateSink.NO_CHECKPOINT && released - slot <= reachSlots)) {
            slot = Math.max(slot, released);
            doubts = 0;
            return true;
        }
        if (doubts == 0 || released != doubtedSlot) {
            final boolean agrees = doubts > 0 && Math.abs(released - doubtedSlot) <= reachSlots;
            doubts = agrees ? doubts + 1 : 1;
            doubtedSlot = agrees ? Math.max(released, doubtedSlot) : released;
        }
        if (doubts < CONFIRMATIONS) {
            return slot == UpdateSink.NO_CHECKPOINT;
        }
        slot = doubtedSlot;
        doubts = 0;
        return true;
    }

    long slot() {
        return slot;
    }
}
