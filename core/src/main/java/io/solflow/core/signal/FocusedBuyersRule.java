package io.solflow.core.signal;

/** Few of the buying wallets, but more than one, bring most of the inflow, and the net flow is positive. */
final class FocusedBuyersRule implements SignalRule {

    /** One wallet alone is no group, and its single trade no signal. */
    private static final int FEWEST = 2;

    private final SignalConfig config;

    FocusedBuyersRule(final SignalConfig config) {
        this.config = config;
    }

    /** False when the row alone says that the condition cannot hold, whoever bought. */
    boolean mayHold(final SignalFigures figures) {
        return figures.flow300() >= config.minLamports() && areFew(FEWEST, Math.min(figures.wallets(), figures.buys()));
    }

    @Override
    public boolean holds(final SignalFigures figures) {
        return mayHold(figures)
                && figures.focusedBuyers() >= FEWEST
                && areFew(figures.focusedBuyers(), figures.buyers());
    }

    /** The share of the inflow that the few bring, times the share of it that stays. */
    @Override
    public double strength(final SignalFigures figures) {
        final double inflow = figures.inflow();
        return figures.focusedInflow() / inflow * (figures.flow300() / inflow);
    }

    private boolean areFew(final long wallets, final long all) {
        return wallets * SignalConfig.WHOLE <= config.focusWallets() * all;
    }
}
