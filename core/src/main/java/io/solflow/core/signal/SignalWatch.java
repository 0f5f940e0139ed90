package io.solflow.core.signal;

import io.solflow.core.chain.Key32;
import io.solflow.core.event.MetricsRows;
import io.solflow.core.event.SignalKind;
import io.solflow.core.event.SignalList;
import io.solflow.core.metrics.RollingMetrics;
import io.solflow.core.metrics.WatchedMints;

/**
 * Finds the signals in an engine's rows, at the end of each second of chain time. A signal begins when the condition of its
 * kind holds for a mint that has none of that kind, and goes on until the condition is seen not to hold, for the length of
 * the cool-down at least. Looked at are the mints whose rows were drained in the second, and those whose cool-down is over
 * then. {@link SignalKind#FOCUSED_BUYERS} asks for what each wallet has bought, and is looked at when {@value #FOCUS_SECONDS}
 * full seconds are over.
 *
 * <p>So the signals are a function of the windows at the seconds' ends: neither batches nor the order within a second tell.
 * After a restart the engine's windows, the signals that went on, and the mints drained lately make it go on where it was.
 *
 * <p>On the engine's thread, between {@link #begin} and the end of the event. Nothing is allocated in steady state.
 */
public final class SignalWatch {

    /** How often the buyers of a mint are looked at. */
    public static final int FOCUS_SECONDS = 30;

    // After a longer step a mint may be forgotten without having been drained in between.
    private static final long LONG_STEP_SECONDS = 60;

    private static final SignalKind[] ROW_KINDS = {
        SignalKind.BREAKOUT, SignalKind.REACCUMULATION, SignalKind.PERSISTENCE, SignalKind.FLOW_REVERSAL
    };

    private final SignalConfig config;
    private final WatchedMints mints;
    private final SignalBook book;
    private final BuyersWatch buyers;
    private final SignalRule[] rules = new SignalRule[SignalKind.COUNT];
    private final SignalFigures figures = new SignalFigures();
    private long lastEnding;
    private boolean allAreSuspect = true;

    /** Watches an engine whose windows are as they were when the last run ended; nobody else does. */
    public SignalWatch(final SignalConfig config, final RollingMetrics metrics) {
        this.config = config;
        mints = metrics.watch();
        book = new SignalBook(config.cooldownSeconds(), mints);
        buyers = new BuyersWatch(config, mints, book);
        rules[SignalKind.BREAKOUT.index()] = new BreakoutRule(config);
        rules[SignalKind.REACCUMULATION.index()] = new ReaccumulationRule(config);
        rules[SignalKind.PERSISTENCE.index()] = new PersistenceRule(config);
        rules[SignalKind.FLOW_REVERSAL.index()] = new FlowReversalRule(config);
    }

    /** On start: a signal that went on when the last run ended. */
    public void restore(final Key32 mint, final SignalKind kind, final long second, final long slot) {
        book.restore(mint, kind, second, slot);
    }

    /** First second of those whose drained mints have to be told on start, when the watermark is {@code watermark}. */
    public static long restoreFrom(final long watermark) {
        return Math.floorDiv(watermark, FOCUS_SECONDS) * FOCUS_SECONDS;
    }

    /**
     * On start, behind the signals: a mint whose row was drained last at {@code second}, from {@link #restoreFrom} to the
     * watermark.
     */
    public void restoreDrained(final Key32 mint, final long second, final long watermark) {
        if (second == watermark) {
            mints.restore(mint);
            return;
        }
        final int held = mints.find(mint);
        if (held != WatchedMints.NONE) {
            buyers.note(held);
        }
    }

    /** Begins an event: what is found goes into {@code list}, which is emptied. */
    public void begin(final SignalList list) {
        book.tellInto(list);
    }

    /**
     * Looks for signals at the end of a second, before the engine moves its watermark.
     *
     * @param ending the watermark.
     * @param next the later one to which it is about to move.
     */
    public void endSecond(final long ending, final long next) {
        endThoseWhoseTimeIsOver(ending);
        for (int i = 0; i < mints.size(); i++) {
            lookAtRow(mints.mint(i), ending);
        }
        if (restoreFrom(ending) != restoreFrom(next)) {
            buyers.look(ending);
        }
        book.tell();
        lastEnding = ending;
        allAreSuspect = next - ending > LONG_STEP_SECONDS;
    }

    /**
     * Forgets the signals that may have counted trades of a slot that has died: those of its mints, since it came. The store
     * does the same.
     *
     * @param ofSlot rows of the mints that were traded in the slot.
     */
    public void takeBack(final long slot, final MetricsRows ofSlot) {
        book.takeBack(slot, ofSlot);
    }

    private void lookAtRow(final int mint, final long second) {
        figures.wrap(mints.page(mint), mints.offset(mint));
        final int open = book.open(mint);
        if (open == 0 && figures.flow300() < config.minLamports() && figures.flow60() > -config.minLamports()) {
            return; // as most are: no rule holds with so little
        }
        for (final SignalKind kind : ROW_KINDS) {
            final SignalRule rule = rules[kind.index()];
            final boolean goesOn = (open & SignalBook.bit(kind)) != 0;
            if (goesOn != rule.holds(figures)) {
                if (goesOn) {
                    endIfOver(book.find(figures, kind), mint, second);
                } else {
                    book.begin(mint, kind, rule, figures, second);
                }
            }
        }
        buyers.note(mint);
    }

    private void endIfOver(final int signal, final int mint, final long second) {
        if (book.isOver(signal, second)) {
            book.end(signal, mint, second);
        }
    }

    /** Ends those whose cool-down is over since the last second's end, where the condition does not hold by then. */
    private void endThoseWhoseTimeIsOver(final long second) {
        for (int signal = book.size() - 1; signal >= 0; signal--) {
            if (book.isOver(signal, second)
                    && (allAreSuspect || !book.isOver(signal, lastEnding))
                    && book.kind(signal) != SignalKind.FOCUSED_BUYERS) {
                final int mint = book.mint(signal);
                if (mint != WatchedMints.NONE && holds(mint, book.kind(signal))) {
                    book.note(mint, book.kind(signal));
                } else {
                    book.end(signal, mint, second);
                }
            }
        }
    }

    private boolean holds(final int mint, final SignalKind kind) {
        return rules[kind.index()].holds(figures.wrap(mints.page(mint), mints.offset(mint)));
    }
}
