package io.solflow.core.signal;

import io.solflow.core.chain.Key32;
import io.solflow.core.event.MetricsRows;
import io.solflow.core.event.SignalKind;
import io.solflow.core.event.SignalList;
import io.solflow.core.metrics.WatchedMints;

/**
 * Keeps the signals that go on, and tells of those that begin and end. A mint's record holds a note of its kinds, so that
 * the states need not be searched for most mints; the states outlive the record. Signals are named by their states. One
 * thread.
 */
final class SignalBook {

    private final int cooldownSeconds;
    private final WatchedMints mints;
    private final SignalStates states = new SignalStates();
    private final Key32 key = new Key32();
    private final SignalArrays arrays = new SignalArrays();
    private final SignalList found = new SignalList();
    private SignalList target;

    SignalBook(final int cooldownSeconds, final WatchedMints mints) {
        this.cooldownSeconds = cooldownSeconds;
        this.mints = mints;
    }

    /** What begins and ends from now on is for {@code list}, which is emptied. */
    void tellInto(final SignalList list) {
        arrays.takeBack(list);
        found.clear();
        target = list;
    }

    /** Tells of what was found since {@link #tellInto}. */
    void tell() {
        if (found.size() > 0) {
            arrays.copy(found, target);
        }
    }

    /** Adds a signal that went on when the last run ended. */
    void restore(final Key32 mint, final SignalKind kind, final long second, final long slot) {
        final long[] words = {mint.word0(), mint.word1(), mint.word2(), mint.word3()};
        if (states.find(words, 0, kind) == SignalStates.NONE) {
            states.add(words, 0, kind, second, slot);
            final int held = mints.find(mint);
            if (held != WatchedMints.NONE) {
                note(held, kind);
            }
        }
    }

    /** Kinds of a mint's signals that go on, as bits; without those of the time before the windows held it. */
    int open(final int mint) {
        return mints.note(mint);
    }

    static int bit(final SignalKind kind) {
        return 1 << kind.index();
    }

    /** Notes that a mint has a signal of a kind. */
    void note(final int mint, final SignalKind kind) {
        mints.note(mint, mints.note(mint) | bit(kind));
    }

    /** How many signals go on; they are named from 0, and the last takes the name of one that ends. */
    int size() {
        return states.size();
    }

    SignalKind kind(final int signal) {
        return states.kind(signal);
    }

    /** The signal's mint, {@link WatchedMints#NONE} when the windows hold it no longer. */
    int mint(final int signal) {
        return mints.find(states.mint(signal, key));
    }

    /** The signal of the mint that {@code figures} look at, {@link SignalStates#NONE} without one. */
    int find(final SignalFigures figures, final SignalKind kind) {
        return states.find(figures.row(), figures.offset(), kind);
    }

    /** True when a signal's cool-down is over. */
    boolean isOver(final int signal, final long second) {
        return second - states.second(signal) >= cooldownSeconds;
    }

    /** Ends a signal. */
    void end(final int signal, final int mint, final long second) {
        found.addEnd(states.values(), states.offset(signal), states.kind(signal), second);
        forget(signal, mint);
    }

    /** Begins a signal of the mint that {@code figures} look at, unless one went on before the windows forgot the mint. */
    void begin(
            final int mint,
            final SignalKind kind,
            final SignalRule rule,
            final SignalFigures figures,
            final long second) {
        note(mint, kind);
        if (find(figures, kind) != SignalStates.NONE) {
            return;
        }
        // within 0 and 1 where the rule holds; beyond 2^53 lamports the last bit of a double may step over
        final double strength = Math.max(0, Math.min(1, rule.strength(figures)));
        final long slot = mints.newestSlot(mint);
        states.add(figures.row(), figures.offset(), kind, second, slot);
        final int signal = found.addBegin(figures.row(), figures.offset(), kind, second, slot, strength);
        found.set(signal, SignalList.INFLOW_LAMPORTS, figures.inflow());
        found.set(signal, SignalList.BUYING_WALLETS, figures.buyers());
        found.set(signal, SignalList.FOCUSED_WALLETS, figures.focusedBuyers());
        found.set(signal, SignalList.FOCUSED_INFLOW_LAMPORTS, figures.focusedInflow());
    }

    /** Forgets, without telling, the signals of some mints that began with trades of this slot or later ones. */
    void takeBack(final long slot, final MetricsRows ofMints) {
        for (int row = 0; row < ofMints.size(); row++) {
            for (int kind = 0; kind < SignalKind.COUNT; kind++) {
                final int signal = states.find(ofMints.values(), row * MetricsRows.STRIDE, SignalKind.at(kind));
                if (signal != SignalStates.NONE && states.slot(signal) >= slot) {
                    forget(signal, mint(signal));
                }
            }
        }
    }

    private void forget(final int signal, final int mint) {
        if (mint != WatchedMints.NONE) {
            mints.note(mint, mints.note(mint) & ~bit(states.kind(signal)));
        }
        states.remove(signal);
    }
}
