package io.solflow.ingest.simulator;

import com.google.protobuf.ByteString;
import io.solflow.core.event.Side;
import io.solflow.ingest.proto.SubscribeUpdateTransactionInfo;
import java.util.ArrayList;
import java.util.List;

/** A block while it fills, with its ground truth. */
final class BlockDraft {

    private final long slot;
    private final long timeSeconds;
    private final ByteString recentBlockhash;
    private final List<SubscribeUpdateTransactionInfo> transactions = new ArrayList<>();
    private final List<ExpectedTrade> expected = new ArrayList<>();
    private int ordinal;

    BlockDraft(final long slot, final long timeSeconds, final ByteString recentBlockhash) {
        this.slot = slot;
        this.timeSeconds = timeSeconds;
        this.recentBlockhash = recentBlockhash;
    }

    long timeSeconds() {
        return timeSeconds;
    }

    List<SubscribeUpdateTransactionInfo> transactions() {
        return transactions;
    }

    List<ExpectedTrade> expected() {
        return expected;
    }

    /** Adds a trade of the transaction that is being built. */
    void expect(
            final String programLabel,
            final Mint coin,
            final Address wallet,
            final boolean buy,
            final long lamports,
            final long baseUnits,
            final boolean dca) {
        expected.add(new ExpectedTrade(
                slot,
                transactions.size(),
                ordinal++,
                coin.address().toString(),
                wallet.toString(),
                buy ? Side.BUY : Side.SELL,
                lamports,
                baseUnits,
                coin.decimals(),
                timeSeconds,
                programLabel,
                dca));
    }

    /** Finishes the transaction that is being built. */
    void add(final TransactionBuilder tx) {
        transactions.add(tx.build(transactions.size(), recentBlockhash));
        ordinal = 0;
    }

    /** Finishes the transaction that is being built, as a vote. */
    void addVote(final TransactionBuilder tx) {
        transactions.add(tx.build(transactions.size(), recentBlockhash).toBuilder()
                .setIsVote(true)
                .build());
        ordinal = 0;
    }
}
