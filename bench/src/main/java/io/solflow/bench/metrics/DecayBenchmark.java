package io.solflow.bench.metrics;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
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
 * Decay by time alone: one second of event time in which nobody trades, and the drain of its rows, in the first minute
 * after four hours at 1 000 trades a second, when a second's trades leave each window. One core. Rows are checked against
 * a recomputation when a trial ends. Four hours have to be filled for each measurement, so a trial gives a single one.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 0)
@Measurement(iterations = 1)
@Fork(
        value = 1,
        jvmArgs = {"-Xms3g", "-Xmx3g"})
public class DecayBenchmark {

    private static final int SECONDS = 60;
    private static final int WARMUPS = 20;
    private static final long SEED = 20_260_102;

    /** How many rows a second of decay gave: {@code rows} / {@code seconds}. */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.EVENTS)
    public static class Decayed {
        /** Rows drained. */
        public long rows;
        /** Seconds of event time. */
        public long seconds;
    }

    /** Mints: 5 000 by Zipf(1.1), more evenly. */
    @Param({"5000", "1000000"})
    public int mints;

    /** Seconds of trades before the pause. */
    @Param("14400")
    public int contents;

    private EnginePlayer player;

    /** Lets the JIT compile everything, then fills the windows. */
    @Setup(Level.Trial)
    public void prepare() {
        player = new EnginePlayer(new TradeTape(mints, SEED));
        for (int i = 0; i < WARMUPS; i++) {
            player.play(1);
            player.pause(SECONDS);
        }
        player.empty();
        player.play(contents + 1);
    }

    /** Checks that the work was really done. */
    @TearDown(Level.Trial)
    public void check() {
        player.check();
    }

    /** One second. */
    @Benchmark
    @OperationsPerInvocation(SECONDS)
    public void second(final Decayed decayed) {
        final long before = player.rows();
        player.pause(SECONDS);
        decayed.rows += player.rows() - before;
        decayed.seconds += SECONDS;
    }
}
