package io.solflow.app;

import io.solflow.core.event.ChainPosition;
import io.solflow.core.event.Trade;
import io.solflow.core.event.Window;
import io.solflow.core.extract.SeenTransactions;
import io.solflow.core.extract.TradeExtractor;
import io.solflow.core.metrics.RollingMetrics;
import io.solflow.persist.SqliteStore;
import io.solflow.persist.TradeVisitor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts the stored trades of the longest window back into a new engine's stages, on start, before anything else comes. */
final class WindowsRefill implements TradeVisitor {

    private static final Logger LOG = LoggerFactory.getLogger(WindowsRefill.class);

    private final SeenTransactions seen;
    private final TradeExtractor extractor;
    private final RollingMetrics metrics;
    // plain fields: a million increments of a Counter are slow before they are compiled
    private long restored;
    private long excessive;

    private WindowsRefill(final SeenTransactions seen, final TradeExtractor extractor, final RollingMetrics metrics) {
        this.seen = seen;
        this.extractor = extractor;
        this.metrics = metrics;
    }

    /** Reads the trades that the windows hold at a watermark. */
    static void run(
            final SqliteStore store,
            final long watermarkSeconds,
            final SeenTransactions seen,
            final TradeExtractor extractor,
            final RollingMetrics metrics) {
        final long startNs = System.nanoTime();
        metrics.restoreWatermark(watermarkSeconds);
        seen.advanceTo(watermarkSeconds);
        final WindowsRefill refill = new WindowsRefill(seen, extractor, metrics);
        final long unreadable = store.history()
                .visit(
                        watermarkSeconds - Window.S14400.seconds(),
                        watermarkSeconds - RollingMetrics.WALLET_MEMORY_SECONDS,
                        refill);
        metrics.restored();
        LOG.info(
                "windows refilled from {} stored trades, {} skipped, in {} ms",
                refill.restored,
                unreadable + refill.excessive,
                TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNs));
    }

    @Override
    public void trade(final Trade trade, final boolean bot) {
        if (extractor.restore(trade)) {
            metrics.restore(trade, bot);
            restored++;
        } else {
            excessive++;
        }
        if (trade.id() >= 0) {
            seen.add(ChainPosition.slot(trade.id()), ChainPosition.txIndex(trade.id()), trade.timestampSeconds());
        }
    }
}
