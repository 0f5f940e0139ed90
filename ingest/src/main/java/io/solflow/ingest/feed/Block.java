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
 * @param transactions in block order, ascending, each with its position as index; those whose position is not known come
 *     last and have {@link io.solflow.core.event.ChainPosition#NO_POSITION}.
 * @param fate what becomes of it; a source of settled blocks knows one fate only.
 * @param bankId which of the slot's banks it is, 0 when the source does not say.
 */
public record Block(
        long slot,
        long parentSlot,
        String blockhash,
        String parentBlockhash,
        long blockHeight,
        OptionalLong blockTimeSeconds,
        List<SubscribeUpdateTransactionInfo> transactions,
        Fate fate,
        long bankId) {

    /** Checks nothing but copies the list. */
    public Block {
        transactions = List.copyOf(transactions);
    }

    /** A block of a source that does not tell banks. */
    public Block(
            final long slot,
            final long parentSlot,
            final String blockhash,
            final String parentBlockhash,
            final long blockHeight,
            final OptionalLong blockTimeSeconds,
            final List<SubscribeUpdateTransactionInfo> transactions,
            final Fate fate) {
        this(slot, parentSlot, blockhash, parentBlockhash, blockHeight, blockTimeSeconds, transactions, fate, 0);
    }

    /** A block that settles. */
    public Block(
            final long slot,
            final long parentSlot,
            final String blockhash,
            final String parentBlockhash,
            final long blockHeight,
            final OptionalLong blockTimeSeconds,
            final List<SubscribeUpdateTransactionInfo> transactions) {
        this(slot, parentSlot, blockhash, parentBlockhash, blockHeight, blockTimeSeconds, transactions, Fate.SETTLES);
    }
}
