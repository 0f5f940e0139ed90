package io.solflow.bench.sqlite;

import com.lmax.disruptor.RewindableException;
import io.solflow.core.event.UpdateEvent;
import io.solflow.core.event.UpdateKind;
import io.solflow.core.program.DexProgram;
import io.solflow.persist.SqliteStore;
import io.solflow.persist.file.PersistConfig;
import io.solflow.persist.write.BatchPersistHandler;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.agrona.concurrent.SystemNanoClock;

/**
 * The product: ring entries through the real persist stage, driven by hand in batches of a fixed size. Filling the
 * entries, which the other stages do on their own threads, is within the measured time.
 */
final class ProductLoop implements StoreLoop {

    @Override
    public String name() {
        return "product";
    }

    @Override
    public LoopResult run(final MarketTrace trace, final int trades, final int batch, final Path database)
            throws Exception {
        LoopResult result;
        try (Meter meter = new Meter();
                SqliteStore store = SqliteStore.open(config(database), labels())) {
            final BatchPersistHandler handler = store.persistHandler(SystemNanoClock.INSTANCE);
            handler.onStart();
            meter.start(store.database());
            write(handler, trace, trades, batch, meter);
            result = meter.stop(name(), trades, store.counters().metricUpserts().get());
            handler.onShutdown();
            if (store.counters().tradesWritten().get() != trades) {
                throw new IllegalStateException(
                        "wrote " + store.counters().tradesWritten().get() + " trades of " + trades);
            }
        }
        return Meter.withDatabaseBytes(result, database);
    }

    /** The defaults, but commits only at the ends of batches, as the other loops. */
    static PersistConfig config(final Path database) {
        return PersistConfig.of(database).withFlushMs(PersistConfig.MAX_FLUSH_MS);
    }

    static Map<Integer, String> labels() {
        final Map<Integer, String> labels = new TreeMap<>();
        for (final DexProgram program : DexProgram.values()) {
            labels.put(program.code(), program.label());
        }
        return labels;
    }

    private static void write(
            final BatchPersistHandler handler,
            final MarketTrace trace,
            final int trades,
            final int batch,
            final Meter meter)
            throws Exception {
        final UpdateEvent event = new UpdateEvent();
        long sequence = 0;
        long endedSlot = -1;
        for (int trade = 0; trade < trades; trade++) {
            if (trace.endedSlot(trade) != endedSlot) {
                endedSlot = trace.endedSlot(trade);
                deliver(handler, slotEnd(event, trace, trade), sequence++, false);
            }
            trace.fill(event, trade);
            final boolean endOfBatch = (trade + 1) % batch == 0 || trade + 1 == trades;
            deliver(handler, event, sequence++, endOfBatch);
            if (endOfBatch) {
                meter.committed();
            }
        }
    }

    private static UpdateEvent slotEnd(final UpdateEvent event, final MarketTrace trace, final int trade) {
        event.reset().slot(trace.endedSlot(trade)).checkpointSlot(trace.endedSlot(trade));
        event.trades().clear();
        event.botFlags().reset(0);
        event.metrics().size(0);
        event.kind(UpdateKind.SLOT_END);
        return event;
    }

    private static void deliver(
            final BatchPersistHandler handler, final UpdateEvent event, final long sequence, final boolean endOfBatch)
            throws Exception {
        try {
            handler.onEvent(event, sequence, endOfBatch);
        } catch (final RewindableException e) {
            throw new IllegalStateException("a batch failed: " + handler.status(), e);
        }
    }
}
