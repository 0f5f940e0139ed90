package io.solflow.core.extract;

import io.solflow.core.counter.Counter;
import io.solflow.core.event.TimeSource;
import io.solflow.core.program.DexProgram;
import io.solflow.core.program.Outcome;
import java.util.EnumMap;
import java.util.Map;

/**
 * What extraction did. Written by the extract thread, read by any. Each transaction update ends in exactly one of
 * {@link #undecodable()}, {@link #votes()}, {@link #failed()}, {@link #malformedUpdates()}, {@link #duplicates()},
 * {@link #tradeless()}, {@link #traded()}; each instruction of an enabled program in the last three in one {@link #outcome}
 * for each swap that it told of, in exactly one when it told of none.
 */
public final class ExtractCounters {

    private final Counter transactions = new Counter();
    private final Counter undecodable = new Counter();
    private final Counter votes = new Counter();
    private final Counter failed = new Counter();
    private final Counter malformedUpdates = new Counter();
    private final Counter duplicates = new Counter();
    private final Counter tradeless = new Counter();
    private final Counter traded = new Counter();
    private final Counter unpositioned = new Counter();
    private final Counter positionsTaken = new Counter();
    private final Counter moved = new Counter();
    private final Counter orphaned = new Counter();
    private final Counter dcaLegs = new Counter();
    private final Counter untimed = new Counter();
    private final Counter excessive = new Counter();
    private final Counter trades = new Counter();
    private final Counter eventTimed = new Counter();
    private final Map<TimeSource, Counter> timedBy = newCounters(TimeSource.class);
    private final Map<DexProgram, Map<Outcome, Counter>> outcomes = new EnumMap<>(DexProgram.class);

    private final UnnamedInstructions unnamed = new UnnamedInstructions();

    /** All at zero. */
    public ExtractCounters() {
        for (final DexProgram program : DexProgram.values()) {
            outcomes.put(program, newCounters(Outcome.class));
        }
    }

    private static <E extends Enum<E>> Map<E, Counter> newCounters(final Class<E> keys) {
        final Map<E, Counter> counters = new EnumMap<>(keys);
        for (final E key : keys.getEnumConstants()) {
            counters.put(key, new Counter());
        }
        return counters;
    }

    /** Transaction updates. */
    public Counter transactions() {
        return transactions;
    }

    /** Transaction updates that are no protobuf, or carry no transaction. */
    public Counter undecodable() {
        return undecodable;
    }

    /** Vote transactions. */
    public Counter votes() {
        return votes;
    }

    /** Transactions that failed, votes left out. */
    public Counter failed() {
        return failed;
    }

    /**
     * Transactions whose slot has no place in an id or no place left, whose signature has not 64 bytes, or that hold many
     * times more instructions, log lines or balances than the chain lets pass.
     */
    public Counter malformedUpdates() {
        return malformedUpdates;
    }

    /** Transactions with trades that had been seen before. */
    public Counter duplicates() {
        return duplicates;
    }

    /** Transactions that executed no trade, or none that is passed on. */
    public Counter tradeless() {
        return tradeless;
    }

    /** Transactions whose trades were passed on. */
    public Counter traded() {
        return traded;
    }

    /** Of those, transactions whose source does not tell their position in the block: their place follows from the signature. */
    public Counter unpositioned() {
        return unpositioned;
    }

    /** Of those, transactions whose position another one of the slot has: their place follows from the signature. */
    public Counter positionsTaken() {
        return positionsTaken;
    }

    /** Of those, transactions stored without a position that moved to the one that was told now. */
    public Counter moved() {
        return moved;
    }

    /** Transactions with inner instructions of a top-level one that does not exist; the rest of them is decoded. */
    public Counter orphaned() {
        return orphaned;
    }

    /** Trades that were only the execution of a DCA fill in the same transaction, not stored. */
    public Counter dcaLegs() {
        return dcaLegs;
    }

    /** Trades for which neither their program nor the update knows a time, not stored. */
    public Counter untimed() {
        return untimed;
    }

    /** Trades that move so much that the windows could not add them up exactly, not stored. */
    public Counter excessive() {
        return excessive;
    }

    /** Trades passed on: the outcomes {@link Outcome#TRADE} and {@link Outcome#BY_EVENT} without DCA legs, untimed and excessive ones, and those of
     * transactions dropped as a whole. */
    public Counter trades() {
        return trades;
    }

    /** Trades, excessive ones too, whose program told their time. */
    public Counter eventTimed() {
        return eventTimed;
    }

    /** Trades, excessive ones too, that took the update's time, by its source. */
    public Counter timedBy(final TimeSource source) {
        return timedBy.get(source);
    }

    /** Swaps of a program, and instructions that were none, by how they ended. */
    public Counter outcome(final DexProgram program, final Outcome outcome) {
        return outcomes.get(program).get(outcome);
    }

    /** The instructions of enabled programs that this version does not name. */
    public UnnamedInstructions unnamed() {
        return unnamed;
    }
}
