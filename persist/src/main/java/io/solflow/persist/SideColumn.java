package io.solflow.persist;

import io.solflow.core.event.Side;

/** How a side stands in {@code trades.side}. */
final class SideColumn {

    /** A buy. */
    static final long BUY = 0;
    /** A sell. */
    static final long SELL = 1;

    private SideColumn() {}

    /** The column's value. */
    static long of(final Side side) {
        return side == Side.BUY ? BUY : SELL;
    }
}
