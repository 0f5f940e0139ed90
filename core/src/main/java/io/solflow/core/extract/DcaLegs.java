package io.solflow.core.extract;

import io.solflow.core.event.Trade;
import io.solflow.core.event.TradeList;
import io.solflow.core.program.DcaFills;
import io.solflow.core.program.Outcome;
import io.solflow.core.program.SwapDecoder;
import io.solflow.core.wire.TransactionView;

/**
 * The swaps by which keepers execute DCA fills. A fill and its swap in one transaction are one trade, the fill's: else net
 * flow would count it twice. A fill of a pair without SOL that was executed over SOL takes the amounts, the time and the
 * place of the swaps that bought its output or sold its input; without such a swap it is no trade.
 */
final class DcaLegs {

    /** What {@link io.solflow.core.program.SwapOutcomes#filledOverAnother} adds. */
    private static final int DRAFTS = 2;

    private DcaLegs() {}

    /**
     * Gives the fills among a transaction's trades what they lack, and removes their legs. The trades come in order of their
     * ordinals, and leave in that order.
     */
    static void resolve(final TransactionView transaction, final TradeList trades, final TradeTally tally) {
        for (int i = 0; i < trades.size(); ) {
            i = isDraft(trades.get(i)) ? resolveFill(transaction, trades, i, tally) : i + 1;
        }
        for (int i = trades.size() - 1; i >= 0; i--) {
            if (isLeg(trades, trades.get(i))) {
                tally.leg(trades.get(i));
                trades.remove(i);
            }
        }
        trades.sortByOrdinal();
    }

    private static boolean isDraft(final Trade trade) {
        return trade.dca() && trade.lamports() == 0;
    }

    /** Resolves the two drafts of a fill, the first at {@code first}; the number of the trade behind them. */
    private static int resolveFill(
            final TransactionView transaction, final TradeList trades, final int first, final TradeTally tally) {
        final int end = trades.get(first).ordinal();
        final int start = DcaFills.start(transaction, end);
        boolean told = false;
        int at = first;
        for (int draft = 0; draft < DRAFTS; draft++) {
            at -= takeLegs(trades, at, start, tally);
            final long lamports = trades.get(at).lamports();
            if (lamports > 0) {
                told = true;
                tally.fillEnded(lamports > SwapDecoder.MAX_LAMPORTS ? Outcome.MALFORMED : Outcome.TRADE);
            }
            if (lamports == 0 || lamports > SwapDecoder.MAX_LAMPORTS) {
                trades.remove(at);
            } else {
                at++;
            }
        }
        if (!told) {
            tally.fillEnded(Outcome.SKIPPED);
        }
        return at;
    }

    /** Adds the legs behind {@code start} to the fill at {@code at} and removes them; returns how many. */
    private static int takeLegs(final TradeList trades, final int at, final int start, final TradeTally tally) {
        final Trade fill = trades.get(at);
        int taken = 0;
        for (int i = at - 1; i >= 0 && trades.get(i).ordinal() > start; i--) {
            final Trade leg = trades.get(i);
            if (!leg.dca() && leg.side() == fill.side() && leg.mint().matches(fill.mint())) {
                final long baseUnits = fill.baseUnits() + leg.baseUnits();
                final boolean overflows = Long.compareUnsigned(baseUnits, leg.baseUnits()) < 0;
                // more base units than there can be: refused like too many lamports
                fill.lamports(fill.lamports() + (overflows ? SwapDecoder.MAX_LAMPORTS : 0) + leg.lamports())
                        .baseUnits(baseUnits)
                        .decimals(leg.decimals())
                        .timestampSeconds(leg.timestampSeconds())
                        .ordinal(leg.ordinal());
                tally.leg(leg);
                trades.remove(i);
                taken++;
            }
        }
        return taken;
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
