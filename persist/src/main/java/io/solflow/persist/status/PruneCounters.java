package io.solflow.persist.status;

import io.solflow.core.counter.Counter;

/** What was removed because of its age; written by the thread that prunes, read by any. */
public final class PruneCounters {

    private final Counter trades = new Counter();
    private final Counter signals = new Counter();
    private final Counter metricsRows = new Counter();
    private final Counter mints = new Counter();
    private final Counter wallets = new Counter();
    private final Counter steps = new Counter();
    private final Counter holdLastNs = new Counter();
    private final Counter holdMaxNs = new Counter();
    private final Counter beforeSeconds = new Counter();

    /** Trades removed. */
    public Counter trades() {
        return trades;
    }

    /** Signals removed. */
    public Counter signals() {
        return signals;
    }

    /** Rows of metrics removed: of tokens without trades. */
    public Counter metricsRows() {
        return metricsRows;
    }

    /** Addresses of mints removed. */
    public Counter mints() {
        return mints;
    }

    /** Addresses of wallets removed. */
    public Counter wallets() {
        return wallets;
    }

    /** Transactions that removed something, or looked for it. */
    public Counter steps() {
        return steps;
    }

    /** How long the last of them held the write lock. */
    public Counter holdLastNs() {
        return holdLastNs;
    }

    /** How long the slowest of them held the write lock. */
    public Counter holdMaxNs() {
        return holdMaxNs;
    }

    /** Chain time in unix seconds before which no trade was left when last everything was removed; 0 before the first time. */
    public Counter beforeSeconds() {
        return beforeSeconds;
    }
}
