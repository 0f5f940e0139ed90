package io.solflow.bench.metrics;

import io.solflow.bench.report.JvmArguments;
import io.solflow.core.event.BotFlags;
import io.solflow.core.event.ChainPosition;
import io.solflow.core.event.MetricsRows;
import io.solflow.core.event.Side;
import io.solflow.core.event.Trade;
import io.solflow.core.event.Window;
import io.solflow.core.metrics.RollingMetrics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Prints the heap that the engine needs for 1 000 000 live mints and 1 000 trades a second over a little more than four
 * hours, spread evenly, so that almost every trade is a sum of its own. One core; arguments: mints, seed, seconds of trades.
 * The last line is {@value #RESULT} and the engine's bytes.
 */
public final class EngineMemory {

    /** How the line with the result begins. */
    static final String RESULT = "engine bytes ";

    private static final int TRADES_PER_SECOND = 1_000;
    private static final int TRADES_PER_SLOT = 400;
    private static final int WALLETS = 100_000;
    /** Of trades; a little more than the longest window. */
    static final int SECONDS = Window.S14400.seconds() + 600;

    private static final long START_SECONDS = 1_780_000_000L;

    private EngineMemory() {}

    /** Runs the measurement. */
    public static void main(final String[] args) {
        final int mints = args.length > 0 ? Integer.parseInt(args[0]) : 1_000_000;
        final long seed = args.length > 1 ? Long.parseLong(args[1]) : 1;
        final int seconds = args.length > 2 ? Integer.parseInt(args[2]) : SECONDS;
        final long before = usedBytes();
        final RollingMetrics metrics = new RollingMetrics();
        fill(metrics, mints, (long) seconds * TRADES_PER_SECOND, new SplittableRandom(seed));
        final long after = usedBytes();
        System.out.printf(
                Locale.ROOT,
                "%,d mints (%,d live), %,d pairs, %,d buckets, seed %d%nheap used %.1f MB, of which the engine %.1f MB%n",
                mints,
                metrics.counters().mints().get(),
                metrics.counters().walletPairs().get(),
                metrics.counters().buckets().get(),
                seed,
                after / 1e6,
                (after - before) / 1e6);
        if (metrics.counters().mints().get() == 0) {
            throw new IllegalStateException("the engine holds no mints");
        }
        System.out.println(RESULT + (after - before));
    }

    /** Measures in a JVM that does nothing else; bytes. */
    static long inJvmOfItsOwn(final int mints, final long seed, final int seconds)
            throws IOException, InterruptedException {
        final List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Xmx3g");
        command.addAll(JvmArguments.OF_FORKS);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), EngineMemory.class.getName()));
        command.addAll(List.of(Integer.toString(mints), Long.toString(seed), Integer.toString(seconds)));
        final Process process =
                new ProcessBuilder(command).redirectErrorStream(true).start();
        final String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        final Optional<String> result =
                output.lines().filter(line -> line.startsWith(RESULT)).findFirst();
        if (process.waitFor() != 0 || result.isEmpty()) {
            throw new IOException("the engine's memory was not measured: " + output);
        }
        return Long.parseLong(result.get().substring(RESULT.length()));
    }

    private static void fill(
            final RollingMetrics metrics, final int mints, final long trades, final SplittableRandom random) {
        final Trade trade = new Trade();
        final BotFlags flags = new BotFlags();
        final MetricsRows rows = new MetricsRows();
        for (long number = 0; number < trades; number++) {
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
            metrics.advanceTo(trade.timestampSeconds());
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
