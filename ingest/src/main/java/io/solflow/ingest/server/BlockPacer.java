package io.solflow.ingest.server;

import java.util.concurrent.TimeUnit;

/**
 * When a block is due: so much chain time a slot after the one before, divided by the speed. A hole in the input of
 * more than 10 s of chain time is shortened to that.
 */
final class BlockPacer {

    private static final long MAX_HOLE_NS = TimeUnit.SECONDS.toNanos(10);

    private final double speed;
    private final long slotNs;
    private long dueNs;
    private long lastSlot;
    private boolean started;

    BlockPacer(final double speed, final int slotMs) {
        this.speed = speed;
        slotNs = TimeUnit.MILLISECONDS.toNanos(slotMs);
    }

    /** How long to wait before the block of this slot, given the monotonic time; 0 when it is due or unpaced. */
    long waitNs(final long slot, final long nowNs) {
        if (speed == 0) {
            return 0;
        }
        if (!started) {
            started = true;
            dueNs = nowNs;
        } else {
            final long slots = Math.max(0, Math.min(MAX_HOLE_NS / slotNs, slot - lastSlot));
            dueNs += (long) (slots * slotNs / speed);
        }
        lastSlot = slot;
        return Math.max(0, dueNs - nowNs);
    }

    /** The slot that was asked for last. */
    long lastSlot() {
        return lastSlot;
    }
}
