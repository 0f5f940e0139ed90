package io.solflow.bench.line;

import com.google.protobuf.ByteString;
import io.solflow.core.program.DexProgram;
import io.solflow.ingest.feed.Block;
import io.solflow.ingest.proto.BlockHeight;
import io.solflow.ingest.proto.SubscribeUpdate;
import io.solflow.ingest.proto.SubscribeUpdateBlockMeta;
import io.solflow.ingest.proto.SubscribeUpdateTransaction;
import io.solflow.ingest.proto.SubscribeUpdateTransactionInfo;
import io.solflow.ingest.proto.Timestamp;
import io.solflow.ingest.proto.UnixTimestamp;
import io.solflow.ingest.simulator.ExpectedTrade;
import io.solflow.ingest.simulator.MarketConfig;
import io.solflow.ingest.simulator.MarketSimulator;
import io.solflow.ingest.simulator.SimulatedBlock;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The simulated market of all five programs, encoded slot by slot. Votes, failed and foreign transactions are left out. */
final class MarketSlots implements SlotFeed {

    /** Name of the product's filters, which every update of its subscription carries. */
    static final String FILTER = "solflow";

    private final MarketSimulator market;
    private final Set<ByteString> programs = new HashSet<>();

    MarketSlots(final MarketConfig config) {
        market = new MarketSimulator(config);
        for (final DexProgram program : DexProgram.values()) {
            programs.add(ByteString.copyFrom(program.programId().toBytes()));
        }
    }

    @Override
    public WireSlot next() throws IOException {
        final SimulatedBlock simulated = market.nextSimulated();
        return simulated == null ? null : encode(simulated);
    }

    private WireSlot encode(final SimulatedBlock simulated) throws IOException {
        final Block block = simulated.block();
        final int[] tradesByTx = new int[block.transactions().size()];
        for (final ExpectedTrade trade : simulated.expected()) {
            tradesByTx[trade.txIndex()]++;
        }
        final Timestamp createdAt = WireSlot.createdAt(block.blockTimeSeconds().orElseThrow());
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream(1 << 16);
        final int[] ends = new int[tradesByTx.length + 1];
        final int[] txIndexes = new int[tradesByTx.length];
        final int[] tradeCounts = new int[tradesByTx.length];
        int size = 0;
        for (final SubscribeUpdateTransactionInfo info : block.transactions()) {
            final int txIndex = (int) info.getIndex();
            if (isWanted(info)) {
                update(createdAt)
                        .setTransaction(SubscribeUpdateTransaction.newBuilder()
                                .setTransaction(info)
                                .setSlot(block.slot()))
                        .build()
                        .writeTo(bytes);
                txIndexes[size] = txIndex;
                tradeCounts[size] = tradesByTx[txIndex];
                ends[size++] = bytes.size();
            } else if (tradesByTx[txIndex] > 0) {
                throw new IllegalStateException("the filter would hide a trade of slot " + block.slot());
            }
        }
        meta(block, createdAt).writeTo(bytes);
        ends[size] = bytes.size();
        return new WireSlot(
                block.slot(),
                block.parentSlot(),
                block.blockTimeSeconds().orElseThrow(),
                ByteBuffer.wrap(bytes.toByteArray()),
                Arrays.copyOf(ends, size + 1),
                Arrays.copyOf(txIndexes, size),
                Arrays.copyOf(tradeCounts, size));
    }

    private static SubscribeUpdate.Builder update(final Timestamp createdAt) {
        return SubscribeUpdate.newBuilder().addFilters(FILTER).setCreatedAt(createdAt);
    }

    private boolean isWanted(final SubscribeUpdateTransactionInfo info) {
        return !info.getIsVote()
                && !info.getMeta().hasErr()
                && (namesProgram(info.getTransaction().getMessage().getAccountKeysList())
                        || namesProgram(info.getMeta().getLoadedWritableAddressesList())
                        || namesProgram(info.getMeta().getLoadedReadonlyAddressesList()));
    }

    private boolean namesProgram(final List<ByteString> keys) {
        for (final ByteString key : keys) {
            if (programs.contains(key)) {
                return true;
            }
        }
        return false;
    }

    private static SubscribeUpdate meta(final Block block, final Timestamp createdAt) {
        return update(createdAt)
                .setBlockMeta(SubscribeUpdateBlockMeta.newBuilder()
                        .setSlot(block.slot())
                        .setBlockhash(block.blockhash())
                        .setParentSlot(block.parentSlot())
                        .setParentBlockhash(block.parentBlockhash())
                        .setBlockTime(UnixTimestamp.newBuilder()
                                .setTimestamp(block.blockTimeSeconds().orElseThrow()))
                        .setBlockHeight(BlockHeight.newBuilder().setBlockHeight(block.blockHeight()))
                        .setExecutedTransactionCount(block.transactions().size())
                        .setEntriesCount(1))
                .build();
    }

    @Override
    public void close() {
        market.close();
    }
}
