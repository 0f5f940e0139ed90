package io.solflow.app.support;

import io.solflow.core.event.ChainPosition;
import io.solflow.ingest.feed.Block;
import io.solflow.ingest.feed.BlockFeed;
import io.solflow.ingest.feed.Fate;
import io.solflow.ingest.proto.SubscribeUpdateTransactionInfo;
import io.solflow.ingest.simulator.ExpectedTrade;
import io.solflow.ingest.simulator.MarketConfig;
import io.solflow.ingest.simulator.MarketSimulator;
import io.solflow.ingest.simulator.SimulatedBlock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * A simulated market some of whose blocks die: by their status, then perhaps made again with the later half of their
 * transactions, or abandoned by the chain. The first and the last ten settle.
 */
public final class DyingMarket {

    private static final int SETTLING_ENDS = 10;

    private final List<Block> played = new ArrayList<>();
    private final List<Block> chain = new ArrayList<>();
    private final List<ExpectedTrade> expected = new ArrayList<>();
    private int deadTrades;

    /**
     * A market.
     *
     * @param share of the blocks that die.
     * @param abandonedShare of these, those that the chain abandons.
     */
    public DyingMarket(final MarketConfig config, final double share, final double abandonedShare) {
        final List<SimulatedBlock> blocks = new ArrayList<>();
        try (MarketSimulator simulator = new MarketSimulator(config)) {
            for (SimulatedBlock block = simulator.nextSimulated(); block != null; block = simulator.nextSimulated()) {
                blocks.add(block);
            }
        }
        final Random random = new Random(config.seed());
        for (int i = 0; i < blocks.size(); i++) {
            final SimulatedBlock block = blocks.get(i);
            final boolean dies = i >= SETTLING_ENDS && i < blocks.size() - SETTLING_ENDS && random.nextDouble() < share;
            if (!dies) {
                settle(block, 0);
            } else if (random.nextDouble() < abandonedShare) {
                lose(block, Fate.IS_ABANDONED);
            } else {
                lose(block, Fate.DIES);
                if (random.nextBoolean()) {
                    settle(block, block.block().transactions().size() / 2);
                }
            }
        }
    }

    /** Everything, with what dies. */
    public BlockFeed feed(final Map<Integer, ServedMarket.Action> actions) {
        return ServedMarket.feed(played, played.size(), actions);
    }

    /** What settles only. */
    public BlockFeed chainFeed() {
        return ServedMarket.feed(chain, chain.size(), Map.of());
    }

    /** The trades of what settles. */
    public List<ExpectedTrade> expected() {
        return expected;
    }

    /** Trades of what dies. */
    public int deadTrades() {
        return deadTrades;
    }

    public long lastSlot() {
        return chain.get(chain.size() - 1).slot();
    }

    /** Number among all blocks of the first one from {@code from} on that the chain abandons. */
    public int abandonedFrom(final int from) {
        int number = from;
        while (played.get(number).fate() != Fate.IS_ABANDONED) {
            number++;
        }
        return number;
    }

    /** Lowest id of the slot of the block with this number among all. */
    public long firstId(final int number) {
        return ChainPosition.of(played.get(number).slot(), 0, 0);
    }

    private void settle(final SimulatedBlock block, final int fromTransaction) {
        final Block whole = block.block();
        final List<SubscribeUpdateTransactionInfo> kept = whole.transactions()
                .subList(fromTransaction, whole.transactions().size());
        final Block settled = copy(whole, kept, Fate.SETTLES);
        played.add(settled);
        chain.add(settled);
        final long firstIndex = kept.isEmpty() ? Long.MAX_VALUE : kept.get(0).getIndex();
        block.expected().stream().filter(trade -> trade.txIndex() >= firstIndex).forEach(expected::add);
    }

    private void lose(final SimulatedBlock block, final Fate fate) {
        played.add(copy(block.block(), block.block().transactions(), fate));
        deadTrades += block.expected().size();
    }

    private Block copy(final Block block, final List<SubscribeUpdateTransactionInfo> transactions, final Fate fate) {
        return new Block(
                block.slot(),
                chain.isEmpty()
                        ? block.parentSlot()
                        : chain.get(chain.size() - 1).slot(),
                block.blockhash(),
                block.parentBlockhash(),
                block.blockHeight(),
                block.blockTimeSeconds(),
                transactions,
                fate);
    }
}
