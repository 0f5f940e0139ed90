package io.solflow.core.pipeline;

import com.lmax.disruptor.EventHandler;
import io.solflow.core.event.BotFlags;
import io.solflow.core.event.TimeSource;
import io.solflow.core.event.Trade;
import io.solflow.core.event.TradeList;
import io.solflow.core.event.UpdateEvent;
import io.solflow.core.event.UpdateKind;
import io.solflow.core.metrics.RollingMetrics;
import io.solflow.core.signal.SignalWatch;

/**
 * The rolling metrics stage of the ring: reads an event's trades and time, writes its bot flags, metrics, watermark, and
 * signals where they are looked for. In this order: time moves, signals end their seconds, trades are added or taken back,
 * rows are drained. Of an update's times only a block time moves the watermark, never an estimate; a trade's own time does.
 */
public final class RollingMetricsHandler implements EventHandler<UpdateEvent> {

    private final RollingMetrics metrics;
    private SignalWatch signals;

    /** The stage that drives {@code metrics}; nobody else may from the pipeline's start on. */
    public RollingMetricsHandler(final RollingMetrics metrics) {
        this.metrics = metrics;
    }

    /** Writes the signals that {@code watch} finds in the same metrics; called before the pipeline's start, if at all. */
    public void signals(final SignalWatch watch) {
        signals = watch;
    }

    @Override
    public void onEvent(final UpdateEvent event, final long sequence, final boolean endOfBatch) {
        if (signals != null) {
            signals.begin(event.signals());
        }
        moveTime(timeOf(event));
        addTrades(event);
        if (event.kind() == UpdateKind.SLOT_DEAD) {
            event.takenBack(metrics.takeBack(event.slot(), event.botFlags()));
        } else if (event.kind() == UpdateKind.TRANSACTION_DEAD) {
            event.takenBack(metrics.takeBack(event.slot(), event.deadTxIndex(), event.botFlags()));
        }
        metrics.drainRows(event.metrics());
        if (signals != null && isDeath(event) && event.takenBack()) {
            signals.takeBack(event.slot(), event.metrics());
        }
        event.watermarkSeconds(metrics.watermarkSeconds());
    }

    private void moveTime(final long seconds) {
        final long watermark = metrics.watermarkSeconds();
        if (seconds < 0 || seconds <= watermark) {
            return;
        }
        if (signals != null && watermark != UpdateEvent.NO_TIME) {
            signals.endSecond(watermark, seconds);
        }
        metrics.advanceTo(seconds);
    }

    /** The latest time that an event gives: its block's, or that of a trade which comes for the first time. */
    private static long timeOf(final UpdateEvent event) {
        long latest = movesWatermark(event) ? event.timeSeconds() : UpdateEvent.NO_TIME;
        final TradeList trades = event.trades();
        final int size = event.kind() == UpdateKind.TRANSACTION ? trades.size() : 0;
        for (int i = 0; i < size; i++) {
            if (!isMoved(trades.get(i))) {
                latest = Math.max(latest, trades.get(i).timestampSeconds());
            }
        }
        return latest;
    }

    private static boolean isDeath(final UpdateEvent event) {
        return event.kind() == UpdateKind.SLOT_DEAD || event.kind() == UpdateKind.TRANSACTION_DEAD;
    }

    private static boolean movesWatermark(final UpdateEvent event) {
        return switch (event.kind()) {
            case TRANSACTION, SLOT_END -> event.timeSource() == TimeSource.BLOCK_TIME;
            case EMPTY, GAP, SLOT_DEAD, TRANSACTION_DEAD -> false;
        };
    }

    private void addTrades(final UpdateEvent event) {
        final TradeList trades = event.trades();
        final BotFlags flags = event.botFlags();
        final int size = event.kind() == UpdateKind.TRANSACTION ? trades.size() : 0;
        flags.reset(size);
        boolean moved = false;
        for (int i = 0; i < size; i++) {
            if (isMoved(trades.get(i))) {
                metrics.move(trades.get(i));
                moved = true;
            }
        }
        for (int i = 0; i < size; i++) {
            if (!isMoved(trades.get(i))) {
                metrics.add(trades.get(i), i, flags);
            }
        }
        // verdicts name trades by their new ids, so all have to have them
        for (int i = 0; moved && i < size; i++) {
            if (isMoved(trades.get(i))) {
                metrics.judgeMoved(trades.get(i), flags);
            }
        }
    }

    private static boolean isMoved(final Trade trade) {
        return trade.movedFromId() != Trade.NOT_MOVED;
    }
}
