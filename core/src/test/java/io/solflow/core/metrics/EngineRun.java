package io.solflow.core.metrics;

import io.solflow.core.chain.Key32;
import io.solflow.core.event.BotFlags;
import io.solflow.core.event.ChainPosition;
import io.solflow.core.event.MetricsRows;
import io.solflow.core.event.Side;
import io.solflow.core.event.TimeSource;
import io.solflow.core.event.Trade;
import io.solflow.core.event.UpdateEvent;
import io.solflow.core.event.UpdateKind;
import io.solflow.core.pipeline.RollingMetricsHandler;
import io.solflow.core.signal.SignalWatch;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * An engine driven through its handler over a small ring, with what readers of the database would see beside it: the last
 * row of each mint and the flag of each trade.
 */
final class EngineRun {

    private static final int RING = 16;

    final RollingMetrics metrics;
    final Map<Integer, long[]> rows = new HashMap<>();
    final Map<Long, Boolean> flags = new HashMap<>();

    private final RollingMetricsHandler handler;
    private final UpdateEvent[] ring = new UpdateEvent[RING];
    private final Key32 key = new Key32();
    private long sequence;

    EngineRun() {
        this(new RollingMetrics());
    }

    EngineRun(final RollingMetrics metrics) {
        this(metrics, null);
    }

    EngineRun(final RollingMetrics metrics, final SignalWatch signals) {
        this.metrics = metrics;
        handler = new RollingMetricsHandler(metrics);
        handler.signals(signals);
        for (int i = 0; i < RING; i++) {
            ring[i] = new UpdateEvent();
        }
    }

    /** A trade of the engine from one of the model; keys share all but their last word. */
    static Trade fill(final Trade target, final NaiveMetrics.Row row) {
        target.reset()
                .id(row.id)
                .timestampSeconds(row.seconds)
                .side(row.flow < 0 ? Side.SELL : Side.BUY)
                .lamports(Math.abs(row.flow))
                .dca(row.dca);
        target.mint().set(0x0101_0101_0101_0101L, 7, 7, row.mint);
        target.wallet().set(row.wallet, 9, 9, 9);
        return target;
    }

    /** Plays a transaction and returns the event as the next stage sees it. */
    UpdateEvent transaction(final List<NaiveMetrics.Row> trades) {
        final UpdateEvent event = next();
        for (final NaiveMetrics.Row trade : trades) {
            fill(event.trades().add(), trade);
        }
        event.kind(UpdateKind.TRANSACTION);
        return play(event);
    }

    /** Plays the end of a slot. */
    UpdateEvent slotEnd(final long seconds) {
        final UpdateEvent event = next().time(seconds, TimeSource.BLOCK_TIME);
        event.kind(UpdateKind.SLOT_END);
        return play(event);
    }

    /** Plays the death of a slot; the flags of its trades are gone. */
    UpdateEvent slotDead(final long slot) {
        final UpdateEvent event = next().slot(slot);
        event.kind(UpdateKind.SLOT_DEAD);
        play(event);
        if (event.takenBack()) {
            flags.keySet().removeIf(id -> ChainPosition.slot(id) == slot);
        }
        return event;
    }

    /** Plays the end of a transaction that is no longer part of its slot; the flags of its trades are gone. */
    UpdateEvent transactionDead(final long slot, final int txIndex) {
        final UpdateEvent event = next().slot(slot).deadTxIndex(txIndex);
        event.kind(UpdateKind.TRANSACTION_DEAD);
        play(event);
        if (event.takenBack()) {
            flags.keySet().removeIf(id -> ChainPosition.slot(id) == slot && ChainPosition.txIndex(id) == txIndex);
        }
        return event;
    }

    UpdateEvent next() {
        final UpdateEvent event = ring[(int) (sequence % RING)].reset();
        event.trades().clear();
        return event;
    }

    UpdateEvent play(final UpdateEvent event) {
        handler.onEvent(event, sequence++, true);
        for (int i = 0; i < event.metrics().size(); i++) {
            rows.put(mint(event, i), row(event, i));
        }
        final BotFlags bots = event.botFlags();
        if (event.kind() == UpdateKind.TRANSACTION) {
            for (int i = 0; i < event.trades().size(); i++) {
                final Trade trade = event.trades().get(i);
                final boolean moved = trade.movedFromId() != Trade.NOT_MOVED;
                flags.put(trade.id(), moved ? flags.remove(trade.movedFromId()) : Boolean.valueOf(bots.isBot(i)));
            }
        }
        for (int i = 0; i < bots.flippedSize(); i++) {
            if (!Boolean.FALSE.equals(flags.replace(bots.flippedId(i), true))) {
                throw new AssertionError("flipped a trade that was not a plain one: " + bots.flippedId(i));
            }
        }
        for (int i = 0; i < bots.clearedSize(); i++) {
            if (!Boolean.TRUE.equals(flags.replace(bots.clearedId(i), false))) {
                throw new AssertionError("cleared a trade that was not a bot trade: " + bots.clearedId(i));
            }
        }
        return event;
    }

    int mint(final UpdateEvent event, final int row) {
        return (int) event.metrics().mint(row, key).word3();
    }

    /** A row's values with the mint left out. */
    static long[] row(final UpdateEvent event, final int row) {
        final long[] values = new long[MetricsRows.STRIDE];
        for (int column = MetricsRows.NET_FLOW_LAMPORTS; column < MetricsRows.STRIDE; column++) {
            values[column] = event.metrics().get(row, column);
        }
        return values;
    }
}
