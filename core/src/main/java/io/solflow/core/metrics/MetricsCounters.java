package io.solflow.core.metrics;

import io.solflow.core.counter.Counter;

/** What the metrics engine counts. Written by the thread that drives the engine, readable from any. */
public final class MetricsCounters {

    private final Counter mints = new Counter();
    private final Counter walletPairs = new Counter();
    private final Counter buckets = new Counter();
    private final Counter lateTrades = new Counter();
    private final Counter expiredTrades = new Counter();
    private final Counter unsettledTrades = new Counter();
    private final Counter botFlagsLeft = new Counter();

    MetricsCounters() {}

    /** Gauge: mints that the windows hold. */
    public Counter mints() {
        return mints;
    }

    /** Gauge: pairs of mint and wallet remembered for the 300 s columns. */
    public Counter walletPairs() {
        return walletPairs;
    }

    /** Gauge: sums of a mint's flow in a second that the windows hold. */
    public Counter buckets() {
        return buckets;
    }

    /** Trades more than 300 s late, whose bot flag was judged by an incomplete memory. */
    public Counter lateTrades() {
        return lateTrades;
    }

    /** Trades too late for every window, or with a time before 1970. */
    public Counter expiredTrades() {
        return expiredTrades;
    }

    /** Gauge: trades remembered because their slots may die. */
    public Counter unsettledTrades() {
        return unsettledTrades;
    }

    /** Bot flags more than 300 s old that a dead slot's trades may have caused, and that stay. */
    public Counter botFlagsLeft() {
        return botFlagsLeft;
    }
}
