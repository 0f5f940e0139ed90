package io.solflow.core.program;

import io.solflow.core.event.Trade;
import io.solflow.core.event.TradeList;
import io.solflow.core.wire.InstructionView;

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

    /**
     * Adds the trade to {@code trades}, decimals found. A swap in which one side moved nothing (dust sold for less than
     * a lamport) is {@link Outcome#SKIPPED}: there was nothing to trade against.
     */
    Outcome addTo(final TradeList trades, final InstructionView instruction) {
        if (trade.lamports() < 0 || trade.lamports() > SwapDecoder.MAX_LAMPORTS) {
            return Outcome.MALFORMED;
        }
        if (trade.lamports() == 0 || trade.baseUnits() == 0) {
            return Outcome.SKIPPED;
        }
        trade.decimals(decimals.of(instruction.transaction(), trade.mint()));
        if (trade.decimals() == Decimals.UNKNOWN) {
            return Outcome.MALFORMED;
        }
        trades.add().set(trade);
        return Outcome.TRADE;
    }
}
