package io.solflow.core.signal;

/** DCA orders of several wallets buy, while the 300 s flow is positive and faster than that of 900 s. */
final class ReaccumulationRule implements SignalRule {

    private static final int SPANS_IN_900S = 3;

    private final SignalConfig config;

    ReaccumulationRule(final SignalConfig config) {
        this.config = config;
    }

    @Override
    public boolean holds(final SignalFigures figures) {
        return figures.flow300() >= config.minLamports()
                && figures.dcaFlow() > 0
                && figures.dcaWallets() >= config.dcaWallets()
                && SignalFigures.isFaster(figures.flow300(), figures.flow900(), SPANS_IN_900S);
    }

    /** The mean of two shares of the flow: what DCA orders bring, one at most, and what is new since the quarter hour. */
    @Override
    public double strength(final SignalFigures figures) {
        final double flow = figures.flow300();
        final double old = Math.max(0, figures.flow900()) / (SPANS_IN_900S * flow);
        return (Math.min(1, figures.dcaFlow() / flow) + 1 - old) / 2;
    }
}
