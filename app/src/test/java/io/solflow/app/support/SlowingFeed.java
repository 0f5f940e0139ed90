package io.solflow.app.support;

import io.solflow.ingest.feed.Block;
import io.solflow.ingest.feed.BlockFeed;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * Gives the blocks of a feed the more slowly, the fewer are left, so that they outlast what is done to their reader meanwhile
 * however slow the machine is; and all at once when it is told to hurry. It takes its time from call to call, since a
 * server's own pace would catch up on the time without a client.
 */
public final class SlowingFeed implements BlockFeed {

    private final BlockFeed feed;
    private final int blocks;
    private final Duration pace;
    private int left;
    private volatile boolean hurries;

    /** The first of so many blocks come at that pace, and the others at the pace by the share that is left. */
    public SlowingFeed(final BlockFeed feed, final int blocks, final Duration pace) {
        this.feed = feed;
        this.blocks = blocks;
        this.pace = pace;
        left = blocks;
    }

    /** From any thread: from now on without a pause. */
    public void hurry() {
        hurries = true;
    }

    @Override
    public Block next() throws IOException {
        final long fromNs = System.nanoTime();
        final long pauseNs = pace.toNanos() * blocks / Math.max(1, left);
        for (long restNs = pauseNs; restNs > 0 && !hurries; restNs = fromNs + pauseNs - System.nanoTime()) {
            LockSupport.parkNanos(Math.min(restNs, pace.toNanos()));
        }
        left--;
        return feed.next();
    }

    @Override
    public void close() throws IOException {
        feed.close();
    }
}
