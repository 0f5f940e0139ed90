package io.solflow.ingest.simulator;

/** What trades at a Pump.fun curve move: coins, money, and the fees that leave the curve or stay in it. */
final class CurveMoves {

    private final Transfers transfers;

    CurveMoves(final Transfers transfers) {
        this.transfers = transfers;
    }

    /** Declares the token accounts of a trade, before anything moves. */
    void declare(final TransactionBuilder tx, final Pool pool, final Address user) {
        tx.vault(pool.coinVault(), pool.coin(), pool.account(), pool.heldCoins());
        tx.tokenAccount(pool.coin().accountOf(user), pool.coin(), user);
        if (pool.money().isWrappedSol()) {
            tx.holdsLamports(pool.account(), Address.Role.POOL.lamports() + pool.heldMoney());
            return;
        }
        tx.vault(pool.moneyVault(), pool.money(), pool.account(), pool.heldMoney());
        for (final Address owner : new Address[] {
            user, WellKnown.PUMP_FUN_FEE_RECIPIENT, WellKnown.PUMP_FUN_BUYBACK_RECIPIENT, pool.creatorVault()
        }) {
            tx.tokenAccount(pool.money().accountOf(owner), pool.money(), owner);
        }
    }

    /** A trade, its fees sent to whom they belong. */
    void trade(final TransactionBuilder tx, final PumpFunEvent.Trade trade) {
        final Pool pool = trade.pool();
        final Address user = trade.user();
        final Address toCreator = creatorOrCashback(pool, user);
        final long share = trade.creatorFee() + trade.cashback();
        if (trade.buy()) {
            coinsOut(tx, pool, user, trade.coins());
            pay(tx, pool, user, pool.account(), trade.money());
            pay(tx, pool, user, WellKnown.PUMP_FUN_FEE_RECIPIENT, trade.fee() - trade.buybackFee());
            pay(tx, pool, user, WellKnown.PUMP_FUN_BUYBACK_RECIPIENT, trade.buybackFee());
            pay(tx, pool, user, toCreator, share);
        } else {
            coinsIn(tx, pool, user, trade.coins());
            payOut(tx, pool, user, trade.money() - trade.fees());
            payOut(tx, pool, WellKnown.PUMP_FUN_FEE_RECIPIENT, trade.fee() - trade.buybackFee());
            payOut(tx, pool, WellKnown.PUMP_FUN_BUYBACK_RECIPIENT, trade.buybackFee());
            payOut(tx, pool, toCreator, share);
        }
    }

    /** A trade whose fees stay in the curve. */
    void tradeKeepingFees(final TransactionBuilder tx, final PumpFunEvent.Trade trade) {
        final Pool pool = trade.pool();
        if (trade.buy()) {
            coinsOut(tx, pool, trade.user(), trade.coins());
            pay(tx, pool, trade.user(), pool.account(), trade.money() + trade.fees());
        } else {
            coinsIn(tx, pool, trade.user(), trade.coins());
            payOut(tx, pool, trade.user(), trade.money() - trade.fees());
        }
        pool.keep(trade.fees(), 0);
    }

    private static Address creatorOrCashback(final Pool pool, final Address user) {
        final boolean toVolume = pool.cashback() && pool.money().isWrappedSol();
        return toVolume ? PumpFunAccounts.volumeOf(user) : pool.creatorVault();
    }

    private void coinsOut(final TransactionBuilder tx, final Pool pool, final Address user, final long coins) {
        token(tx, pool.coin(), pool.coinVault(), pool.coin().accountOf(user), pool.account(), coins);
    }

    private void coinsIn(final TransactionBuilder tx, final Pool pool, final Address user, final long coins) {
        token(tx, pool.coin(), pool.coin().accountOf(user), pool.coinVault(), user, coins);
    }

    private void token(
            final TransactionBuilder tx,
            final Mint mint,
            final Address from,
            final Address to,
            final Address authority,
            final long amount) {
        if (mint.isToken2022()) {
            transfers.checked(tx, mint, from, to, authority, amount);
        } else {
            transfers.plain(tx, mint, from, to, authority, amount);
        }
    }

    private void pay(
            final TransactionBuilder tx, final Pool pool, final Address user, final Address to, final long amount) {
        if (amount == 0) {
            return;
        }
        if (pool.money().isWrappedSol()) {
            transfers.lamports(tx, user, to, amount);
        } else {
            final Address target =
                    to == pool.account() ? pool.moneyVault() : pool.money().accountOf(to);
            transfers.checked(tx, pool.money(), pool.money().accountOf(user), target, user, amount);
        }
    }

    /** On sells a SOL curve moves its lamports without a System transfer. */
    private void payOut(final TransactionBuilder tx, final Pool pool, final Address to, final long amount) {
        if (amount == 0) {
            return;
        }
        if (pool.money().isWrappedSol()) {
            tx.moveLamports(pool.account(), to, amount);
        } else {
            transfers.checked(tx, pool.money(), pool.moneyVault(), pool.money().accountOf(to), pool.account(), amount);
        }
    }
}
