package io.solflow.persist.file;

import io.solflow.core.event.Side;

/** How a side stands in {@code trades.side}. */
public final class SideColumn {

    /** A buy. */
    public static final long BUY = 0;
    /** A sell. */
    static final long SELL = 1;

    private SideColumn() {}

    /** The column's value. */
    public static long of(final Side side) {
        return side == Side.BUY ? BUY : SELL;
    }
}
