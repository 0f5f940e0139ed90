package io.solflow.bench.source;

import io.solflow.bench.wire.UpdateSet;
import io.solflow.ingest.feed.Block;
import io.solflow.ingest.feed.BlockUpdates;
import io.solflow.ingest.proto.SubscribeUpdate;
import io.solflow.ingest.proto.SubscribeUpdateTransactionInfo;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * The messages that every client gets: slots as a server sends them at confirmed, each with its transactions, block meta and
 * status. The same in every process that makes them.
 */
final class ReplayStream {

    /** Transactions of a slot. */
    static final int SLOT_TRANSACTIONS = 400;

    /** Messages of a slot: its transactions, its meta, its status. */
    static final int SLOT_MESSAGES = SLOT_TRANSACTIONS + 2;

    private static final long FIRST_SLOT = 452_000_000L;
    private static final long FIRST_TIME_SECONDS = 1_790_812_800L;

    private ReplayStream() {}

    /** All messages, serialized. */
    static List<byte[]> messages(final UpdateSet set, final int slots) throws IOException {
        final List<SubscribeUpdateTransactionInfo> transactions = transactions(set);
        final List<byte[]> messages = new ArrayList<>(slots * SLOT_MESSAGES);
        int next = 0;
        for (int i = 0; i < slots; i++) {
            final List<SubscribeUpdateTransactionInfo> block = new ArrayList<>(SLOT_TRANSACTIONS);
            for (int index = 0; index < SLOT_TRANSACTIONS; index++) {
                block.add(transactions.get(next++ % transactions.size()).toBuilder()
                        .setIndex(index)
                        .build());
            }
            messages.addAll(BlockUpdates.plain().bytes(block(FIRST_SLOT + i, FIRST_TIME_SECONDS + i / 2, block)));
        }
        return messages;
    }

    private static Block block(
            final long slot, final long timeSeconds, final List<SubscribeUpdateTransactionInfo> transactions) {
        return new Block(
                slot, slot - 1, "hash" + slot, "hash" + (slot - 1), slot, OptionalLong.of(timeSeconds), transactions);
    }

    /** Votes are left out: the product drops them before the ring. */
    private static List<SubscribeUpdateTransactionInfo> transactions(final UpdateSet set) throws IOException {
        final List<SubscribeUpdateTransactionInfo> transactions = new ArrayList<>();
        for (final byte[] update : set.load()) {
            final SubscribeUpdateTransactionInfo info =
                    SubscribeUpdate.parseFrom(update).getTransaction().getTransaction();
            if (!info.getIsVote()) {
                transactions.add(info);
            }
        }
        return transactions;
    }
}
