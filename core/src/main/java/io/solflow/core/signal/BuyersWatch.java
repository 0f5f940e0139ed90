package io.solflow.core.signal;

import io.solflow.core.event.SignalKind;
import io.solflow.core.metrics.WatchedMints;

/**
 * Finds the signals of {@link SignalKind#FOCUSED_BUYERS}: notes the mints whose rows allow one, and looks at the buyers of
 * all of them in one pass now and then. One thread.
 */
final class BuyersWatch {

    private static final SignalKind KIND = SignalKind.FOCUSED_BUYERS;

    private final SignalConfig config;
    private final FocusedBuyersRule rule;
    private final WatchedMints mints;
    private final SignalBook book;
    private final FocusTally tally = new FocusTally();
    private final SignalFigures figures = new SignalFigures();

    BuyersWatch(final SignalConfig config, final WatchedMints mints, final SignalBook book) {
        this.config = config;
        this.mints = mints;
        this.book = book;
        rule = new FocusedBuyersRule(config);
    }

    /** Has the buyers of a mint looked at, when they may begin a signal. */
    void note(final int mint) {
        if ((book.open(mint) & SignalBook.bit(KIND)) == 0 && mayHold(mint)) {
            tally.add(mint);
        }
    }

    /** Looks at the buyers of the mints that were noted, and of those with signals whose cool-down is over. */
    void look(final long second) {
        noteOldSignals(second);
        if (tally.size() == 0) {
            return;
        }
        tally.addAll(mints.buys(second));
        tally.group();
        for (int i = 0; i < tally.size(); i++) {
            final int mint = tally.mint(i);
            figures.wrap(mints.page(mint), mints.offset(mint));
            tally.tell(i, config.focusInflow(), config.focusWallets(), figures);
            final int signal = book.find(figures, KIND);
            if (rule.holds(figures)) {
                book.begin(mint, KIND, rule, figures, second);
            } else if (signal != SignalStates.NONE && book.isOver(signal, second)) {
                book.end(signal, mint, second);
            }
        }
        tally.clear();
    }

    private boolean mayHold(final int mint) {
        return rule.mayHold(figures.wrap(mints.page(mint), mints.offset(mint)));
    }

    private void noteOldSignals(final long second) {
        for (int signal = book.size() - 1; signal >= 0; signal--) {
            if (book.isOver(signal, second) && book.kind(signal) == KIND) {
                final int mint = book.mint(signal);
                if (mint != WatchedMints.NONE && mayHold(mint)) {
                    tally.add(mint);
                } else {
                    book.end(signal, mint, second);
                }
            }
        }
    }
}
