package io.solflow.core.metrics;

import io.solflow.core.event.BotFlags;
import io.solflow.core.event.ChainPosition;
import io.solflow.core.event.MetricsRows;
import io.solflow.core.event.Side;
import io.solflow.core.event.Trade;
import java.util.Arrays;
import java.util.Random;

/**
 * Prints the engine's speed and memory: 1 000 trades a second of event time, Zipf(1.1) or evenly spread mints, 100 000
 * wallets, 2 % DCA fills, a drain after each trade. One core. Arguments: mints, exponent (0: evenly spread), and "dying"
 * for an engine that remembers the trades of 400 ms slots as it does at processed.
 */
final class RollingMetricsThroughput {

    private static final int TRADES_PER_SECOND = 1_000;
    private static final int TRADES_PER_SLOT = 400;
    private static final int WALLETS = 100_000;
    private static final int PREPARED = 1 << 22;

    private final RollingMetrics metrics;
    private final MetricsRows rows = new MetricsRows();
    private final BotFlags flags = new BotFlags();
    private final Trade trade = new Trade();
    private final int[] mints = new int[PREPARED];
    private final int[] wallets = new int[PREPARED];
    private long trades;
    private long rowsWritten;

    private RollingMetricsThroughput(final int mintCount, final double exponent, final boolean slotsDie) {
        metrics = new RollingMetrics(slotsDie);
        final Random random = new Random(1);
        final double[] cumulated = new double[mintCount];
        double sum = 0;
        for (int i = 0; i < mintCount; i++) {
            sum += Math.pow(i + 1, -exponent);
            cumulated[i] = sum;
        }
        for (int i = 0; i < PREPARED; i++) {
            final int found = Arrays.binarySearch(cumulated, random.nextDouble() * sum);
            mints[i] = found < 0 ? -found - 1 : found;
            wallets[i] = random.nextInt(WALLETS);
        }
    }

    /** Runs the measurement. */
    public static void main(final String[] args) {
        final int mintCount = args.length > 0 ? Integer.parseInt(args[0]) : 5_000;
        final double exponent = args.length > 1 ? Double.parseDouble(args[1]) : 1.1;
        new RollingMetricsThroughput(mintCount, exponent, args.length > 2 && args[2].equals("dying")).measure();
    }

    private void measure() {
        final long empty = usedBytes();
        play("first minute", 60);
        play("to five minutes", 240);
        play("to an hour", 3_300);
        play("to four hours", 10_800);
        play("four hours full", 3_000);
        play("four hours full", 3_000);
        final MetricsCounters counters = metrics.counters();
        System.out.printf(
                "%d mints, %d pairs, %d buckets, %.1f MB%n",
                counters.mints().get(),
                counters.walletPairs().get(),
                counters.buckets().get(),
                (usedBytes() - empty) / 1e6);
    }

    private void play(final String phase, final int seconds) {
        final long rowsBefore = rowsWritten;
        final long tradesBefore = trades;
        final long startNs = System.nanoTime();
        final long end = trades + (long) seconds * TRADES_PER_SECOND;
        while (trades < end) {
            add();
        }
        final double elapsedNs = System.nanoTime() - startNs;
        final long count = trades - tradesBefore;
        System.out.printf(
                "%-16s %,12.0f trades/s, %5.0f ns a trade, %.2f rows a trade%n",
                phase, count * 1e9 / elapsedNs, elapsedNs / count, (double) (rowsWritten - rowsBefore) / count);
    }

    private void add() {
        final int at = (int) trades & (PREPARED - 1);
        trade.id(ChainPosition.of(trades / TRADES_PER_SLOT, (int) (trades % TRADES_PER_SLOT), 0))
                .timestampSeconds(1_780_000_000L + trades / TRADES_PER_SECOND);
        trade.lamports(1_000_000 + at)
                .side((at & 1) == 0 ? Side.BUY : Side.SELL)
                .dca(at % 50 == 0);
        trade.mint().set(mints[at], 3, 3, mints[at]);
        trade.wallet().set(4, wallets[at], 4, 4);
        flags.reset(1);
        metrics.advanceTo(trade.timestampSeconds());
        metrics.add(trade, 0, flags);
        metrics.drainRows(rows);
        rowsWritten += rows.size();
        trades++;
    }

    private static long usedBytes() {
        System.gc();
        final Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
