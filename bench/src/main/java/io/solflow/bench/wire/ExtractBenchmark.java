package io.solflow.bench.wire;

import com.google.protobuf.InvalidProtocolBufferException;
import io.solflow.core.event.TimeSource;
import io.solflow.core.event.UpdateEvent;
import io.solflow.core.event.UpdateKind;
import io.solflow.core.extract.ExtractCounters;
import io.solflow.core.extract.TradeExtractor;
import io.solflow.core.program.DexProgram;
import io.solflow.core.wire.TransactionView;
import io.solflow.ingest.feed.BlockUpdates;
import io.solflow.ingest.proto.SubscribeUpdate;
import io.solflow.ingest.simulator.MarketConfig;
import io.solflow.ingest.simulator.MarketSimulator;
import io.solflow.ingest.simulator.SimulatedBlock;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Reading and extracting one transaction update of the simulated market: the flyweight alone, beside the generated
 * parser that it replaces, and with the decoders. One core. The trades found are checked against the market's own
 * account when a trial ends.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class ExtractBenchmark {

    private static final int SECONDS = 20;

    private final List<UpdateEvent> events = new ArrayList<>();
    private final List<byte[]> updates = new ArrayList<>();
    private final TransactionView view = new TransactionView();
    private final ExtractCounters counters = new ExtractCounters();
    private final TradeExtractor extractor =
            new TradeExtractor(EnumSet.allOf(DexProgram.class), (slot, txIndex, seconds) -> true, counters);
    private long expectedTrades;
    private int next;

    /** Makes the updates. */
    @Setup(Level.Trial)
    public void simulate() {
        try (MarketSimulator simulator =
                new MarketSimulator(MarketConfig.of(100, 100, 1).lasting(SECONDS))) {
            for (SimulatedBlock block = simulator.nextSimulated(); block != null; block = simulator.nextSimulated()) {
                expectedTrades += block.expected().size();
                final long timeSeconds = block.block().blockTimeSeconds().orElseThrow();
                final List<byte[]> bytes = BlockUpdates.plain().bytes(block.block());
                for (final byte[] update :
                        bytes.subList(0, block.block().transactions().size())) {
                    final UpdateEvent event = new UpdateEvent();
                    event.reset()
                            .slot(block.block().slot())
                            .time(timeSeconds, TimeSource.BLOCK_TIME)
                            .payload(update, 0, update.length)
                            .kind(UpdateKind.TRANSACTION);
                    events.add(event);
                    updates.add(update);
                }
            }
        }
    }

    /** Checks that the work was really done: a pass over all updates finds exactly the market's trades. */
    @TearDown(Level.Trial)
    public void check() {
        final long before = counters.trades().get();
        events.forEach(extractor::extract);
        final long found = counters.trades().get() - before;
        if (found != expectedTrades) {
            throw new IllegalStateException("found " + found + " trades of " + expectedTrades);
        }
    }

    /** The flyweight over all fields that extraction may need. */
    @Benchmark
    public int flyweight() {
        final byte[] update = updates.get(next());
        if (!view.wrap(update, 0, update.length)) {
            throw new IllegalStateException("malformed");
        }
        return view.instructionCount();
    }

    /** The generated parser on the same bytes. */
    @Benchmark
    public SubscribeUpdate generatedParser() throws InvalidProtocolBufferException {
        return SubscribeUpdate.parseFrom(updates.get(next()));
    }

    /** The whole extract stage. */
    @Benchmark
    public int extract() {
        final UpdateEvent event = events.get(next());
        extractor.extract(event);
        return event.trades().size();
    }

    private int next() {
        next = next + 1 == events.size() ? 0 : next + 1;
        return next;
    }
}
