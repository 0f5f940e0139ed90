package io.solflow.core.signal;

/** Flow is positive over 60, 300 and 900 s, from enough wallets and not too many bots. */
final class PersistenceRule implements SignalRule {

    private static final double MINUTES_IN_300S = 5;
    private static final double MINUTES_IN_900S = 15;

    private final SignalConfig config;

    PersistenceRule(final SignalConfig config) {
        this.config = config;
    }

    @Override
    public boolean holds(final SignalFigures figures) {
        return figures.flow300() >= config.minLamports()
                && figures.flow60() > 0
                && figures.flow900() > 0
                && figures.wallets() >= config.minWallets()
                && figures.botsAtMost(config.persistenceBots());
    }

    /** How even the pace is, slowest over fastest window, times the share of trades that no bot made. */
    @Override
    public double strength(final SignalFigures figures) {
        final double minute = figures.flow60();
        final double ofFive = figures.flow300() / MINUTES_IN_300S;
        final double ofFifteen = figures.flow900() / MINUTES_IN_900S;
        final double slowest = Math.min(minute, Math.min(ofFive, ofFifteen));
        final double fastest = Math.max(minute, Math.max(ofFive, ofFifteen));
        return slowest / fastest * (1 - figures.botShare());
    }
}
