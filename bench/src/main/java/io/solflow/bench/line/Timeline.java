package io.solflow.bench.line;

import java.util.Arrays;

/**
 * The planned time of every transaction that executes trades, in chain order, which is the order of their visibility. Written by
 * the sending thread, read by the watching one up to {@link #size()}.
 */
final class Timeline {

    private long[] lastIds = new long[1 << 16];
    private long[] plannedNs = new long[1 << 16];
    private int[] tradeCounts = new int[1 << 16];
    private volatile int size;
    private volatile long trades;

    /** Adds a transaction before it is sent. */
    synchronized void add(final long lastId, final long planned, final int count) {
        final int at = size;
        if (at == lastIds.length) {
            lastIds = Arrays.copyOf(lastIds, 2 * at);
            plannedNs = Arrays.copyOf(plannedNs, 2 * at);
            tradeCounts = Arrays.copyOf(tradeCounts, 2 * at);
        }
        lastIds[at] = lastId;
        plannedNs[at] = planned;
        tradeCounts[at] = count;
        trades += count;
        size = at + 1;
    }

    /** Transactions so far. */
    int size() {
        return size;
    }

    /** Trades so far. */
    long trades() {
        return trades;
    }

    /** Called for each transaction that has become visible. */
    interface Visitor {
        void visible(long plannedNs, int tradeCount);
    }

    /** Visits those from an index on whose trades are all within an id; gives the index behind them. */
    synchronized int visit(final int from, final long maxId, final Visitor visitor) {
        int at = from;
        while (at < size && lastIds[at] <= maxId) {
            visitor.visible(plannedNs[at], tradeCounts[at]);
            at++;
        }
        return at;
    }
}
