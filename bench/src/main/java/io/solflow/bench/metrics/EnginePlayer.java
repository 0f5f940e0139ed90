package io.solflow.bench.metrics;

import io.solflow.core.event.BotFlags;
import io.solflow.core.event.MetricsRows;
import io.solflow.core.event.Trade;
import io.solflow.core.event.Window;
import io.solflow.core.metrics.RollingMetrics;
import java.util.Arrays;

/** Plays a tape into an engine as the metrics stage of the ring does: a drain of rows after each trade, lent and reclaimed. */
final class EnginePlayer {

    private static final int RING = 64;

    private final TradeTape tape;
    private final RollingMetrics metrics = new RollingMetrics();
    private final MetricsRows[] ring = new MetricsRows[RING];
    private final BotFlags flags = new BotFlags();
    private final Trade trade = new Trade();
    private MetricsRows oversized = new MetricsRows();
    private long number;
    private long firstNumber;
    private long pausedSeconds;
    private long pausedBeforeTradesSeconds;
    private long rows;

    EnginePlayer(final TradeTape tape) {
        this.tape = tape;
        Arrays.setAll(ring, i -> new MetricsRows());
    }

    /** Adds the trades of the next seconds. */
    void play(final int seconds) {
        pausedBeforeTradesSeconds = pausedSeconds;
        final long end = number + (long) seconds * TradeTape.TRADES_PER_SECOND;
        while (number < end) {
            tape.read(number, trade);
            trade.timestampSeconds(TradeTape.seconds(number) + pausedSeconds);
            flags.reset(1);
            metrics.advanceTo(trade.timestampSeconds());
            metrics.add(trade, 0, flags);
            drain((int) number & (RING - 1));
            number++;
        }
    }

    /** Lets time pass without trades, second by second. */
    void pause(final int seconds) {
        for (int i = 0; i < seconds; i++) {
            pausedSeconds++;
            metrics.advanceTo(metrics.watermarkSeconds() + 1);
            drain(i & (RING - 1));
        }
    }

    /** Empties all windows; the arrays stay as large as they were. */
    void empty() {
        pausedSeconds += Window.S14400.seconds() + 1;
        metrics.advanceTo(metrics.watermarkSeconds() + Window.S14400.seconds() + 1);
        drain(0);
        firstNumber = number;
    }

    /** Seconds of trades since the start or the last {@link #empty}. */
    long playedSeconds() {
        return (number - firstNumber) / TradeTape.TRADES_PER_SECOND;
    }

    /** Rows drained so far. */
    long rows() {
        return rows;
    }

    /**
     * Compares every mint's row with a recomputation from the tape. There was no pause between the trades since the last
     * {@link #empty}.
     *
     * @throws IllegalStateException when one differs.
     */
    void check() {
        final Recomputation expected =
                new Recomputation(tape, firstNumber, number, pausedBeforeTradesSeconds, metrics.watermarkSeconds());
        for (int mint = 0; mint < tape.mintCount(); mint++) {
            // Too late for every window, so it changes nothing, but asks for the mint's row.
            tape.readMint(mint, trade);
            trade.timestampSeconds(metrics.watermarkSeconds() - Window.S14400.seconds() - 1);
            metrics.advanceTo(trade.timestampSeconds());
            metrics.add(trade, 0, flags);
            metrics.drainRows(ring[0]);
            expected.check(mint, ring[0]);
        }
    }

    private void drain(final int at) {
        final MetricsRows target = ring[at];
        metrics.returns().give(oversized);
        metrics.drainRows(target);
        rows += target.size();
        if (target.size() > RING) {
            oversized = target;
        }
    }
}
