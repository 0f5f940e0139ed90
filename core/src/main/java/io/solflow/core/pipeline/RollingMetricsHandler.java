package io.solflow.core.pipeline;

import com.lmax.disruptor.EventHandler;
import com.lmax.disruptor.RingBuffer;
import io.solflow.core.event.BotFlags;
import io.solflow.core.event.TimeSource;
import io.solflow.core.event.Trade;
import io.solflow.core.event.TradeList;
import io.solflow.core.event.UpdateEvent;
import io.solflow.core.event.UpdateKind;
import io.solflow.core.metrics.RollingMetrics;
import io.solflow.core.signal.SignalWatch;
import java.util.function.LongSupplier;
import org.agrona.collections.LongArrayQueue;

/**
 * The rolling metrics stage of the ring: reads an event's trades and time, writes its bot flags, metrics and watermark. Of an
 * update's times only a block time moves the watermark, never an estimate. A trade moves it by its own timestamp. A dead slot's trades are taken back. Where signals are looked for,
 * it writes those too.
 */
public final class RollingMetricsHandler implements EventHandler<UpdateEvent> {

    /** An entry keeps room for so many rows, 4 KB; more is taken back as soon as the last stage is done with it. */
    static final int RETAINED_ROWS = 32;

    private final RollingMetrics metrics;
    private final LongArrayQueue oversized = new LongArrayQueue();
    private SignalWatch signals;
    private RingBuffer<UpdateEvent> ring;
    private LongSupplier finished;

    /** The stage that drives {@code metrics}; nobody else may from the pipeline's start on. */
    public RollingMetricsHandler(final RollingMetrics metrics) {
        this.metrics = metrics;
    }

    /** Writes the signals that {@code watch} finds in the same metrics; called before the pipeline's start, if at all. */
    public void tellSignals(final SignalWatch watch) {
        signals = watch;
    }

    /** Learns which entries the last stage is done with; else an entry keeps its room until the ring comes round. */
    void follow(final RingBuffer<UpdateEvent> newRing, final LongSupplier finishedSequence) {
        ring = newRing;
        finished = finishedSequence;
    }

    @Override
    public void onEvent(final UpdateEvent event, final long sequence, final boolean endOfBatch) {
        reclaimRows();
        if (signals != null) {
            signals.begin(event.signals());
        }
        if (movesWatermark(event)) {
            metrics.advanceTo(event.timeSeconds());
        }
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
        if (ring != null && event.metrics().size() > RETAINED_ROWS) {
            oversized.addLong(sequence);
        }
    }

    /** Comes before an event is taken: what stood in its entry before is finished, and leaves the queue here. */
    private void reclaimRows() {
        if (oversized.isEmpty()) {
            return;
        }
        final long done = finished.getAsLong();
        while (!oversized.isEmpty() && oversized.peekLong() <= done) {
            metrics.reclaim(ring.get(oversized.pollLong()).metrics());
        }
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
