package io.solflow.bench.line;

import io.solflow.ingest.proto.SlotStatus;
import io.solflow.ingest.proto.SubscribeUpdate;
import io.solflow.ingest.proto.SubscribeUpdateSlot;
import io.solflow.ingest.proto.Timestamp;
import java.nio.ByteBuffer;

/**
 * One slot of a market as encoded updates: those transactions that a subscription to all programs gets, then the block meta.
 * Read by one thread.
 */
final class WireSlot {

    private static final long CREATED_AFTER_SECONDS = 1;
    private static final int ORDINAL_BITS = 12;
    private static final int SLOT_SHIFT = 29;

    private final long slot;
    private final long parentSlot;
    private final long timeSeconds;
    private final ByteBuffer bytes;
    private final int[] ends;
    private final int[] txIndexes;
    private final int[] tradeCounts;
    private final int trades;

    /**
     * @param bytes all updates one after the other, the block meta last.
     * @param ends of each update within them, the block meta's last.
     * @param txIndexes position in the block of each transaction.
     * @param tradeCounts trades that each transaction executes.
     */
    WireSlot(
            final long slot,
            final long parentSlot,
            final long timeSeconds,
            final ByteBuffer bytes,
            final int[] ends,
            final int[] txIndexes,
            final int[] tradeCounts) {
        this.slot = slot;
        this.parentSlot = parentSlot;
        this.timeSeconds = timeSeconds;
        this.bytes = bytes;
        this.ends = ends;
        this.txIndexes = txIndexes;
        this.tradeCounts = tradeCounts;
        int sum = 0;
        for (final int count : tradeCounts) {
            sum += count;
        }
        trades = sum;
    }

    long slot() {
        return slot;
    }

    long parentSlot() {
        return parentSlot;
    }

    long timeSeconds() {
        return timeSeconds;
    }

    ByteBuffer bytes() {
        return bytes;
    }

    /** Transactions, the block meta not counted. */
    int size() {
        return txIndexes.length;
    }

    /** Trades that the slot executes. */
    int trades() {
        return trades;
    }

    /** Start of an update; {@link #size()} names the block meta. */
    int offset(final int update) {
        return update == 0 ? 0 : ends[update - 1];
    }

    int length(final int update) {
        return ends[update] - offset(update);
    }

    int txIndex(final int transaction) {
        return txIndexes[transaction];
    }

    int tradeCount(final int transaction) {
        return tradeCounts[transaction];
    }

    /** Id of the last trade of a transaction that executes at least one. */
    long lastTradeId(final int transaction) {
        return slot << SLOT_SHIFT | (long) txIndexes[transaction] << ORDINAL_BITS | (tradeCounts[transaction] - 1);
    }

    /** When a node would have sent it: a good second behind the block time. */
    Timestamp createdAt() {
        return createdAt(timeSeconds);
    }

    static Timestamp createdAt(final long blockTimeSeconds) {
        return Timestamp.newBuilder()
                .setSeconds(blockTimeSeconds + CREATED_AFTER_SECONDS)
                .setNanos(300_000_000)
                .build();
    }

    /** A slot's status as an update. */
    static byte[] status(final long slot, final long parent, final SlotStatus status, final Timestamp createdAt) {
        return SubscribeUpdate.newBuilder()
                .addFilters(MarketSlots.FILTER)
                .setSlot(SubscribeUpdateSlot.newBuilder()
                        .setSlot(slot)
                        .setParent(parent)
                        .setStatus(status))
                .setCreatedAt(createdAt)
                .build()
                .toByteArray();
    }
}
