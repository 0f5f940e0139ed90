package io.solflow.persist;

import io.solflow.core.event.Trade;

/** Receives stored trades one by one. */
@FunctionalInterface
public interface TradeVisitor {

    /**
     * One trade.
     *
     * @param trade valid during the call only; base units and decimals are 0, they are not stored.
     * @param bot whether it is a bot trade.
     */
    void trade(Trade trade, boolean bot);
}
