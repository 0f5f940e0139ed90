package io.solflow.app.engine;

import io.solflow.core.metrics.RollingMetrics;
import io.solflow.core.signal.SignalConfig;
import io.solflow.core.signal.SignalWatch;
import io.solflow.persist.SqliteStore;
import io.solflow.persist.read.SignalHistory;
import io.solflow.persist.status.Checkpoint;

/** Begins to look for signals where the last run ended: two small queries, none over a new database. */
final class SignalStart {

    private SignalStart() {}

    /** Watches metrics whose windows are refilled. */
    static SignalWatch watch(
            final SignalConfig config,
            final RollingMetrics metrics,
            final SqliteStore store,
            final Checkpoint checkpoint) {
        final SignalWatch watch = new SignalWatch(config, metrics);
        if (checkpoint.hasWatermark()) {
            final long watermark = checkpoint.watermarkSeconds();
            final SignalHistory history = store.signalHistory();
            history.visitOpen(watch::restore);
            history.visitRows(
                    SignalWatch.restoreFrom(watermark),
                    (mint, updatedAt) -> watch.restoreDrained(mint, updatedAt, watermark));
        }
        return watch;
    }
}
