package io.solflow.bench.metrics;

import io.solflow.core.event.BotFlags;
import io.solflow.core.event.ChainPosition;
import io.solflow.core.event.MetricsRows;
import io.solflow.core.event.Side;
import io.solflow.core.event.Trade;
import io.solflow.core.event.Window;
import io.solflow.core.metrics.RollingMetrics;
import java.util.SplittableRandom;

/**
 * Prints the heap that the engine needs for 1 000 000 live mints and 1 000 trades a second over a little more than four
 * hours, spread evenly, so that almost every trade is a sum of its own. One core; arguments: mints, seed.
 */
public final class EngineMemory {

    private static final int TRADES_PER_SECOND = 1_000;
    private static final int TRADES_PER_SLOT = 400;
    private static final int WALLETS = 100_000;
    private static final int SECONDS = Window.S14400.seconds() + 600;
    private static final long START_SECONDS = 1_780_000_000L;

    private EngineMemory() {}

    /** Runs the measurement. */
    public static void main(final String[] args) {
        final int mints = args.length > 0 ? Integer.parseInt(args[0]) : 1_000_000;
        final long seed = args.length > 1 ? Long.parseLong(args[1]) : 1;
        final long before = usedBytes();
        final RollingMetrics metrics = new RollingMetrics();
        fill(metrics, mints, new SplittableRandom(seed));
        final long after = usedBytes();
        System.out.printf(
                "%,d mints (%,d live), %,d pairs, %,d buckets, seed %d%nheap used %.1f MB, of which the engine %.1f MB%n",
                mints,
                metrics.counters().mints().get(),
                metrics.counters().walletPairs().get(),
                metrics.counters().buckets().get(),
                seed,
                after / 1e6,
                (after - before) / 1e6);
    }

    private static void fill(final RollingMetrics metrics, final int mints, final SplittableRandom random) {
        final Trade trade = new Trade();
        final BotFlags flags = new BotFlags();
        final MetricsRows rows = new MetricsRows();
        for (long number = 0; number < (long) SECONDS * TRADES_PER_SECOND; number++) {
            final int mint = random.nextInt(mints);
            final int wallet = random.nextInt(WALLETS);
            trade.id(ChainPosition.of(number / TRADES_PER_SLOT, (int) (number % TRADES_PER_SLOT), 0))
                    .timestampSeconds(START_SECONDS + number / TRADES_PER_SECOND)
                    .lamports(1 + random.nextInt(2_000_000_000))
                    .side(random.nextBoolean() ? Side.BUY : Side.SELL)
                    .dca(random.nextInt(50) == 0);
            trade.mint().set(mint, 1, 2, 3);
            trade.wallet().set(wallet, 4, 5, 6);
            flags.reset(1);
            metrics.add(trade, 0, flags);
            metrics.drainRows(rows);
        }
    }

    private static long usedBytes() {
        System.gc();
        final Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
