package io.solflow.core.signal;

import io.solflow.core.event.MetricsCount;
import io.solflow.core.event.MetricsRows;
import io.solflow.core.event.Window;

/**
 * What a rule may look at: a mint's row, read in place, and for {@link FocusedBuyersRule} what its buyers bought. Flows are
 * lamports; every window but those named otherwise is 300 s. Reused; one thread.
 */
final class SignalFigures {

    private static final int FLOW_60 = MetricsRows.NET_FLOW_LAMPORTS + Window.S60.index();
    private static final int FLOW_300 = MetricsRows.NET_FLOW_LAMPORTS + Window.S300.index();
    private static final int FLOW_900 = MetricsRows.NET_FLOW_LAMPORTS + Window.S900.index();

    private long[] row = new long[MetricsRows.STRIDE];
    private int offset;
    private long inflow;
    private long buyers;
    private long focusedBuyers;
    private long focusedInflow;

    /** Looks at the row that begins at {@code newOffset}; its buyers are not known yet. */
    SignalFigures wrap(final long[] page, final int newOffset) {
        row = page;
        offset = newOffset;
        return buyers(0, 0, 0, 0);
    }

    /** Says what the mint's buyers bought, and the fewest of them that brought the share asked for. */
    SignalFigures buyers(
            final long newInflow, final long newBuyers, final long newFocusedBuyers, final long newFocusedInflow) {
        inflow = newInflow;
        buyers = newBuyers;
        focusedBuyers = newFocusedBuyers;
        focusedInflow = newFocusedInflow;
        return this;
    }

    long[] row() {
        return row;
    }

    int offset() {
        return offset;
    }

    long flow60() {
        return row[offset + FLOW_60];
    }

    long flow300() {
        return row[offset + FLOW_300];
    }

    long flow900() {
        return row[offset + FLOW_900];
    }

    long wallets() {
        return MetricsCount.UNIQUE_WALLETS_300S.in(row, offset);
    }

    long trades() {
        return MetricsCount.TRADES_300S.in(row, offset);
    }

    long buys() {
        return MetricsCount.BUYS_300S.in(row, offset);
    }

    long botTrades() {
        return MetricsCount.BOT_TRADES_300S.in(row, offset);
    }

    long dcaFlow() {
        return row[offset + MetricsRows.DCA_FLOW_LAMPORTS_300S];
    }

    long dcaWallets() {
        return MetricsCount.DCA_UNIQUE_WALLETS_300S.in(row, offset);
    }

    long inflow() {
        return inflow;
    }

    long buyers() {
        return buyers;
    }

    long focusedBuyers() {
        return focusedBuyers;
    }

    long focusedInflow() {
        return focusedInflow;
    }

    /** Share of the trades that bots made; 0 without trades. */
    double botShare() {
        return trades() == 0 ? 0 : (double) botTrades() / trades();
    }

    /** True when at most so many thousandths of the trades are bot trades. */
    boolean botsAtMost(final int thousandths) {
        return botTrades() * SignalConfig.WHOLE <= thousandths * trades();
    }

    /** True when the flow of a window is faster than that of one {@code times} as long; exact, and never overflows. */
    static boolean isFaster(final long flow, final long longerFlow, final int times) {
        return flow > Math.floorDiv(longerFlow, times);
    }
}
