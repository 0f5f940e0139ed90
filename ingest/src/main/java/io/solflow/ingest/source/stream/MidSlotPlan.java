package io.solflow.ingest.source.stream;

import io.solflow.core.wire.UpdateEnvelope.Kind;

/**
 * Decides which slots a resumed stream may have brought in part only, and when they can be had whole. A server replays
 * complete slots, then goes on live in the midst of the one that is being produced; what came of that one before is in
 * neither part. It is complete, and replayed, as soon as a later slot is. Needed where slots are sent as they are produced.
 * One thread.
 *
 * <p>The first slot that surely comes whole is the first of which a status comes before anything else: behind a replayed
 * slot's transactions and meta come its statuses, before a live one's they do.
 */
final class MidSlotPlan {

    /** No slot. */
    static final long NONE = -1;

    /** A slot farther ahead of the others is a wild number. */
    private static final long REACH_SLOTS = 1_000;

    private boolean looking;
    private boolean due;
    private long firstSlot = NONE;
    private long newestSlot = NONE;
    private long fromSlot = NONE;
    private long wholeSlot = NONE;

    /** A new stream begins; what an earlier one has left to do stays to be done. */
    void onStream(final boolean resumed) {
        looking = resumed;
        due = false;
        firstSlot = NONE;
        newestSlot = NONE;
    }

    /** Takes what a slot, block meta or transaction of the stream is of. */
    void onUpdate(final Kind kind, final long slot) {
        if (looking) {
            look(kind, slot);
        } else if (kind == Kind.BLOCK_META && fromSlot != NONE && slot >= wholeSlot) {
            due = true;
        }
    }

    private void look(final Kind kind, final long slot) {
        if (newestSlot != NONE && slot - newestSlot > REACH_SLOTS) {
            return;
        }
        if (kind != Kind.SLOT) {
            firstSlot = firstSlot == NONE ? slot : Math.min(firstSlot, slot);
            newestSlot = Math.max(newestSlot, slot);
        } else if (newestSlot != NONE && slot > newestSlot) {
            looking = false;
            fromSlot = fromSlot == NONE || isReplayed() ? newestSlot : Math.min(fromSlot, newestSlot);
            wholeSlot = slot;
        }
    }

    /** What an earlier stream has left to do is done when this one has replayed it. */
    private boolean isReplayed() {
        return firstSlot <= fromSlot && newestSlot >= wholeSlot;
    }

    /** True when the slots from {@link #fromSlot} to before {@link #wholeSlot} are to be fetched. */
    boolean isDue() {
        return due;
    }

    /** First slot of which a part may be missing. */
    long fromSlot() {
        return fromSlot;
    }

    /** First slot that came whole. */
    long wholeSlot() {
        return wholeSlot;
    }

    /** They came, or were given up. */
    void settled() {
        due = false;
        fromSlot = NONE;
    }
}
