package io.solflow.persist.status;

import io.solflow.core.counter.Counter;

/** How many commits took how long. Written by the thread of stage 3, read by any. */
public final class CommitTimes {

    private static final long US = 1_000L;
    private static final long MS = 1_000_000L;
    private static final long[] BOUNDS_NS = {
        200 * US,
        500 * US,
        MS,
        2 * MS,
        5 * MS,
        10 * MS,
        20 * MS,
        50 * MS,
        100 * MS,
        200 * MS,
        500 * MS,
        1_000 * MS,
        5_000 * MS
    };

    private final Counter[] counts = new Counter[BOUNDS_NS.length + 1];
    private final Counter sumNs = new Counter();

    CommitTimes() {
        for (int i = 0; i < counts.length; i++) {
            counts[i] = new Counter();
        }
    }

    /** Counts a commit; stage 3 only. */
    public void add(final long tookNs) {
        int i = 0;
        while (i < BOUNDS_NS.length && tookNs > BOUNDS_NS[i]) {
            i++;
        }
        counts[i].increment();
        sumNs.add(tookNs);
    }

    /** Upper bounds, both of what they count and of what the next one leaves out; smallest first. */
    public long[] boundsNs() {
        return BOUNDS_NS.clone();
    }

    /** How many commits lie between the bound before and this one; the last count is of those above all bounds. */
    public long[] counts() {
        final long[] now = new long[counts.length];
        for (int i = 0; i < now.length; i++) {
            now[i] = counts[i].get();
        }
        return now;
    }

    /** How long all took. */
    public long sumNs() {
        return sumNs.get();
    }
}
