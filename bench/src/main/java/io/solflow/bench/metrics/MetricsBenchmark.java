package io.solflow.bench.metrics;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The metrics engine: one trade and the drain of its rows, at 1 000 trades a second of event time. {@code contents} is how
 * long trades have been coming when the measurement begins: at 60 s nothing or little has left a window yet, at four
 * hours as much leaves each window as enters it. One core. Rows are checked against a recomputation when a trial ends.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 2, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Fork(
        value = 1,
        jvmArgs = {"-Xms3g", "-Xmx3g"})
public class MetricsBenchmark {

    private static final int SECONDS = 60;
    private static final int TRADES = SECONDS * TradeTape.TRADES_PER_SECOND;
    private static final int FULL_SECONDS = 14_400;
    private static final long SEED = 20_260_101;

    /** Mints: 5 000 by Zipf(1.1), more evenly. */
    @Param({"5000", "100000", "1000000"})
    public int mints;

    /** Seconds of trades before the measurement. */
    @Param({"60", "3600", "14400"})
    public int contents;

    private EnginePlayer player;

    /** Makes the trades, and lets the arrays grow to what four hours need. */
    @Setup(Level.Trial)
    public void prepare() {
        player = new EnginePlayer(new TradeTape(mints, SEED));
        player.play(contents == FULL_SECONDS ? FULL_SECONDS + SECONDS : 2 * contents + SECONDS);
    }

    /** Brings contents that have grown by more than a half, or by more than a minute, back to what they are to be. */
    @Setup(Level.Invocation)
    public void refill() {
        if (contents < FULL_SECONDS && player.playedSeconds() >= Math.max(2 * SECONDS, contents * 3 / 2)) {
            player.empty();
            player.play(contents);
        }
    }

    /** Checks that the work was really done. */
    @TearDown(Level.Trial)
    public void check() {
        player.check();
    }

    /** One trade. */
    @Benchmark
    @OperationsPerInvocation(TRADES)
    public long trade() {
        player.play(SECONDS);
        return player.rows();
    }
}
