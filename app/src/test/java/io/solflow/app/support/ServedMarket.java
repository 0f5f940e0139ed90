package io.solflow.app.support;

import io.solflow.core.event.ChainPosition;
import io.solflow.ingest.feed.Block;
import io.solflow.ingest.feed.BlockFeed;
import io.solflow.ingest.feed.BlockUpdates;
import io.solflow.ingest.simulator.ExpectedTrade;
import io.solflow.ingest.simulator.MarketConfig;
import io.solflow.ingest.simulator.MarketSimulator;
import io.solflow.ingest.simulator.SimulatedBlock;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A simulated market held in memory, to be fed to servers any number of times, and the trades that are in it. */
public final class ServedMarket {

    /** What of the stored trades is compared with the market's. */
    public static final String ROWS =
            "SELECT id, mint, wallet, side, lamports, is_dca, program, token_amount, is_boost, timestamp"
                    + " FROM token_trades ORDER BY id";

    /** The same where some times are estimates. */
    public static final String ROWS_WITHOUT_TIME = ROWS.replace(", timestamp", "");

    private final List<Block> blocks = new ArrayList<>();
    private final List<ExpectedTrade> expected = new ArrayList<>();

    public ServedMarket(final MarketConfig config) {
        try (MarketSimulator simulator = new MarketSimulator(config)) {
            for (SimulatedBlock block = simulator.nextSimulated(); block != null; block = simulator.nextSimulated()) {
                blocks.add(block.block());
                expected.addAll(block.expected());
            }
        }
    }

    public int size() {
        return blocks.size();
    }

    public Block block(final int number) {
        return blocks.get(number);
    }

    /** Slot of the block with this number. */
    public long slot(final int block) {
        return blocks.get(block).slot();
    }

    public long lastSlot() {
        return slot(size() - 1);
    }

    public List<ExpectedTrade> expected() {
        return expected;
    }

    /** The updates of the blocks from a slot to another, both included, as a stream brings them. */
    public List<byte[]> updates(final long fromSlot, final long toSlot) throws IOException {
        final BlockUpdates updates = BlockUpdates.plain();
        final List<byte[]> bytes = new ArrayList<>();
        for (final Block block : blocks) {
            if (block.slot() >= fromSlot && block.slot() <= toSlot) {
                bytes.addAll(updates.bytes(block));
            }
        }
        return bytes;
    }

    /** All blocks. */
    public BlockFeed feed() {
        return feed(size(), Map.of());
    }

    /**
     * The first blocks.
     *
     * @param actions what the feed's thread does before it hands out the block of that number.
     */
    public BlockFeed feed(final int count, final Map<Integer, Action> actions) {
        return feed(blocks, count, actions);
    }

    /** The first of some blocks, as {@link #feed(int, Map)} has them. */
    public static BlockFeed feed(final List<Block> blocks, final int count, final Map<Integer, Action> actions) {
        return new BlockFeed() {
            private int next;

            @Override
            public Block next() {
                final Action action = actions.get(next);
                if (action != null) {
                    try {
                        action.run();
                    } catch (final Exception e) {
                        throw new IllegalStateException("action before block " + next + " failed", e);
                    }
                }
                return next == count ? null : blocks.get(next++);
            }

            @Override
            public void close() {
                // holds nothing
            }
        };
    }

    /** Something done to a server while it plays. */
    @FunctionalInterface
    public interface Action {
        void run() throws Exception;
    }

    /** The row of {@link #ROWS} that a trade has to be. */
    public static String row(final ExpectedTrade trade) {
        final double tokens = new BigDecimal(new BigInteger(Long.toUnsignedString(trade.baseUnits())))
                .movePointLeft(trade.decimals())
                .doubleValue();
        return String.join(
                "|",
                Long.toString(ChainPosition.of(trade.slot(), trade.txIndex(), trade.ordinal())),
                trade.mint(),
                trade.wallet(),
                trade.side().label(),
                Long.toString(trade.lamports()),
                trade.dca() ? "1" : "0",
                trade.programLabel(),
                Double.toString(tokens),
                trade.boost() ? "1" : "0",
                Long.toString(trade.timestampSeconds()));
    }
}
