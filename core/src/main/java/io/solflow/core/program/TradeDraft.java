package io.solflow.core.program;

import io.solflow.core.event.ChainPosition;
import io.solflow.core.event.Trade;
import io.solflow.core.event.TradeList;
import io.solflow.core.wire.TransactionView;

/**
 * The trade that a decoder is putting together, with the checks that every trade passes before it is added. One a
 * decoder, reused; not thread safe.
 */
final class TradeDraft {

    private final Trade trade = new Trade();
    private final Decimals decimals = new Decimals();

    /** Starts a new trade, to be filled by the decoder. */
    Trade begin() {
        return trade.reset();
    }

    /** The trade that was begun. */
    Trade trade() {
        return trade;
    }

    /** Adds the trade as {@link #addTo(TradeList, TransactionView, Outcome, int)} does; decimals must be told. */
    Outcome addTo(final TradeList trades, final TransactionView transaction, final Outcome added) {
        return addTo(trades, transaction, added, Decimals.UNKNOWN);
    }

    /**
     * Adds the trade to {@code trades}, decimals found. A swap in which one side moved nothing (dust sold for less than
     * a lamport) is {@link Outcome#SKIPPED}: there was nothing to trade against. One whose proof has a place that no id can
     * hold is {@link Outcome#MALFORMED}.
     *
     * @param added the outcome when it is added.
     * @param untoldDecimals decimals of the mint where the transaction does not tell them.
     */
    Outcome addTo(
            final TradeList trades, final TransactionView transaction, final Outcome added, final int untoldDecimals) {
        if (trade.lamports() < 0
                || trade.lamports() > SwapDecoder.MAX_LAMPORTS
                || trade.ordinal() > ChainPosition.MAX_ORDINAL) {
            return Outcome.MALFORMED;
        }
        if (trade.lamports() == 0 || trade.baseUnits() == 0) {
            return Outcome.SKIPPED;
        }
        trade.decimals(decimals.of(transaction, trade.mint(), untoldDecimals));
        if (trade.decimals() == Decimals.UNKNOWN) {
            return Outcome.MALFORMED;
        }
        trades.add().set(trade);
        return added;
    }
}
