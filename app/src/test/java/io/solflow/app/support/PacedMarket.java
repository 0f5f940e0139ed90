package io.solflow.app.support;

import io.solflow.ingest.feed.Block;
import io.solflow.ingest.feed.BlockFeed;
import io.solflow.ingest.simulator.ExpectedTrade;
import io.solflow.ingest.simulator.MarketConfig;
import io.solflow.ingest.simulator.MarketSimulator;
import io.solflow.ingest.simulator.SimulatedBlock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/**
 * An endless simulated market for a server that is to stay a few slots ahead of a client, however often that one comes and
 * goes, until the market is told to end. Used by the server's feed thread; {@link #end} by any.
 */
public final class PacedMarket implements BlockFeed {

    /** More than a client may ask for again, so that each of its connections brings something new. */
    private static final int AHEAD_SLOTS = 60;

    private static final long PAUSE_NS = TimeUnit.MICROSECONDS.toNanos(100);

    private final MarketSimulator simulator;
    private final LongSupplier clientSlot;
    private final List<ExpectedTrade> expected = new ArrayList<>();
    private final long startSlot;
    private volatile boolean ending;
    private volatile long endSlot = Long.MAX_VALUE;
    private volatile long lastSlot;

    /**
     * A market at its first slot.
     *
     * @param clientSlot highest slot that the client has met, -1 before the first.
     */
    public PacedMarket(final MarketConfig config, final LongSupplier clientSlot) {
        simulator = new MarketSimulator(config);
        startSlot = config.startSlot();
        this.clientSlot = clientSlot;
    }

    /** The market ends with the next block. */
    public void end() {
        ending = true;
    }

    /** The market ends with the block of this slot. */
    public PacedMarket endingAt(final long slot) {
        endSlot = slot;
        return this;
    }

    /** Slot of the block handed out last. */
    public long lastSlot() {
        return lastSlot;
    }

    /** The trades of all blocks handed out; read when the feed has ended. */
    public List<ExpectedTrade> expected() {
        return expected;
    }

    @Override
    public Block next() {
        while (!ending && lastSlot - Math.max(startSlot, clientSlot.getAsLong()) >= AHEAD_SLOTS) {
            LockSupport.parkNanos(PAUSE_NS);
            if (Thread.currentThread().isInterrupted()) {
                return null;
            }
        }
        if (ending || lastSlot >= endSlot) {
            return null;
        }
        final SimulatedBlock block = simulator.nextSimulated();
        expected.addAll(block.expected());
        lastSlot = block.block().slot();
        return block.block();
    }

    @Override
    public void close() {
        simulator.close();
    }
}
