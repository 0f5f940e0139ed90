package io.solflow.core.extract;

import io.solflow.core.event.Trade;
import io.solflow.core.event.TradeList;

/**
 * The swaps by which keepers execute DCA fills. A fill and its swap in one transaction are one trade, the fill's: else net
 * flow would count it twice.
 */
final class DcaLegs {

    private DcaLegs() {}

    /** Removes the legs of the fills among a transaction's trades; returns how many. */
    static int drop(final TradeList trades) {
        final int before = trades.size();
        for (int i = before - 1; i >= 0; i--) {
            if (isLeg(trades, trades.get(i))) {
                trades.remove(i);
            }
        }
        return before - trades.size();
    }

    private static boolean isLeg(final TradeList trades, final Trade trade) {
        if (trade.dca()) {
            return false;
        }
        for (int i = 0; i < trades.size(); i++) {
            final Trade fill = trades.get(i);
            if (fill.dca() && fill.side() == trade.side() && fill.mint().matches(trade.mint())) {
                return true;
            }
        }
        return false;
    }
}
