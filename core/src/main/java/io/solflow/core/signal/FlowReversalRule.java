package io.solflow.core.signal;

/** The 60 s flow is negative while that of 300 s is positive, and there is less than one wallet per two trades. */
final class FlowReversalRule implements SignalRule {

    private static final int TRADES_PER_WALLET = 2;

    private final SignalConfig config;

    FlowReversalRule(final SignalConfig config) {
        this.config = config;
    }

    @Override
    public boolean holds(final SignalFigures figures) {
        return figures.flow60() <= -config.minLamports()
                && figures.flow300() > 0
                && TRADES_PER_WALLET * figures.wallets() < figures.trades();
    }

    /** How much of what the four minutes before have brought the last one has taken out. */
    @Override
    public double strength(final SignalFigures figures) {
        final double before = (double) figures.flow300() - figures.flow60();
        return -figures.flow60() / before;
    }
}
