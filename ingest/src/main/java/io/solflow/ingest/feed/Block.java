package io.solflow.ingest.feed;

import io.solflow.ingest.proto.SubscribeUpdateTransactionInfo;
import java.util.List;
import java.util.OptionalLong;

/**
 * One slot's block as a source knows it.
 *
 * @param slot the slot.
 * @param parentSlot slot of the block before, 0 when the source does not say.
 * @param blockhash base58, empty when the source does not say.
 * @param parentBlockhash base58, empty when the source does not say.
 * @param blockHeight number of the block, 0 when the source does not say.
 * @param blockTimeSeconds unix seconds, empty when the source does not say.
 * @param transactions in block order, ascending, each with its index set.
 */
public record Block(
        long slot,
        long parentSlot,
        String blockhash,
        String parentBlockhash,
        long blockHeight,
        OptionalLong blockTimeSeconds,
        List<SubscribeUpdateTransactionInfo> transactions) {

    /** Checks nothing but copies the list. */
    public Block {
        transactions = List.copyOf(transactions);
    }
}
