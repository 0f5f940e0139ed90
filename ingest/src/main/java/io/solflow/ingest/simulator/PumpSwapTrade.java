package io.solflow.ingest.simulator;

/**
 * A PumpSwap trade in the program's own words, base and quote.
 *
 * @param pool the pool, not yet moved.
 * @param user the trader.
 * @param baseBuy true when the trader gets base.
 * @param exactIn true when a buy says what it spends.
 * @param baseAmount base that moves.
 * @param quoteAmount quote that moves, fees neither added nor taken out.
 * @param lpFee stays in the pool.
 * @param protocolFee leaves it, the buyback fee included.
 * @param creatorFee 0 for cashback coins.
 * @param cashback 0 for all others.
 * @param buybackFee a part of the protocol fee.
 */
record PumpSwapTrade(
        Pool pool,
        Address user,
        boolean baseBuy,
        boolean exactIn,
        long baseAmount,
        long quoteAmount,
        long lpFee,
        long protocolFee,
        long creatorFee,
        long cashback,
        long buybackFee) {

    static final int LP_FEE_BPS = 20;
    static final int PROTOCOL_FEE_BPS = 5;
    static final int CREATOR_FEE_BPS = 30;
    static final int BUYBACK_BPS = 5_000;
    private static final int BPS = 10_000;

    static PumpSwapTrade of(
            final Pool pool,
            final Address user,
            final Order order,
            final long coins,
            final PumpSwapLayout layout,
            final boolean exactIn) {
        final boolean reversed = pool.venue() == Pool.Venue.PUMP_SWAP_REVERSED;
        final long quote = reversed ? coins : order.money();
        final long protocolFee = quote * PROTOCOL_FEE_BPS / BPS;
        final long share = layout.hasCreator() ? quote * CREATOR_FEE_BPS / BPS : 0;
        final boolean cashback = pool.cashback() && layout.hasCashback();
        return new PumpSwapTrade(
                pool,
                user,
                order.buy() != reversed,
                exactIn,
                reversed ? order.money() : coins,
                quote,
                quote * LP_FEE_BPS / BPS,
                protocolFee,
                cashback ? 0 : share,
                cashback ? share : 0,
                layout.hasBuyback() ? protocolFee * BUYBACK_BPS / BPS : 0);
    }

    private boolean reversed() {
        return pool.venue() == Pool.Venue.PUMP_SWAP_REVERSED;
    }

    Mint base() {
        return reversed() ? pool.money() : pool.coin();
    }

    Mint quote() {
        return reversed() ? pool.coin() : pool.money();
    }

    Address baseVault() {
        return reversed() ? pool.moneyVault() : pool.coinVault();
    }

    Address quoteVault() {
        return reversed() ? pool.coinVault() : pool.moneyVault();
    }

    long baseReserves() {
        return reversed() ? pool.realMoney() : pool.realCoins();
    }

    long quoteReserves() {
        return reversed() ? pool.realCoins() : pool.realMoney();
    }

    /** What the quote vault gets on a buy, or gives on a sell. */
    long quoteWithLpFee() {
        return baseBuy ? quoteAmount + lpFee : quoteAmount - lpFee;
    }

    /** What the trader pays on a buy, or gets on a sell. */
    long userQuote() {
        final long fees = lpFee + protocolFee + creatorFee + cashback;
        return baseBuy ? quoteAmount + fees : quoteAmount - fees;
    }

    /** The limit of the quote that the trader sets. */
    long quoteLimit() {
        return baseBuy ? userQuote() + userQuote() / 10 : userQuote() - userQuote() / 10;
    }

    /** The least base that a buy with exact spending accepts. */
    long baseLimit() {
        return baseAmount - baseAmount / 10;
    }

    /** What stays in the quote vault of a trade that keeps fees: all that is neither the pool's nor bought back. */
    long keptFees() {
        return protocolFee - buybackFee + creatorFee + cashback;
    }

    /** Keeps so much of the quote in its vault. */
    void keep(final long quote) {
        pool.keep(reversed() ? 0 : quote, reversed() ? quote : 0);
    }

    void applyToPool() {
        final long base = baseBuy ? -baseAmount : baseAmount;
        final long quote = baseBuy ? quoteWithLpFee() : -quoteWithLpFee();
        if (reversed()) {
            pool.apply(base, quote);
        } else {
            pool.apply(quote, base);
        }
    }
}
