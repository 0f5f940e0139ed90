package io.solflow.core.pipeline;

import com.lmax.disruptor.EventHandler;
import io.solflow.core.event.BotFlags;
import io.solflow.core.event.TimeSource;
import io.solflow.core.event.TradeList;
import io.solflow.core.event.UpdateEvent;
import io.solflow.core.event.UpdateKind;
import io.solflow.core.metrics.RollingMetrics;

/**
 * The rolling metrics stage of the ring: reads an event's trades and time, writes its bot flags, metrics and watermark. Of
 * transactions only a block time moves the watermark; the end of a slot may also bring an estimate from a block time close
 * by. A trade moves it by its own timestamp in any case.
 */
public final class RollingMetricsHandler implements EventHandler<UpdateEvent> {

    private final RollingMetrics metrics;

    /** The stage that drives {@code metrics}; nobody else may from then on. */
    public RollingMetricsHandler(final RollingMetrics metrics) {
        this.metrics = metrics;
    }

    @Override
    public void onEvent(final UpdateEvent event, final long sequence, final boolean endOfBatch) {
        if (movesWatermark(event)) {
            metrics.advanceTo(event.timeSeconds());
        }
        addTrades(event);
        metrics.drainRows(event.metrics());
        event.watermarkSeconds(metrics.watermarkSeconds());
    }

    private static boolean movesWatermark(final UpdateEvent event) {
        return switch (event.kind()) {
            case TRANSACTION -> event.timeSource() == TimeSource.BLOCK_TIME;
            case SLOT_END ->
                event.timeSource() == TimeSource.BLOCK_TIME || event.timeSource() == TimeSource.NEAR_ESTIMATE;
            case EMPTY, GAP -> false;
        };
    }

    private void addTrades(final UpdateEvent event) {
        final TradeList trades = event.trades();
        final BotFlags flags = event.botFlags();
        final int size = event.kind() == UpdateKind.TRANSACTION ? trades.size() : 0;
        flags.reset(size);
        for (int i = 0; i < size; i++) {
            metrics.add(trades.get(i), i, flags);
        }
    }
}
