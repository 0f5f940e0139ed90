package io.solflow.persist.read;

import io.solflow.core.event.Trade;

/** Receives stored trades one by one. */
@FunctionalInterface
public interface TradeVisitor {

    /**
     * One trade.
     *
     * @param trade valid during the call only; base units, decimals and program are not filled in.
     * @param bot whether it is a bot trade.
     */
    void trade(Trade trade, boolean bot);
}
