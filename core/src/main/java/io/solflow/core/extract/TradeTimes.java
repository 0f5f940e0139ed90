package io.solflow.core.extract;

import io.solflow.core.event.TimeSource;
import io.solflow.core.event.Trade;
import io.solflow.core.event.UpdateEvent;
import io.solflow.core.program.EventTime;

/** Whether the time that a trade's program gives can be that of its block. */
final class TradeTimes {

    /** How far a program's own time may lie from the block time; both are the cluster's clock. */
    private static final long MAX_CLOCK_DIFFERENCE_SECONDS = 3600;

    /**
     * How far it may lie from an estimate by a block time close by: the chain has stood still for up to 19 hours, and the
     * block time before that is the closest for the first slots after it.
     */
    private static final long MAX_ESTIMATE_DIFFERENCE_SECONDS = 86_400;

    /** Timestamp of a trade whose program tells no time. */
    static final long NO_EVENT_TIME = 0;

    private TradeTimes() {}

    /** False when the time that a trade's program told contradicts the block's, or that of one close by. */
    static boolean fits(final UpdateEvent event, final Trade trade) {
        final long eventSeconds = trade.timestampSeconds();
        return eventSeconds == NO_EVENT_TIME
                || !EventTime.plausible(event.timeSeconds())
                || Math.abs(eventSeconds - event.timeSeconds()) <= maxDifferenceSeconds(event.timeSource());
    }

    private static long maxDifferenceSeconds(final TimeSource source) {
        return switch (source) {
            case BLOCK_TIME -> MAX_CLOCK_DIFFERENCE_SECONDS;
            case NEAR_ESTIMATE -> MAX_ESTIMATE_DIFFERENCE_SECONDS;
            case CREATED_AT, FAR_ESTIMATE -> Long.MAX_VALUE;
        };
    }
}
