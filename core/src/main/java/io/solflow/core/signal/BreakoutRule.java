package io.solflow.core.signal;

/** Flow per second rises from 900 to 300 to 60 s, from enough wallets and few bots. */
final class BreakoutRule implements SignalRule {

    private static final int MINUTES_IN_300S = 5;
    private static final int SPANS_IN_900S = 3;
    private static final double MINUTES_IN_900S = 15;

    private final SignalConfig config;

    BreakoutRule(final SignalConfig config) {
        this.config = config;
    }

    @Override
    public boolean holds(final SignalFigures figures) {
        return figures.flow300() >= config.minLamports()
                && SignalFigures.isFaster(figures.flow60(), figures.flow300(), MINUTES_IN_300S)
                && SignalFigures.isFaster(figures.flow300(), figures.flow900(), SPANS_IN_900S)
                && figures.wallets() >= config.minWallets()
                && figures.botsAtMost(config.breakoutBots());
    }

    /** How much of the minute's pace is new since the quarter of an hour, times the share of trades that no bot made. */
    @Override
    public double strength(final SignalFigures figures) {
        final double old = Math.max(0, figures.flow900()) / (MINUTES_IN_900S * figures.flow60());
        return (1 - old) * (1 - figures.botShare());
    }
}
