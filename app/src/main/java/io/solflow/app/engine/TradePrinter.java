package io.solflow.app.engine;

import com.lmax.disruptor.RewindableEventHandler;
import com.lmax.disruptor.RewindableException;
import io.solflow.core.event.MetricsCount;
import io.solflow.core.event.MetricsRows;
import io.solflow.core.event.Trade;
import io.solflow.core.event.UpdateEvent;
import io.solflow.core.event.Window;
import java.io.PrintStream;
import java.util.Locale;

/** Prints a line for each trade once the stage that it wraps has taken the trade. */
final class TradePrinter implements RewindableEventHandler<UpdateEvent> {

    private final RewindableEventHandler<UpdateEvent> persist;
    private final PrintStream out;
    private long printedSequence = -1;

    TradePrinter(final RewindableEventHandler<UpdateEvent> persist, final PrintStream out) {
        this.persist = persist;
        this.out = out;
    }

    @Override
    public void onEvent(final UpdateEvent event, final long sequence, final boolean endOfBatch)
            throws RewindableException, Exception {
        persist.onEvent(event, sequence, endOfBatch);
        // a batch that is given again has been printed before
        if (sequence > printedSequence) {
            printedSequence = sequence;
            for (int i = 0; i < event.trades().size(); i++) {
                // one that moved was printed when it came
                if (event.trades().get(i).movedFromId() == Trade.NOT_MOVED) {
                    out.println(format(event, i));
                }
            }
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
        persist.onShutdown();
    }
}
