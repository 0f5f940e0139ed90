package io.solflow.persist.status;

import io.solflow.core.counter.Counter;

/** Counts and gauges of the store, written by the thread of stage 3 where nothing else is said, read by any. */
public final class PersistCounters {

    private final Counter tradesWritten = new Counter();
    private final Counter tradesKnown = new Counter();
    private final Counter tradesMoved = new Counter();
    private final Counter botFlips = new Counter();
    private final Counter deadSlots = new Counter();
    private final Counter tradesTakenBack = new Counter();
    private final Counter deadSlotsKept = new Counter();
    private final Counter metricUpserts = new Counter();
    private final Counter signals = new Counter();
    private final Counter gaps = new Counter();
    private final Counter commits = new Counter();
    private final Counter retries = new Counter();
    private final Counter checkpointSlot = new Counter();
    private final Counter commitLastNs = new Counter();
    private final Counter commitMaxNs = new Counter();
    private final CommitTimes commitTimes = new CommitTimes();
    private final Counter walBytes = new Counter();
    private final PruneCounters pruned = new PruneCounters();

    public PersistCounters() {}

    /** Trades committed, each once. */
    public Counter tradesWritten() {
        return tradesWritten;
    }

    /** Trades that came again and were stored already. */
    public Counter tradesKnown() {
        return tradesKnown;
    }

    /** Stored trades that moved to the position in their block, which their source had not told before. */
    public Counter tradesMoved() {
        return tradesMoved;
    }

    /** Stored trades that a late trade turned into bot trades. */
    public Counter botFlips() {
        return botFlips;
    }

    /** Slots that have died after trades of theirs were stored, which are taken back. */
    public Counter deadSlots() {
        return deadSlots;
    }

    /** Stored trades that were deleted because their slots have died. */
    public Counter tradesTakenBack() {
        return tradesTakenBack;
    }

    /** Slots that have died too late to be taken back, so that trades of theirs may stay. */
    public Counter deadSlotsKept() {
        return deadSlotsKept;
    }

    /** Rows of metrics written: one a mint and transaction. */
    public Counter metricUpserts() {
        return metricUpserts;
    }

    /** Signals stored. */
    public Counter signals() {
        return signals;
    }

    /** Holes of the stream recorded. */
    public Counter gaps() {
        return gaps;
    }

    /** Transactions committed. */
    public Counter commits() {
        return commits;
    }

    /** Transactions rolled back to be tried again; {@link PersistStatus} says why. */
    public Counter retries() {
        return retries;
    }

    /** The slot of the stored checkpoint, {@link Checkpoint#NO_SLOT} before the first. */
    public Counter checkpointSlot() {
        return checkpointSlot;
    }

    /** How long the last commit took, upserts included. */
    public Counter commitLastNs() {
        return commitLastNs;
    }

    /** How long the slowest commit took, upserts included. */
    public Counter commitMaxNs() {
        return commitMaxNs;
    }

    /** How many commits took how long, upserts included. */
    public CommitTimes commitTimes() {
        return commitTimes;
    }

    /** Size of the write-ahead log when it was last looked at. */
    public Counter walBytes() {
        return walBytes;
    }

    /** What retention has removed; written by its own thread. */
    public PruneCounters pruned() {
        return pruned;
    }
}
