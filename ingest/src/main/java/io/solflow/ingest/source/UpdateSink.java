package io.solflow.ingest.source;

import io.solflow.core.event.GapReason;
import io.solflow.core.event.UpdateEvent;
import io.solflow.core.wire.UpdateEnvelope;

/** Where routed updates go. Used by one thread for its whole life; the source's. */
public interface UpdateSink {

    /** Checkpoint of a sink that has none. */
    long NO_CHECKPOINT = -1;

    /**
     * Takes one update; bytes and envelope belong to the caller again afterwards.
     *
     * @param receivedNs monotonic receipt time, also the time for timeouts.
     * @return false when nothing more is taken, because what lies behind is stopping or has failed.
     */
    boolean onUpdate(UpdateEnvelope update, byte[] bytes, int offset, int length, long receivedNs);

    /** Takes a hole in the stream, both ends included; returns as {@link #onUpdate} does. */
    boolean onGap(long fromSlot, long toSlot, GapReason reason, long receivedNs);

    /** Lets time pass while a stream is up; returns as {@link #onUpdate} does. */
    boolean onTime(long nowNs);

    /** A new stream begins: whatever waits for its rest starts to wait afresh. */
    void onResume(long nowNs);

    /** Highest slot up to which everything was taken, {@link #NO_CHECKPOINT} when there is none. */
    long checkpointSlot();

    /** Time spent so far waiting for what lies behind: a stream that falls behind meanwhile is not the server's fault. */
    default long waitedNs() {
        return 0;
    }

    /** Block time of the checkpoint or of a slot just before it in unix seconds, {@link UpdateEvent#NO_TIME} when unknown. */
    default long checkpointSeconds() {
        return UpdateEvent.NO_TIME;
    }
}
