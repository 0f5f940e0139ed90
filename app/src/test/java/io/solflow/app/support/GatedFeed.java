package io.solflow.app.support;

import static org.awaitility.Awaitility.await;

import io.solflow.ingest.feed.Block;
import io.solflow.ingest.feed.BlockFeed;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** A feed that stops before one of its blocks until it is opened, and tells how many the server has taken. */
public final class GatedFeed implements BlockFeed {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration STILL = Duration.ofSeconds(1);
    private static final Duration POLL = Duration.ofMillis(100);

    private final BlockFeed feed;
    private final int gate;
    private final CountDownLatch opened = new CountDownLatch(1);
    private final AtomicInteger taken = new AtomicInteger();
    private final AtomicLong lastSlot = new AtomicLong();

    public GatedFeed(final BlockFeed feed, final int gate) {
        this.feed = feed;
        this.gate = gate;
    }

    public void open() {
        opened.countDown();
    }

    /** Blocks that the server has taken. */
    public int taken() {
        return taken.get();
    }

    /** Slot of the block taken last. */
    public long lastSlot() {
        return lastSlot.get();
    }

    /** Waits until the server takes no more: its client has stopped reading. */
    public void awaitStandstill() {
        final AtomicInteger seen = new AtomicInteger(-1);
        await().atMost(PATIENCE)
                .pollInterval(POLL)
                .during(STILL)
                .until(() -> taken.get() > gate && seen.getAndSet(taken.get()) == taken.get());
    }

    @Override
    public Block next() throws IOException {
        if (taken.get() == gate) {
            try {
                opened.await();
            } catch (final InterruptedException e) {
                Thread.currentThread().interrupt();
                return null;
            }
        }
        final Block block = feed.next();
        if (block != null) {
            taken.incrementAndGet();
            lastSlot.set(block.slot());
        }
        return block;
    }

    @Override
    public void close() throws IOException {
        open();
        feed.close();
    }
}
