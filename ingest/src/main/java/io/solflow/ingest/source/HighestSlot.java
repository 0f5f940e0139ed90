package io.solflow.ingest.source;

/**
 * The highest slot that was released, as far as it can be believed: a slot far ahead, and the first of all, is believed
 * once {@value #CONFIRMATIONS} released slots in a row lie there, so that one corrupt number does not take the checkpoint
 * to where no stream will ever resume. One thread.
 */
final class HighestSlot {

    /** How far ahead a slot is believed at once; a little more than an hour. */
    static final long FAR_SLOTS = 10_000;

    /** Released slots in a row that make a jump believed. */
    static final int CONFIRMATIONS = 3;

    private final boolean believesAll;
    private long slot;
    private long doubtedSlot;
    private int doubts;

    /**
     * Begins with a slot that is believed, or {@link UpdateSink#NO_CHECKPOINT}.
     *
     * @param believesAll true for recorded input, whose slots may lie years apart.
     */
    HighestSlot(final long slot, final boolean believesAll) {
        this.slot = slot;
        this.believesAll = believesAll;
    }

    /** Takes a released slot; false when it lies too far ahead to be believed yet. */
    boolean raise(final long released) {
        if (believesAll || (slot != UpdateSink.NO_CHECKPOINT && released - slot <= FAR_SLOTS)) {
            slot = Math.max(slot, released);
            doubts = 0;
            return true;
        }
        if (doubts == 0 || released != doubtedSlot) {
            final boolean agrees = doubts > 0 && Math.abs(released - doubtedSlot) <= FAR_SLOTS;
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
