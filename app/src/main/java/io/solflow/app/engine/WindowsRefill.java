package io.solflow.app.engine;

import io.solflow.core.event.Trade;
import io.solflow.core.event.Window;
import io.solflow.core.extract.SeenTrades;
import io.solflow.core.extract.TradeExtractor;
import io.solflow.core.metrics.RollingMetrics;
import io.solflow.persist.SqliteStore;
import io.solflow.persist.read.TradeHistory;
import io.solflow.persist.read.TradeVisitor;
import io.solflow.persist.status.Checkpoint;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts the stored trades of the longest window back into a new engine's stages, on start, before anything else comes. They are
 * read from {@link #begin} on, while the stages are made.
 */
final class WindowsRefill implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(WindowsRefill.class);

    private final TradeHistory history;
    private final long watermarkSeconds;

    private WindowsRefill(final TradeHistory history, final long watermarkSeconds) {
        this.history = history;
        this.watermarkSeconds = watermarkSeconds;
    }

    /**
     * Begins to read the trades that the windows hold at a checkpoint; empty when it has none.
     *
     * @throws io.solflow.persist.file.StoreException when they cannot be read.
     */
    static Optional<WindowsRefill> begin(final SqliteStore store, final Checkpoint checkpoint) {
        if (!checkpoint.hasWatermark()) {
            return Optional.empty();
        }
        final long watermarkSeconds = checkpoint.watermarkSeconds();
        final TradeHistory history = store.history(
                watermarkSeconds - Window.S14400.seconds(), watermarkSeconds - RollingMetrics.WALLET_MEMORY_SECONDS);
        return Optional.of(new WindowsRefill(history, watermarkSeconds));
    }

    /**
     * Puts them back; once.
     *
     * @throws io.solflow.persist.file.StoreException when they cannot be read.
     */
    void run(final SeenTrades seen, final TradeExtractor extractor, final RollingMetrics metrics) {
        final long startNs = System.nanoTime();
        metrics.restoreWatermark(watermarkSeconds);
        seen.advanceTo(watermarkSeconds);
        final Refilled refilled = new Refilled(extractor, metrics);
        final long unreadable = history.visit(refilled);
        metrics.restored();
        LOG.info(
                "windows refilled from {} stored trades, {} skipped, in {} ms",
                refilled.restored,
                unreadable + refilled.excessive,
                TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNs));
    }

    /** Stops reading; does nothing the second time. */
    @Override
    public void close() {
        history.close();
    }

    /** The stages that are refilled, and how many trades they took. */
    private static final class Refilled implements TradeVisitor {

        private final TradeExtractor extractor;
        private final RollingMetrics metrics;
        // plain fields: a million increments of a Counter are slow before they are compiled
        private long restored;
        private long excessive;

        Refilled(final TradeExtractor extractor, final RollingMetrics metrics) {
            this.extractor = extractor;
            this.metrics = metrics;
        }

        @Override
        public void trade(final Trade trade, final boolean bot) {
            if (extractor.restore(trade)) {
                metrics.restore(trade, bot);
                restored++;
            } else {
                excessive++;
            }
        }
    }
}
