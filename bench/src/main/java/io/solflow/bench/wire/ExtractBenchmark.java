package io.solflow.bench.wire;

import io.solflow.core.event.UpdateEvent;
import io.solflow.core.extract.ExtractCounters;
import io.solflow.core.extract.SeenTrades;
import io.solflow.core.extract.TradeExtractor;
import io.solflow.core.program.DexProgram;
import java.util.EnumSet;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The extract stage over one update, wire reading included: all of a simulated market, or only the transactions with trades
 * of one program. One core. Before and after it measures, a pass over all updates has to find exactly the market's trades.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 6, time = 3)
@Measurement(iterations = 3, time = 1)
@Fork(1)
public class ExtractBenchmark {

    /** A program's label, or {@code all}. */
    @Param({"all", "PumpFun", "PumpSwap", "Moonshot", "BonkSwap", "JupiterDCA"})
    public String program;

    private final ExtractCounters counters = new ExtractCounters();
    private final TradeExtractor extractor =
            new TradeExtractor(EnumSet.allOf(DexProgram.class), SeenTrades.forgetful(), counters);
    private ExtractSet set;
    private int next;

    /** Makes the updates. */
    @Setup(Level.Trial)
    public void simulate() {
        set = program.equals("all") ? ExtractSet.market() : ExtractSet.ofProgram(program);
        check();
    }

    /** Checks that the work is really done. */
    @TearDown(Level.Trial)
    public void check() {
        final long before = counters.trades().get();
        set.events().forEach(extractor::extract);
        final long found = counters.trades().get() - before;
        if (found != set.trades() || found == 0) {
            throw new IllegalStateException("found " + found + " trades of " + set.trades());
        }
    }

    /** The whole stage. */
    @Benchmark
    public int extract() {
        next = next + 1 == set.events().size() ? 0 : next + 1;
        final UpdateEvent event = set.events().get(next);
        extractor.extract(event);
        return event.trades().size();
    }
}
