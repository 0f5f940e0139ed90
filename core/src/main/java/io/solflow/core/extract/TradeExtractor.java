package io.solflow.core.extract;

import io.solflow.core.event.ChainPosition;
import io.solflow.core.event.Trade;
import io.solflow.core.event.TradeList;
import io.solflow.core.event.UpdateEvent;
import io.solflow.core.program.DexProgram;
import io.solflow.core.program.EventTime;
import io.solflow.core.program.ProgramTable;
import io.solflow.core.program.SwapDecoder;
import io.solflow.core.wire.InstructionView;
import io.solflow.core.wire.TransactionView;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/**
 * Writes the trades that an update's transaction executed into its event. Knows no ring. Allocates nothing; never throws
 * on what came over the wire. Not thread safe.
 */
public final class TradeExtractor {

    /**
     * Steps that the search for events may take: each instruction may look at every other, every log line and balance.
     * The runtime stops a transaction at 64 instructions, which leaves room for 60 000 lines; a hostile update could
     * take a minute. At most 2 048 instructions pass, entries of token batches among them.
     */
    private static final long MAX_SEARCH_STEPS = 1L << 22;

    private final ProgramTable programs = new ProgramTable(EnumSet.allOf(DexProgram.class));
    private final Map<DexProgram, SwapDecoder> decoders = new EnumMap<>(DexProgram.class);
    private final HiddenSwaps hiddenSwaps = new HiddenSwaps(programs, decoders);
    private final TradeTally tally;
    private final SeenTrades seen;
    private final VolumeLimit volumeLimit = new VolumeLimit();
    private final ExtractCounters counters;
    private final TransactionView transaction = new TransactionView();
    private final InstructionView instruction = new InstructionView(transaction);

    /**
     * An extractor.
     *
     * @param enabled programs whose trades are passed on and counted; those of others are dropped once they are decoded.
     * @param seen is asked once for each transaction with trades, and told of what is dead and of the time.
     */
    public TradeExtractor(final Set<DexProgram> enabled, final SeenTrades seen, final ExtractCounters counters) {
        for (final DexProgram program : DexProgram.values()) {
            decoders.put(program, program.newDecoder());
        }
        tally = new TradeTally(enabled, counters);
        this.seen = seen;
        this.counters = counters;
    }

    /** Fills {@code event.trades()}, which is empty afterwards when the update executed none; forgets what is dead. */
    public void extract(final UpdateEvent event) {
        final TradeList trades = event.trades();
        trades.clear();
        switch (event.kind()) {
            case TRANSACTION -> extractTransaction(event, trades);
            case SLOT_DEAD -> seen.forget(event.slot());
            case TRANSACTION_DEAD -> seen.forget(event.slot(), event.deadTxIndex());
            case EMPTY, SLOT_END, GAP -> {
                // no trades
            }
        }
    }

    private void extractTransaction(final UpdateEvent event, final TradeList trades) {
        counters.transactions().increment();
        if (!accept(event)) {
            return;
        }
        decode(event, trades);
        if (trades.size() == 0) {
            counters.tradeless().increment();
            return;
        }
        final long told = event.positioned() ? transaction.txIndex() : ChainPosition.NO_POSITION;
        if (!seen.begin(
                transaction.slot(),
                told,
                transaction.bytes(),
                transaction.signatureOffset(),
                latestSeconds(event, trades))) {
            trades.clear();
            counters.malformedUpdates().increment();
            return;
        }
        final int known = admit(event, trades);
        if (trades.size() > 0) {
            trades.signature(transaction.bytes(), transaction.signatureOffset());
            counters.traded().increment();
            counters.trades().add(trades.size());
            countPlace(told);
        } else if (known > 0) {
            counters.duplicates().increment();
        } else {
            counters.tradeless().increment();
        }
    }

    private void countPlace(final long told) {
        if (seen.movedFromTxIndex() >= 0) {
            counters.moved().increment();
        } else if (seen.isUnpositioned()) {
            final boolean toldOne = told >= 0 && told <= ChainPosition.MAX_TOLD_TX_INDEX;
            (toldOne ? counters.positionsTaken() : counters.unpositioned()).increment();
        }
    }

