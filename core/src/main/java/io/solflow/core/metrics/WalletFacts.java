package io.solflow.core.metrics;

import io.solflow.core.event.MetricsRows;

/**
 * The wallet, bot and DCA columns of the mints: counts a pair's trades within 300 s, and a pair as one wallet from its
 * first trade of a sort to its last.
 */
final class WalletFacts {

    private final MintTable mints;
    private final PairTable pairs;

    WalletFacts(final MintTable mints, final PairTable pairs) {
        this.mints = mints;
        this.pairs = pairs;
    }

    /** A trade enters the window; {@link #addBot} and {@link #addDca} follow where they apply. */
    void addTrade(final int pair) {
        countUp(pair, PairTable.TRADES, MetricsRows.UNIQUE_WALLETS_300S);
    }

    /** A trade in the window is, or has become, a bot trade. */
    void addBot(final int pair, final long flowLamports) {
        countUp(pair, PairTable.BOT_TRADES, MetricsRows.BOT_WALLETS_300S);
        addToMint(pair, MetricsRows.BOT_TRADES_300S, 1);
        addToMint(pair, MetricsRows.BOT_FLOW_LAMPORTS_300S, flowLamports);
    }

    /** A trade in the window is a DCA fill. */
    void addDca(final int pair, final long flowLamports) {
        countUp(pair, PairTable.DCA_TRADES, MetricsRows.DCA_UNIQUE_WALLETS_300S);
        addToMint(pair, MetricsRows.DCA_FLOW_LAMPORTS_300S, flowLamports);
    }

    /** The reverse of {@link #addTrade}. */
    void removeTrade(final int pair) {
        countDown(pair, PairTable.TRADES, MetricsRows.UNIQUE_WALLETS_300S);
    }

    /** The reverse of {@link #addBot}. */
    void removeBot(final int pair, final long flowLamports) {
        countDown(pair, PairTable.BOT_TRADES, MetricsRows.BOT_WALLETS_300S);
        addToMint(pair, MetricsRows.BOT_TRADES_300S, -1);
        addToMint(pair, MetricsRows.BOT_FLOW_LAMPORTS_300S, -flowLamports);
    }

    /** The reverse of {@link #addDca}. */
    void removeDca(final int pair, final long flowLamports) {
        countDown(pair, PairTable.DCA_TRADES, MetricsRows.DCA_UNIQUE_WALLETS_300S);
        addToMint(pair, MetricsRows.DCA_FLOW_LAMPORTS_300S, -flowLamports);
    }

    private void countUp(final int pair, final int field, final int walletColumn) {
        if (pairs.page(pair)[pairs.offset(pair) + field]++ == 0) {
            addToMint(pair, walletColumn, 1);
        }
    }

    private void countDown(final int pair, final int field, final int walletColumn) {
        if (--pairs.page(pair)[pairs.offset(pair) + field] == 0) {
            addToMint(pair, walletColumn, -1);
        }
    }

    private void addToMint(final int pair, final int column, final long amount) {
        final int mint = pairs.mint(pair);
        mints.page(mint)[mints.offset(mint) + column] += amount;
    }
}
