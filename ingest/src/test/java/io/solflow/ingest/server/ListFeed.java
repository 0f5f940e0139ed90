package io.solflow.ingest.server;

import io.solflow.ingest.feed.Block;
import io.solflow.ingest.feed.BlockFeed;
import io.solflow.ingest.simulator.MarketConfig;
import io.solflow.ingest.simulator.MarketSimulator;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/** Blocks from a list; the steps in which it hands them out can be controlled. */
final class ListFeed implements BlockFeed {

    private final Iterator<Block> blocks;
    private final Semaphore permits;
    private final AtomicInteger handedOut = new AtomicInteger();

    private ListFeed(final List<Block> blocks, final int permits) {
        this.blocks = blocks.iterator();
        this.permits = new Semaphore(permits);
    }

    /** Gives all as fast as they are asked for. */
    static ListFeed of(final List<Block> blocks) {
        return new ListFeed(blocks, Integer.MAX_VALUE);
    }

    /** Gives as many as {@link #release} allows. */
    static ListFeed stepwise(final List<Block> blocks) {
        return new ListFeed(blocks, 0);
    }

    /** Blocks of a small simulated market. */
    static List<Block> market(final int tradesPerSecond, final int seconds) {
        final List<Block> blocks = new ArrayList<>();
        try (MarketSimulator simulator =
                new MarketSimulator(MarketConfig.of(tradesPerSecond, 20, 7).lasting(seconds))) {
            for (Block block = simulator.next(); block != null; block = simulator.next()) {
                blocks.add(block);
            }
        }
        return blocks;
    }

    /** Blocks given so far. */
    int handedOut() {
        return handedOut.get();
    }

    void release(final int count) {
        permits.release(count);
    }

    @Override
    public Block next() {
        if (!blocks.hasNext()) {
            return null;
        }
        try {
            permits.acquire();
            handedOut.incrementAndGet();
            return blocks.next();
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
    }

    @Override
    public void close() {
        // nothing is open
    }
}
