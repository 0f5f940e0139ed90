package io.solflow.ingest.feed;

import io.solflow.ingest.proto.BlockHeight;
import io.solflow.ingest.proto.SlotStatus;
import io.solflow.ingest.proto.SubscribeUpdate;
import io.solflow.ingest.proto.SubscribeUpdateBlockMeta;
import io.solflow.ingest.proto.SubscribeUpdateSlot;
import io.solflow.ingest.proto.SubscribeUpdateTransaction;
import io.solflow.ingest.proto.SubscribeUpdateTransactionInfo;
import io.solflow.ingest.proto.Timestamp;
import io.solflow.ingest.proto.UnixTimestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Turns a block into the updates that a Yellowstone server sends for it at commitment confirmed: its transactions in
 * order, its block meta, its slot status. Immutable.
 */
public final class BlockUpdates {

    private final List<String> filters;
    private final Timestamp createdAt;

    private BlockUpdates(final List<String> filters, final Timestamp createdAt) {
        this.filters = List.copyOf(filters);
        this.createdAt = createdAt;
    }

    /** Updates without filter names and creation time. */
    public static BlockUpdates plain() {
        return new BlockUpdates(List.of(), null);
    }

    /** The same with these names of filters on every update. */
    public BlockUpdates withFilters(final List<String> names) {
        return new BlockUpdates(names, createdAt);
    }

    /** The same with this creation time on every update. */
    public BlockUpdates withCreatedAt(final Instant time) {
        return new BlockUpdates(
                filters,
                Timestamp.newBuilder()
                        .setSeconds(time.getEpochSecond())
                        .setNanos(time.getNano())
                        .build());
    }

    /** The updates of a block, serialized; of one that loses its slot, the transactions only. */
    public List<byte[]> bytes(final Block block) {
        final List<byte[]> all = new ArrayList<>(block.transactions().size() + 2);
        for (final SubscribeUpdateTransactionInfo transaction : block.transactions()) {
            all.add(transaction(block, transaction).toByteArray());
        }
        if (block.fate() == Fate.LOSES) {
            return all;
        }
        all.add(blockMeta(block).toByteArray());
        all.add(slotStatus(block, SlotStatus.SLOT_CONFIRMED).toByteArray());
        return all;
    }

    /** The update of one of the block's transactions. */
    public SubscribeUpdate transaction(final Block block, final SubscribeUpdateTransactionInfo transaction) {
        return update().setTransaction(SubscribeUpdateTransaction.newBuilder()
                        .setSlot(block.slot())
                        .setTransaction(transaction)
                        .setBankId(block.bankId()))
                .build();
    }

    /** The block's meta, with block time and height where they are known. */
    public SubscribeUpdate blockMeta(final Block block) {
        final SubscribeUpdateBlockMeta.Builder meta = SubscribeUpdateBlockMeta.newBuilder()
                .setSlot(block.slot())
                .setBlockhash(block.blockhash())
                .setParentSlot(block.parentSlot())
                .setParentBlockhash(block.parentBlockhash())
                .setExecutedTransactionCount(block.transactions().size())
                .setBankId(block.bankId());
        block.blockTimeSeconds()
                .ifPresent(
                        seconds -> meta.setBlockTime(UnixTimestamp.newBuilder().setTimestamp(seconds)));
        if (block.blockHeight() != 0) {
            meta.setBlockHeight(BlockHeight.newBuilder().setBlockHeight(block.blockHeight()));
        }
        return update().setBlockMeta(meta).build();
    }

    /** A status of the block's slot, with the parent where it is known. */
    public SubscribeUpdate slotStatus(final Block block, final SlotStatus status) {
        final SubscribeUpdateSlot.Builder slot =
                SubscribeUpdateSlot.newBuilder().setSlot(block.slot()).setStatus(status);
        if (block.parentSlot() != 0) {
            slot.setParent(block.parentSlot());
        }
        return update().setSlot(slot).build();
    }

    private SubscribeUpdate.Builder update() {
        final SubscribeUpdate.Builder update = SubscribeUpdate.newBuilder().addAllFilters(filters);
        return createdAt == null ? update : update.setCreatedAt(createdAt);
    }
}
