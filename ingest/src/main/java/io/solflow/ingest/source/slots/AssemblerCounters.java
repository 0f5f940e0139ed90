package io.solflow.ingest.source.slots;

import io.solflow.core.counter.Counter;

/** What a {@link SlotAssembler} met. Written by its thread, read by any. */
public final class AssemblerCounters {

    private final Counter slotsReleased = new Counter();
    private final Counter metasMissing = new Counter();
    private final Counter blockTimesMissing = new Counter();
    private final Counter overflows = new Counter();
    private final Counter implausibleSlots = new Counter();
    private final Counter votes = new Counter();
    private final Counter lateTransactions = new Counter();
    private final Counter replayedTransactions = new Counter();
    private final Counter deadSlots = new Counter();
    private final Counter deadTransactions = new Counter();
    private final Counter deathsOutOfReach = new Counter();
    private final Counter forkContradictions = new Counter();
    private final Counter otherBankTransactions = new Counter();
    private final Counter banksTakenBack = new Counter();
    private final Counter slotsReplaced = new Counter();
    private final Counter transactionsReplaced = new Counter();
    private final Counter unpositioned = new Counter();
    private final Counter gaps = new Counter();
    private final Counter openSlots = new Counter();
    private final Counter heldBytes = new Counter();

    AssemblerCounters() {}

    /** Slots released, with a block time or an estimate. */
    public Counter slotsReleased() {
        return slotsReleased;
    }

    /** Slots whose block meta did not come in time; released with an estimate. */
    public Counter metasMissing() {
        return metasMissing;
    }

    /** Block metas without a block time, or with one that cannot be or is not believed; released with an estimate. */
    public Counter blockTimesMissing() {
        return blockTimesMissing;
    }

    /** Slots released with an estimate because too many slots or bytes waited. */
    public Counter overflows() {
        return overflows;
    }

    /** Slots released too far ahead of all others to move the checkpoint. */
    public Counter implausibleSlots() {
        return implausibleSlots;
    }

    /** Vote transactions dropped. */
    public Counter votes() {
        return votes;
    }

    /** Transactions that came after their slot was released. */
    public Counter lateTransactions() {
        return lateTransactions;
    }

    /** Transactions of slots released before the stream was resumed, which servers send again. */
    public Counter replayedTransactions() {
        return replayedTransactions;
    }

    /** Slots reported as dead: by their status, or because settled slots have passed them over. */
    public Counter deadSlots() {
        return deadSlots;
    }

    /** Transactions that came after their slot had died, dropped. */
    public Counter deadTransactions() {
        return deadTransactions;
    }

    /** Slots that have died too far back to be reported. */
    public Counter deathsOutOfReach() {
        return deathsOutOfReach;
    }

    /** Statuses that contradict each other: a settled slot that dies, a dead one that is settled, a second parent. */
    public Counter forkContradictions() {
        return forkContradictions;
    }

    /** Transactions of a bank that lost its slot to another one, dropped. */
    public Counter otherBankTransactions() {
        return otherBankTransactions;
    }

    /** Slots taken back because the block meta named another bank than the one published. */
    public Counter banksTakenBack() {
        return banksTakenBack;
    }

    /** Slots that came again with other transactions, which took the place of the first ones. */
    public Counter slotsReplaced() {
        return slotsReplaced;
    }

    /** Transactions of a slot's earlier version, reported as dead or dropped. */
    public Counter transactionsReplaced() {
        return transactionsReplaced;
    }

    /** Transactions published without a position, because the source does not tell it. */
    public Counter unpositioned() {
        return unpositioned;
    }

    /** Holes reported. */
    public Counter gaps() {
        return gaps;
    }

    /** Gauge: slots waiting. */
    public Counter openSlots() {
        return openSlots;
    }

    /** Gauge: bytes waiting. */
    public Counter heldBytes() {
        return heldBytes;
    }
}
