package io.solflow.ingest.server;

import java.util.concurrent.TimeUnit;

/**
 * When a block is due: 400 ms of chain time a slot after the one before, divided by the speed. A hole in the input of
 * more than 10 s of chain time is shortened to that.
 */
final class BlockPacer {

    private static final long SLOT_NS = TimeUnit.MILLISECONDS.toNanos(400);
    private static final long MAX_SLOTS = 25;

    private final double speed;
    private long dueNs;
    private long lastSlot;
    private boolean started;

    BlockPacer(final double speed) {
        this.speed = speed;
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
            dueNs += (long) (Math.max(0, Math.min(MAX_SLOTS, slot - lastSlot)) * SLOT_NS / speed);
        }
        lastSlot = slot;
        return Math.max(0, dueNs - nowNs);
    }

    /** The slot that was asked for last. */
    long lastSlot() {
        return lastSlot;
    }
}
