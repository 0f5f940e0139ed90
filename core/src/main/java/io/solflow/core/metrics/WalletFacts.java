package io.solflow.core.metrics;

import io.solflow.core.event.MetricsRows;

/**
 * The columns of the mints that count trades, wallets, bots and DCA fills: a pair counts as one wallet from its first trade
 * of a sort within 300 s to its last.
 */
final class WalletFacts {

    private final MintTable mints;
    private final PairTable pairs;

    WalletFacts(final MintTable mints, final PairTable pairs) {
        this.mints = mints;
        this.pairs = pairs;
    }

    /**
     * A trade enters the window.
     *
     * @param only whether its pair has no other trade there.
     */
    void addTrade(final int mint, final long id, final boolean buy, final boolean only) {
        final long[] page = mints.page(mint);
        final int newest = mints.offset(mint) + MintTable.NEWEST_ID;
        page[newest] = Math.max(page[newest], id);
        addTrades(mint, 1, buy ? 1 : 0, only ? 1 : 0);
    }

    /** A trade in the window is, or has become, a bot trade. */
    void addBot(final int mint, final int pair, final long flowLamports) {
        countUp(mint, pair, PairTable.BOT_TRADES, MetricsRows.BOT_WALLETS_300S);
        addToMint(mint, MetricsRows.BOT_TRADES_300S, 1);
        addToMint(mint, MetricsRows.BOT_FLOW_LAMPORTS_300S, flowLamports);
    }

    /** A trade in the window is a DCA fill. */
    void addDca(final int mint, final int pair, final long flowLamports) {
        countUp(mint, pair, PairTable.DCA_TRADES, MetricsRows.DCA_UNIQUE_WALLETS_300S);
        addToMint(mint, MetricsRows.DCA_FLOW_LAMPORTS_300S, flowLamports);
    }

    /** The reverse of {@link #addTrade}. */
    void removeTrade(final int mint, final boolean buy, final boolean only) {
        addTrades(mint, -1, buy ? -1 : 0, only ? -1 : 0);
    }

    /** The reverse of {@link #addBot}. */
    void removeBot(final int mint, final int pair, final long flowLamports) {
        countDown(mint, pair, PairTable.BOT_TRADES, MetricsRows.BOT_WALLETS_300S);
        addToMint(mint, MetricsRows.BOT_TRADES_300S, -1);
        addToMint(mint, MetricsRows.BOT_FLOW_LAMPORTS_300S, -flowLamports);
    }

    /** The reverse of {@link #addDca}. */
    void removeDca(final int mint, final int pair, final long flowLamports) {
        countDown(mint, pair, PairTable.DCA_TRADES, MetricsRows.DCA_UNIQUE_WALLETS_300S);
        addToMint(mint, MetricsRows.DCA_FLOW_LAMPORTS_300S, -flowLamports);
    }

    private void addTrades(final int mint, final long trades, final long buys, final long wallets) {
        final long[] page = mints.page(mint);
        final int at = mints.offset(mint);
        page[at + MetricsRows.TRADES_300S] += trades;
        page[at + MetricsRows.BUYS_300S] += buys;
        page[at + MetricsRows.UNIQUE_WALLETS_300S] += wallets;
    }

    private void countUp(final int mint, final int pair, final int bit, final int walletColumn) {
        final long[] page = pairs.page(pair);
        final int at = pairs.offset(pair) + PairTable.COUNTS;
        if ((int) (page[at] >>> bit) == 0) {
            addToMint(mint, walletColumn, 1);
        }
        page[at] += 1L << bit;
    }

    private void countDown(final int mint, final int pair, final int bit, final int walletColumn) {
        final long[] page = pairs.page(pair);
        final int at = pairs.offset(pair) + PairTable.COUNTS;
        page[at] -= 1L << bit;
        if ((int) (page[at] >>> bit) == 0) {
            addToMint(mint, walletColumn, -1);
        }
    }

    private void addToMint(final int mint, final int column, final long amount) {
        mints.page(mint)[mints.offset(mint) + column] += amount;
    }
}
