package io.solflow.ingest.source;

import io.solflow.core.counter.Counter;
import io.solflow.core.event.GapReason;
import io.solflow.core.wire.UpdateEnvelope;
import io.solflow.core.wire.UpdateEnvelope.Kind;

/**
 * A sink that hands raw updates on as they come, for a capture. Its checkpoint is the highest block meta, so that a
 * source resumes behind it; the updates that come twice then are handed on twice. One thread; the counter may be read by
 * any.
 */
public final class ForwardingSink implements UpdateSink {

    /** Takes raw updates. */
    @FunctionalInterface
    public interface RawUpdates {
        /** Takes one update, whose bytes are the caller's again afterwards; false when nothing more is taken. */
        boolean onUpdate(byte[] bytes, int offset, int length);
    }

    private final RawUpdates out;
    private final Counter gaps = new Counter();
    private long checkpointSlot = NO_CHECKPOINT;

    /** A sink in front of {@code out}. */
    public ForwardingSink(final RawUpdates out) {
        this.out = out;
    }

    @Override
    public boolean onUpdate(
            final UpdateEnvelope update,
            final byte[] bytes,
            final int offset,
            final int length,
            final long receivedNs) {
        if (!out.onUpdate(bytes, offset, length)) {
            return false;
        }
        if (update.kind() == Kind.BLOCK_META) {
            checkpointSlot = Math.max(checkpointSlot, update.slot());
        }
        return true;
    }

    @Override
    public boolean onGap(final long fromSlot, final long toSlot, final GapReason reason, final long receivedNs) {
        gaps.increment();
        return true;
    }

    @Override
    public boolean onTime(final long nowNs) {
        return true;
    }

    @Override
    public void onResume(final long nowNs) {
        // nothing waits here
    }

    @Override
    public long checkpointSlot() {
        return checkpointSlot;
    }

    /** Holes in the stream; the source has logged each. */
    public Counter gaps() {
        return gaps;
    }
}
