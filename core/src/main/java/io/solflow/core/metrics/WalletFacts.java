package io.solflow.core.metrics;

import io.solflow.core.event.MetricsCount;
import io.solflow.core.event.MetricsRows;

/**
 * The columns of the mints that tell of trades, wallets, bots and DCA fills within 300 s: a pair counts as one wallet from its
 * first trade of a sort there to its last. What is removed has been added before, so no count falls below 0.
 */
final class WalletFacts {

    // As constants, for the compiler; the counts that change together share a column.
    private static final int TRADES = MetricsCount.TRADES_300S.column();
    private static final long ONE_TRADE = MetricsCount.TRADES_300S.one();
    private static final long ONE_WALLET = MetricsCount.UNIQUE_WALLETS_300S.one();
    private static final int BUYS = MetricsCount.BUYS_300S.column();
    private static final long ONE_BUY = MetricsCount.BUYS_300S.one();
    private static final int BOTS = MetricsCount.BOT_TRADES_300S.column();
    private static final long ONE_BOT_TRADE = MetricsCount.BOT_TRADES_300S.one();
    private static final long ONE_BOT_WALLET = MetricsCount.BOT_WALLETS_300S.one();
    private static final int DCA_WALLETS = MetricsCount.DCA_UNIQUE_WALLETS_300S.column();
    private static final long ONE_DCA_WALLET = MetricsCount.DCA_UNIQUE_WALLETS_300S.one();

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
        final int at = mints.offset(mint);
        page[at + TRADES] += only ? ONE_TRADE + ONE_WALLET : ONE_TRADE;
        page[at + BUYS] += buy ? ONE_BUY : 0;
        page[at + MintTable.NEWEST_ID] = Math.max(page[at + MintTable.NEWEST_ID], id);
    }

    /** A trade in the window is, or has become, a bot trade. */
    void addBot(final int mint, final int pair, final long flowLamports) {
        final boolean first = countUp(pair, PairTable.BOT_TRADES);
        final long[] page = mints.page(mint);
        final int at = mints.offset(mint);
        page[at + BOTS] += first ? ONE_BOT_TRADE + ONE_BOT_WALLET : ONE_BOT_TRADE;
        page[at + MetricsRows.BOT_FLOW_LAMPORTS_300S] += flowLamports;
    }

    /** A trade in the window is a DCA fill. */
    void addDca(final int mint, final int pair, final long flowLamports) {
        final boolean first = countUp(pair, PairTable.DCA_TRADES);
        final long[] page = mints.page(mint);
        final int at = mints.offset(mint);
        page[at + DCA_WALLETS] += first ? ONE_DCA_WALLET : 0;
        page[at + MetricsRows.DCA_FLOW_LAMPORTS_300S] += flowLamports;
    }

    /** The reverse of {@link #addTrade}. */
    void removeTrade(final int mint, final boolean buy, final boolean only) {
        final long[] page = mints.page(mint);
        final int at = mints.offset(mint);
        page[at + TRADES] -= only ? ONE_TRADE + ONE_WALLET : ONE_TRADE;
        page[at + BUYS] -= buy ? ONE_BUY : 0;
    }

    /** The reverse of {@link #addBot}. */
    void removeBot(final int mint, final int pair, final long flowLamports) {
        final boolean last = countDown(pair, PairTable.BOT_TRADES);
        final long[] page = mints.page(mint);
        final int at = mints.offset(mint);
        page[at + BOTS] -= last ? ONE_BOT_TRADE + ONE_BOT_WALLET : ONE_BOT_TRADE;
        page[at + MetricsRows.BOT_FLOW_LAMPORTS_300S] -= flowLamports;
    }

    /** The reverse of {@link #addDca}. */
    void removeDca(final int mint, final int pair, final long flowLamports) {
        final boolean last = countDown(pair, PairTable.DCA_TRADES);
        final long[] page = mints.page(mint);
        final int at = mints.offset(mint);
        page[at + DCA_WALLETS] -= last ? ONE_DCA_WALLET : 0;
        page[at + MetricsRows.DCA_FLOW_LAMPORTS_300S] -= flowLamports;
    }

    /** Counts a trade of the pair and says whether it is the only one of its sort. */
    private boolean countUp(final int pair, final int bit) {
        final long[] page = pairs.page(pair);
        final int at = pairs.offset(pair) + PairTable.COUNTS;
        page[at] += 1L << bit;
        return (int) (page[at] >>> bit) == 1;
    }

    /** The reverse of {@link #countUp}. */
    private boolean countDown(final int pair, final int bit) {
        final long[] page = pairs.page(pair);
        final int at = pairs.offset(pair) + PairTable.COUNTS;
        page[at] -= 1L << bit;
        return (int) (page[at] >>> bit) == 0;
    }
}
