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
    private final long programTimeSeconds;
    private final ByteString recentBlockhash;
    private final List<SubscribeUpdateTransactionInfo> transactions = new ArrayList<>();
    private final List<ExpectedTrade> expected = new ArrayList<>();

    /**
     * An empty block.
     *
     * @param programTimeSeconds what programs take for the time while it executes.
     */
    BlockDraft(
            final long slot, final long timeSeconds, final long programTimeSeconds, final ByteString recentBlockhash) {
        this.slot = slot;
        this.timeSeconds = timeSeconds;
        this.programTimeSeconds = programTimeSeconds;
        this.recentBlockhash = recentBlockhash;
    }

    /** What programs take for the time. */
    long programTimeSeconds() {
        return programTimeSeconds;
    }

    List<SubscribeUpdateTransactionInfo> transactions() {
        return transactions;
    }

    List<ExpectedTrade> expected() {
        return expected;
    }

    /** Adds a trader's trade of the transaction that is being built. */
    void expect(final String programLabel, final Mint coin, final Address wallet, final boolean buy, final Fill fill) {
        // only Pump's programs tell a time of their own
        final boolean ownClock =
                PumpFunEncoder.LABEL.equals(programLabel) || PumpSwapEncoder.LABEL.equals(programLabel);
        expect(programLabel, coin, wallet, buy, fill, ownClock ? programTimeSeconds : timeSeconds, false, false);
    }

    /** Adds a DCA fill of the transaction that is being built: its program tells no time. */
    void expectDca(
            final String programLabel, final Mint coin, final Address wallet, final boolean buy, final Fill fill) {
        expect(programLabel, coin, wallet, buy, fill, timeSeconds, true, false);
    }

    /** Adds a DCA fill that takes everything from its leg at one of Pump's programs. */
    void expectDcaLeg(
            final String programLabel, final Mint coin, final Address wallet, final boolean buy, final Fill fill) {
        expect(programLabel, coin, wallet, buy, fill, programTimeSeconds, true, false);
    }

    /** Adds a buy of the transaction that is being built, by which a pool is boosted. */
    void expectBoost(final String programLabel, final Mint coin, final Address wallet, final Fill fill) {
        expect(programLabel, coin, wallet, true, fill, programTimeSeconds, false, true);
    }

    private void expect(
            final String programLabel,
            final Mint coin,
            final Address wallet,
            final boolean buy,
            final Fill fill,
            final long atSeconds,
            final boolean dca,
            final boolean boost) {
        expected.add(new ExpectedTrade(
                slot,
                transactions.size(),
                fill.place(),
                coin.address().toString(),
                wallet.toString(),
                buy ? Side.BUY : Side.SELL,
                fill.money(),
                fill.coins(),
                coin.decimals(),
                atSeconds,
                programLabel,
                dca,
                boost,
                fill.byEvent()));
    }

    /** Finishes the transaction that is being built. */
    void add(final TransactionBuilder tx) {
        transactions.add(tx.build(transactions.size(), recentBlockhash));
    }

    /** Finishes the transaction that is being built, as a vote. */
    void addVote(final TransactionBuilder tx) {
        transactions.add(tx.build(transactions.size(), recentBlockhash).toBuilder()
                .setIsVote(true)
                .build());
    }
}
