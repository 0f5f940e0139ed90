package io.solflow.ingest.server;

import io.solflow.ingest.feed.Block;
import io.solflow.ingest.feed.Fate;
import io.solflow.ingest.proto.BlockHeight;
import io.solflow.ingest.proto.CommitmentLevel;
import io.solflow.ingest.proto.SlotStatus;
import io.solflow.ingest.proto.SubscribeUpdate;
import io.solflow.ingest.proto.SubscribeUpdateBlockMeta;
import io.solflow.ingest.proto.SubscribeUpdateSlot;
import io.solflow.ingest.proto.Timestamp;
import io.solflow.ingest.proto.UnixTimestamp;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * A block encoded once for all clients.
 *
 * <p>{@code created_at}: 1.3 s after the block time, what a mainnet node measured; for blocks without a time, the wall
 * clock. The commitment that the block has reached is written, and its content dropped, by the {@link Broadcast} only.
 */
final class PreparedBlock {

    private static final int CREATED_AFTER_MS = 1_300;
    private static final int MS_PER_SECOND = 1_000;
    private static final int NANOS_PER_MS = 1_000_000;

    private final long slot;
    private final long height;
    private final Fate fate;
    private final String blockhash;
    private List<PreparedTransaction> transactions;
    private final byte[] meta;
    private final Map<SlotStatus, byte[]> statuses = new EnumMap<>(SlotStatus.class);
    private final long bytes;
    private CommitmentLevel reached = CommitmentLevel.PROCESSED;

    PreparedBlock(final Block block, final long wallClockMs) {
        slot = block.slot();
        height = block.blockHeight();
        fate = block.fate();
        blockhash = block.blockhash();
        final long createdMs = block.blockTimeSeconds().isPresent()
                ? block.blockTimeSeconds().getAsLong() * MS_PER_SECOND + CREATED_AFTER_MS
                : wallClockMs;
        final Timestamp createdAt = timestamp(createdMs);
        transactions = block.transactions().stream()
                .map(info -> new PreparedTransaction(info, slot, block.bankId(), createdAt))
                .toList();
        meta = SubscribeUpdate.newBuilder()
                .setBlockMeta(meta(block))
                .setCreatedAt(createdAt)
                .build()
                .toByteArray();
        for (final SlotStatus status : SlotStatus.values()) {
            if (status != SlotStatus.UNRECOGNIZED) {
                statuses.put(status, status(block, status, createdAt));
            }
        }
        bytes = transactions.stream().mapToLong(t -> t.body().length).sum();
    }

    private static SubscribeUpdateBlockMeta meta(final Block block) {
        final SubscribeUpdateBlockMeta.Builder meta = SubscribeUpdateBlockMeta.newBuilder()
                .setSlot(block.slot())
                .setBlockhash(block.blockhash())
                .setParentSlot(block.parentSlot())
                .setParentBlockhash(block.parentBlockhash())
                .setExecutedTransactionCount(block.transactions().size())
                .setEntriesCount(1)
                .setBankId(block.bankId());
        block.blockTimeSeconds()
                .ifPresent(
                        seconds -> meta.setBlockTime(UnixTimestamp.newBuilder().setTimestamp(seconds)));
        if (block.blockHeight() > 0) {
            meta.setBlockHeight(BlockHeight.newBuilder().setBlockHeight(block.blockHeight()));
        }
        return meta.build();
    }

    private static byte[] status(final Block block, final SlotStatus status, final Timestamp createdAt) {
        final SubscribeUpdateSlot.Builder slot = SubscribeUpdateSlot.newBuilder()
                .setSlot(block.slot())
                .setParent(block.parentSlot())
                .setStatus(status);
        // only the stages of a bank name it: what is processed, confirmed or finalized is the slot
        if (block.bankId() != 0 && status == SlotStatus.SLOT_CREATED_BANK) {
            slot.setBankId(block.bankId());
        }
        return SubscribeUpdate.newBuilder()
                .setSlot(slot)
                .setCreatedAt(createdAt)
                .build()
                .toByteArray();
    }

    /** Milliseconds as the wire has them. */
    static Timestamp timestamp(final long ms) {
        return Timestamp.newBuilder()
                .setSeconds(Math.floorDiv(ms, (long) MS_PER_SECOND))
                .setNanos((int) Math.floorMod(ms, (long) MS_PER_SECOND) * NANOS_PER_MS)
                .build();
    }

    long slot() {
        return slot;
    }

    long height() {
        return height;
    }

    Fate fate() {
        return fate;
    }

    String blockhash() {
        return blockhash;
    }

    List<PreparedTransaction> transactions() {
        return transactions;
    }

    /** False when its transactions were dropped, so that it cannot be sent any more. */
    boolean hasContent() {
        return transactions != null;
    }

    /** Gives the memory of the transactions back. */
    void dropContent() {
        transactions = null;
    }

    byte[] meta() {
        return meta;
    }

    byte[] status(final SlotStatus status) {
        return statuses.get(status);
    }

    /** What its transactions take in memory, about. */
    long bytes() {
        return bytes;
    }

    /** The commitment it has. */
    CommitmentLevel reached() {
        return reached;
    }

    void reached(final CommitmentLevel level) {
        reached = level;
    }
}
