package io.solflow.bench.wire;

import java.io.IOException;
import java.util.List;
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
import org.openjdk.jmh.annotations.Warmup;

/**
 * Reading everything that extraction needs of one transaction update, in three ways. One core. Before it measures, every
 * reader has to give the generated classes' digest of every update.
 *
 * <p>The long warm-up is for the generated classes: on two busy cores their code was compiled only after 3 to 12 seconds, and
 * a warm-up of one second made the flyweight look 117 times as fast, where it was 6.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 6, time = 3)
@Measurement(iterations = 3, time = 1)
@Fork(1)
public class WireBenchmark {

    /** Which updates. */
    @Param({"KB_1_3", "MARKET"})
    public UpdateSet updates;

    private final FlyweightReader flyweight = new FlyweightReader();
    private final CodedReader coded = new CodedReader();
    private final GeneratedReader generated = new GeneratedReader();
    private List<byte[]> bytes;
    private int next;

    /** Loads the updates and compares what the readers make of them. */
    @Setup(Level.Trial)
    public void load() throws IOException {
        bytes = updates.load();
        for (final byte[] update : bytes) {
            final long expected = generated.read(update);
            if (flyweight.read(update) != expected || coded.read(update) != expected) {
                throw new IllegalStateException("the readers disagree about an update of " + update.length + " bytes");
            }
        }
    }

    /** The product's flyweight. */
    @Benchmark
    public long flyweight() throws IOException {
        return flyweight.read(next());
    }

    /** Protobuf's stream by hand. */
    @Benchmark
    public long coded() throws IOException {
        return coded.read(next());
    }

    /** Generated classes. */
    @Benchmark
    public long generated() throws IOException {
        return generated.read(next());
    }

    private byte[] next() {
        next = next + 1 == bytes.size() ? 0 : next + 1;
        return bytes.get(next);
    }
}
