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
 * The peer of {@link MetricsBenchmark}: the same trades at 5 000 mints through the engine as it is usually written and
 * through this one, beginning when trades have been coming for {@code contents} seconds. One core. Rows are checked against
 * a recomputation when a trial ends.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3)
@Measurement(iterations = 7)
@Fork(
        value = 1,
        jvmArgs = {"-Xms3g", "-Xmx3g"})
public class NaiveBenchmark {

    private static final int MINTS = 5_000;
    private static final int NAIVE_TRADES = 1_000;
    private static final int SECONDS = 60;
    private static final int TRADES = SECONDS * TradeTape.TRADES_PER_SECOND;
    private static final long SEED = 20_260_103;

    /** The usual engine; its contents grow by a second an iteration. */
    @State(Scope.Thread)
    public static class Naive {

        /** Seconds of trades before the measurement. */
        @Param("60")
        public int contents;

        private NaivePlayer player;

        /** Fills the windows, which also lets the JIT compile everything. */
        @Setup(Level.Trial)
        public void prepare() {
            player = new NaivePlayer(new TradeTape(MINTS, SEED));
            player.play(contents * TradeTape.TRADES_PER_SECOND);
        }

        /** Checks that the work was really done. */
        @TearDown(Level.Trial)
        public void check() {
            player.check();
        }
    }

    /** This engine. */
    @State(Scope.Thread)
    public static class Rolling {

        private static final int WARM_UP_SECONDS = 6_000;

        /** Seconds of trades before the measurement. */
        @Param("60")
        public int contents;

        private EnginePlayer player;

        /** Lets the JIT compile everything. */
        @Setup(Level.Trial)
        public void prepare() {
            player = new EnginePlayer(new TradeTape(MINTS, SEED));
            for (int seconds = 0; seconds < WARM_UP_SECONDS; seconds += contents + SECONDS) {
                player.play(contents + SECONDS);
                player.empty();
            }
        }

        /** Fills the windows. */
        @Setup(Level.Iteration)
        public void fill() {
            player.empty();
            player.play(contents);
        }

        /** Checks that the work was really done. */
        @TearDown(Level.Trial)
        public void check() {
            player.check();
        }
    }

    /** One trade in the usual engine. */
    @Benchmark
    @OperationsPerInvocation(NAIVE_TRADES)
    public void naive(final Naive state) {
        state.player.play(NAIVE_TRADES);
    }

    /** One trade in this engine. */
    @Benchmark
    @OperationsPerInvocation(TRADES)
    public void rolling(final Rolling state) {
        state.player.play(SECONDS);
    }
}
