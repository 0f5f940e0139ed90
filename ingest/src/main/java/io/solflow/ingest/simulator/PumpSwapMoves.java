package io.solflow.ingest.simulator;

/** What trades at PumpSwap move: base, quote, and the fees that leave the pool or stay in it. */
final class PumpSwapMoves {

    private final Transfers transfers;

    PumpSwapMoves(final Transfers transfers) {
        this.transfers = transfers;
    }

    /** Declares the token accounts of a trade, before anything moves. */
    void declare(final TransactionBuilder tx, final PumpSwapTrade trade) {
        declareVaults(tx, trade.pool());
        for (final Address owner : new Address[] {
            trade.user(),
            WellKnown.PUMP_SWAP_FEE_RECIPIENT,
            WellKnown.PUMP_SWAP_BUYBACK_RECIPIENT,
            creatorFeeOwner(trade)
        }) {
            tx.tokenAccount(trade.quote().accountOf(owner), trade.quote(), owner);
        }
        tx.tokenAccount(trade.base().accountOf(trade.user()), trade.base(), trade.user());
    }

    /** Declares a pool's vaults. */
    static void declareVaults(final TransactionBuilder tx, final Pool pool) {
        tx.vault(pool.coinVault(), pool.coin(), pool.account(), pool.heldCoins());
        tx.vault(pool.moneyVault(), pool.money(), pool.account(), pool.heldMoney());
    }

    private static Address creatorFeeOwner(final PumpSwapTrade trade) {
        return trade.cashback() > 0
                ? PumpSwapAccounts.volumeOf(trade.user())
                : trade.pool().creatorVault();
    }

    /** A trade, its fees sent to whom they belong. */
    void trade(final TransactionBuilder tx, final PumpSwapTrade trade) {
        swap(tx, trade, trade.quoteWithLpFee());
        fee(tx, trade, WellKnown.PUMP_SWAP_FEE_RECIPIENT, trade.protocolFee() - trade.buybackFee());
        fee(tx, trade, WellKnown.PUMP_SWAP_BUYBACK_RECIPIENT, trade.buybackFee());
        fee(tx, trade, creatorFeeOwner(trade), trade.creatorFee() + trade.cashback());
    }

    /** A trade whose fees stay in the pool, but the buyback fee. */
    void tradeKeepingFees(final TransactionBuilder tx, final PumpSwapTrade trade) {
        final long kept = trade.keptFees();
        swap(tx, trade, trade.quoteWithLpFee() + kept);
        fee(tx, trade, WellKnown.PUMP_SWAP_BUYBACK_RECIPIENT, trade.buybackFee());
        trade.keep(kept);
    }

    private void swap(final TransactionBuilder tx, final PumpSwapTrade trade, final long quoteIn) {
        final Mint base = trade.base();
        final Mint quote = trade.quote();
        final Address user = trade.user();
        final Address pool = trade.pool().account();
        if (trade.baseBuy()) {
            transfers.checked(tx, base, trade.baseVault(), base.accountOf(user), pool, trade.baseAmount());
            transfers.checked(tx, quote, quote.accountOf(user), trade.quoteVault(), user, quoteIn);
        } else {
            transfers.checked(tx, base, base.accountOf(user), trade.baseVault(), user, trade.baseAmount());
            transfers.checked(tx, quote, trade.quoteVault(), quote.accountOf(user), pool, trade.userQuote());
        }
    }

    private void fee(final TransactionBuilder tx, final PumpSwapTrade trade, final Address owner, final long amount) {
        if (amount > 0) {
            final Mint quote = trade.quote();
            final boolean fromUser = trade.baseBuy();
            transfers.checked(
                    tx,
                    quote,
                    fromUser ? quote.accountOf(trade.user()) : trade.quoteVault(),
                    quote.accountOf(owner),
                    fromUser ? trade.user() : trade.pool().account(),
                    amount);
        }
    }
}
