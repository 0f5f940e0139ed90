package io.solflow.core.metrics;

/**
 * Says which trades are bot trades: those whose wallet has made at least three trades in the mint within the trailing 60 s,
 * the trade itself included. Trailing means at or before it by (timestamp, id), so the order of arrival plays no part.
 */
final class BotRule {

    /** How far back the rule looks, the end included. */
    static final int SPAN_SECONDS = 60;

    private final TradeLog trades;

    BotRule(final TradeLog trades) {
        this.trades = trades;
    }

    /** True when the trade before the one before it in its pair is at most 60 s older. */
    boolean isBot(final int trade) {
        final int older = trades.older(trade);
        if (older == RecordPool.NONE) {
            return false;
        }
        final int third = trades.older(older);
        return third != RecordPool.NONE && trades.secondsBetween(third, trade) <= SPAN_SECONDS;
    }
}
