package io.solflow.app.engine;

import com.lmax.disruptor.RewindableEventHandler;
import com.lmax.disruptor.RewindableException;
import io.solflow.core.event.MetricsCount;
import io.solflow.core.event.MetricsRows;
import io.solflow.core.event.Trade;
import io.solflow.core.event.UpdateEvent;
import io.solflow.core.event.UpdateKind;
import io.solflow.core.event.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Makes a line of each trade of the stage that it wraps, and hands the lines of a batch over once the batch is committed. The
 * stage's thread.
 */
final class TradePrinter implements RewindableEventHandler<UpdateEvent> {

    private final RewindableEventHandler<UpdateEvent> persist;
    private final LinePrinter printer;
    private final List<String> batch = new ArrayList<>();

    /** Prints what {@code persist} has committed; ends {@code printer} with the stage. */
    TradePrinter(final RewindableEventHandler<UpdateEvent> persist, final LinePrinter printer) {
        this.persist = persist;
        this.printer = printer;
    }

    @Override
    public void onEvent(final UpdateEvent event, final long sequence, final boolean endOfBatch)
            throws RewindableException, Exception {
        try {
            persist.onEvent(event, sequence, endOfBatch);
        } catch (final RewindableException e) {
            // the whole batch comes again
            batch.clear();
            throw e;
        }
        final int size = event.kind() == UpdateKind.TRANSACTION ? event.trades().size() : 0;
        for (int i = 0; i < size; i++) {
            // one that moved was printed when it came
            if (event.trades().get(i).movedFromId() == Trade.NOT_MOVED) {
                batch.add(format(event, i));
            }
        }
        if (endOfBatch) {
            batch.forEach(printer::print);
            batch.clear();
        }
    }

    static String format(final UpdateEvent event, final int index) {
        final Trade trade = event.trades().get(index);
        final MetricsRows rows = event.metrics();
        final StringBuilder line = new StringBuilder(120)
                .append(trade.mint())
                .append(' ')
                .append(String.format(
                        Locale.ROOT, "%-4s %15.9f SOL", trade.side().label(), trade.lamports() / 1e9))
                .append(event.botFlags().isBot(index) ? "  bot" : "     ")
                .append(trade.dca() ? "  dca" : "     ");
        for (int row = 0; row < rows.size(); row++) {
            final int at = row * MetricsRows.STRIDE;
            if (trade.mint()
                    .matches(rows.values()[at], rows.values()[at + 1], rows.values()[at + 2], rows.values()[at + 3])) {
                line.append(String.format(
                        Locale.ROOT,
                        "  net 300s %+.9f SOL  wallets 300s %d",
                        rows.netFlowLamports(row, Window.S300) / 1e9,
                        rows.count(row, MetricsCount.UNIQUE_WALLETS_300S)));
            }
        }
        return line.toString();
    }

    @Override
    public void onBatchStart(final long batchSize, final long queueDepth) {
        persist.onBatchStart(batchSize, queueDepth);
    }

    @Override
    public void onTimeout(final long sequence) throws Exception {
        persist.onTimeout(sequence);
    }

    @Override
    public void onStart() {
        persist.onStart();
    }

    @Override
    public void onShutdown() {
        try (printer) {
            persist.onShutdown();
        }
    }
}