    /** Leaves the trades that are passed on, with ids and times; returns how many came before. */
    private int admit(final UpdateEvent event, final TradeList trades) {
        int known = 0;
        int i = 0;
        while (i < trades.size()) {
            final Trade trade = trades.get(i);
            trade.id(ChainPosition.of(transaction.slot(), seen.txIndex(), trade.ordinal()));
            if (seen.isKnown(trade.ordinal())) {
                known++;
                if (seen.movedFromTxIndex() >= 0) {
                    // the store keeps the trade's time: what moves is its id
                    trade.movedFromId(ChainPosition.of(transaction.slot(), seen.movedFromTxIndex(), trade.ordinal()));
                    i++;
                    continue;
                }
            } else if (isNew(event, trade)) {
                seen.add(trade.ordinal());
                seen.advanceTo(trade.timestampSeconds());
                i++;
                continue;
            }
            trades.remove(i);
        }
        return known;
    }

    /** True for a trade that is passed on, which has a time then; others are counted. */
    private boolean isNew(final UpdateEvent event, final Trade trade) {
        if (!tally.isEnabled(trade)) {
            return false;
        }
        final boolean eventTimed = trade.timestampSeconds() != TradeTimes.NO_EVENT_TIME;
        if (!eventTimed && !EventTime.plausible(event.timeSeconds())) {
            counters.untimed().increment();
            return false;
        }
        (eventTimed ? counters.eventTimed() : counters.timedBy(event.timeSource())).increment();
        if (!eventTimed) {
            trade.timestampSeconds(event.timeSeconds());
        }
        if (!volumeLimit.admit(trade.timestampSeconds(), trade.lamports())) {
            counters.excessive().increment();
            return false;
        }
        return true;
    }

    private static long latestSeconds(final UpdateEvent event, final TradeList trades) {
        long latest = Long.MIN_VALUE;
        for (int i = 0; i < trades.size(); i++) {
            final long seconds = trades.get(i).timestampSeconds();
            latest = Math.max(latest, seconds == TradeTimes.NO_EVENT_TIME ? event.timeSeconds() : seconds);
        }
        return latest;
    }

    /**
     * Counts a stored trade among those that new ones are added up with, on start, before the first update. False when its
     * lamports have no place beside the others' in a long: such a trade was added by hand, and no window can hold it.
     */
    public boolean restore(final Trade trade) {
        return trade.lamports() >= 0 && volumeLimit.restore(trade.timestampSeconds(), trade.lamports());
    }

    /** Wraps the payload; false, counted, when it can hold no trade. */
    private boolean accept(final UpdateEvent event) {
        if (!transaction.wrap(event.payload(), 0, event.payloadLength())) {
            counters.undecodable().increment();
            return false;
        }
        if (transaction.vote()) {
            counters.votes().increment();
            return false;
        }
        if (transaction.failed()) {
            counters.failed().increment();
            return false;
        }
        if (!ChainPosition.fits(transaction.slot(), 0)
                || transaction.signatureOffset() < 0
                || searchSteps() > MAX_SEARCH_STEPS) {
            counters.malformedUpdates().increment();
            return false;
        }
        if (transaction.orphanedInstructions()) {
            counters.orphaned().increment();
        }
        return true;
    }

    private long searchSteps() {
        final long instructions = transaction.instructionCount();
        return instructions * (instructions + transaction.logCount() + transaction.tokenBalanceCount());
    }

    /** Adds the trades of all programs, whatever is enabled: no setting changes what a trade is. */
    private void decode(final UpdateEvent event, final TradeList trades) {
        tally.begin(event);
        final int count = transaction.instructionCount();
        for (int i = 0; i < count; i++) {
            final int programOffset = transaction.programOffset(i);
            final DexProgram program = programOffset < 0 ? null : programs.find(transaction.bytes(), programOffset);
            if (program != null) {
                tally.at(program, instruction.moveTo(i));
                decoders.get(program).decode(instruction, trades, tally);
            }
        }
        if (!transaction.innerShown()) {
            hiddenSwaps.decode(transaction, trades, tally);
        }
        trades.sortByOrdinal();
        DcaLegs.resolve(transaction, trades, tally);
    }
}
