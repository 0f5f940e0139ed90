package io.solflow.bench.sqlite;

import com.lmax.disruptor.RewindableEventHandler;
import com.lmax.disruptor.RewindableException;
import com.lmax.disruptor.RingBuffer;
import com.lmax.disruptor.TimeoutBlockingWaitStrategy;
import com.lmax.disruptor.dsl.Disruptor;
import com.lmax.disruptor.dsl.ProducerType;
import com.sun.management.ThreadMXBean;
import io.solflow.core.event.UpdateEvent;
import io.solflow.core.event.UpdateKind;
import io.solflow.persist.SqliteStore;
import io.solflow.persist.file.PersistConfig;
import io.solflow.persist.write.BatchPersistHandler;
import io.solflow.persist.write.BusyRewind;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.agrona.concurrent.SystemNanoClock;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * What resting between small commits costs and saves: the persist stage on a real ring, trades published at planned times
 * one by one (as at processed) or a slot at a time (as at confirmed), and a second connection that looks when they can be
 * read. Latency counts from the planned time. Prints a line for each rest.
 */
@Command(name = "commit-curve", mixinStandardHelpOptions = true, description = "Latency against writing, by rest.")
public final class CommitCurve implements Callable<Integer> {

    private static final int TRADES_A_SLOT = 400;

    @Option(names = "--rests", split = ",", defaultValue = "0,2,5,10,20,50,100", description = "Milliseconds.")
    private List<Integer> rests;

    @Option(names = "--rate", defaultValue = "1000", description = "Trades a second.")
    private int rate;

    @Option(names = "--seconds", defaultValue = "10", description = "Of each run; the first two are not measured.")
    private int seconds;

    @Option(names = "--slots", description = "Whole slots of 400 trades at once.")
    private boolean slots;

    @Option(names = "--commits-copy", description = "The log is copied by commits, without a thread for it.")
    private boolean commitsCopy;

    @Option(names = "--start", required = true, description = "Start file that sqlite-limits has made.")
    private Path start;

    @Option(names = "--stored", defaultValue = "0", description = "Trades that the start file holds.")
    private int stored;

    @Option(names = "--seed", defaultValue = "4", description = "Of the market, as in sqlite-limits.")
    private long seed;

    /** Runs what the flags say. */
    public static void main(final String[] args) {
        System.exit(new CommandLine(new CommitCurve()).execute(args));
    }

    @Override
    public Integer call() throws Exception {
        final Market market = new Market(seed);
        for (int left = stored; left > 0; left -= 100_000) {
            market.next(Math.min(left, 100_000));
        }
        final MarketTrace trace = market.next(rate * seconds);
        for (final int restMs : rests) {
            run(trace, restMs);
        }
        return 0;
    }

    private void run(final MarketTrace trace, final int restMs) throws Exception {
        final Path database = Path.of(start + ".curve");
        StartFiles.copy(start, database);
        final PersistConfig config = config(database, restMs);
        try (SqliteStore store = SqliteStore.open(config, ProductLoop.labels())) {
            final Thread[] writer = new Thread[1];
            final Disruptor<UpdateEvent> disruptor = new Disruptor<>(
                    UpdateEvent::new,
                    16_384,
                    task -> writer[0] = new Thread(task, "persist"),
                    ProducerType.SINGLE,
                    new TimeoutBlockingWaitStrategy(100, TimeUnit.MILLISECONDS));
            final BatchPersistHandler handler = store.persistHandler(SystemNanoClock.INSTANCE);
            disruptor.handleEventsWith(
                    new BusyRewind(SystemNanoClock.INSTANCE), commitsCopy ? new WithoutStart(handler) : handler);
            disruptor.start();
            final int warm = 2 * rate;
            final VisibleTrades visible = new VisibleTrades(database, trace);
            visible.start();
            final long beginNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(50);
            publish(disruptor.getRingBuffer(), trace, 0, warm, beginNs);
            final long warmCommits = store.counters().commits().get();
            final long warmWal = visible.logFrames();
            final long warmCpuNs = cpuNs(writer[0]);
            publish(disruptor.getRingBuffer(), trace, warm, trace.size(), beginNs);
            visible.awaitAll();
            final int count = trace.size() - warm;
            final long cpu = cpuNs(writer[0]) - warmCpuNs;
            final long commits = store.counters().commits().get() - warmCommits;
            disruptor.shutdown(60, TimeUnit.SECONDS);
            print(trace, restMs, beginNs, visible, warm, count, cpu, commits, visible.logFrames() - warmWal);
        }
        Files.delete(database);
    }

    /** With as large a log before a commit copies it, whether there is a thread for it or not. */
    private PersistConfig config(final Path database, final int restMs) {
        final PersistConfig of = PersistConfig.of(database);
        return new PersistConfig(
                database,
                of.flushMs(),
                of.maxBatchRows(),
                of.busyTimeoutMs(),
                of.cacheKib(),
                commitsCopy ? of.walAutocheckpointPages() / 4 : of.walAutocheckpointPages(),
                of.walLimitBytes(),
                of.mintCacheEntries(),
                of.walletCacheEntries(),
                restMs);
    }

    /** The persist stage without what it starts beside itself. */
    private record WithoutStart(BatchPersistHandler handler) implements RewindableEventHandler<UpdateEvent> {

        @Override
        public void onEvent(final UpdateEvent event, final long sequence, final boolean endOfBatch)
                throws RewindableException, Exception {
            handler.onEvent(event, sequence, endOfBatch);
        }

        @Override
        public void onTimeout(final long sequence) throws Exception {
            handler.onTimeout(sequence);
        }

        @Override
        public void onShutdown() {
            handler.onShutdown();
        }
    }

    private void print(
            final MarketTrace trace,
            final int restMs,
            final long beginNs,
            final VisibleTrades visible,
            final int warm,
            final int count,
            final long cpuNs,
            final long commits,
            final long logFrames) {
        final long[] latencies = new long[count];
        for (int i = 0; i < count; i++) {
            latencies[i] = visible.seenNs(warm + i) - plannedNs(warm + i, beginNs);
        }
        Arrays.sort(latencies);
        System.out.printf(
                Locale.ROOT,
                "%s %d/s stored %d rest %3d ms: %6.1f trades a commit, %6.0f B log a trade, %4.1f %% of a core, visible after"
                        + " p50 %.1f p99 %.1f max %.1f ms%n",
                slots ? "slots" : "even",
                rate,
                stored,
                restMs,
                (double) count / commits,
                (double) logFrames * (visible.pageSizeBytes() + 24) / count,
                100.0 * cpuNs / 1e9 / (trace.size() - warm) * rate,
                latencies[count / 2] / 1e6,
                latencies[(int) (count * 0.99)] / 1e6,
                latencies[count - 1] / 1e6);
    }

    private long plannedNs(final int trade, final long beginNs) {
        final long at = slots ? trade / TRADES_A_SLOT * (long) TRADES_A_SLOT : trade;
        return beginNs + at * 1_000_000_000L / rate;
    }

    private void publish(
            final RingBuffer<UpdateEvent> ring,
            final MarketTrace trace,
            final int from,
            final int to,
            final long beginNs) {
        for (int trade = from; trade < to; trade++) {
            final long plannedNs = plannedNs(trade, beginNs);
            for (long leftNs = plannedNs - System.nanoTime(); leftNs > 0; leftNs = plannedNs - System.nanoTime()) {
                LockSupport.parkNanos(leftNs);
            }
            final long sequence = ring.next();
            trace.fill(ring.get(sequence), trade);
            ring.publish(sequence);
            if ((trade + 1) % TRADES_A_SLOT == 0) {
                publishSlotEnd(ring, trace, trade);
            }
        }
    }

    private static void publishSlotEnd(final RingBuffer<UpdateEvent> ring, final MarketTrace trace, final int trade) {
        final long sequence = ring.next();
        final long slot = trace.endedSlot(trade) + 1;
        final UpdateEvent event = ring.get(sequence).reset().slot(slot).checkpointSlot(slot);
        event.trades().clear();
        event.botFlags().reset(0);
        event.metrics().size(0);
        event.watermarkSeconds(trace.watermark(trade));
        event.kind(UpdateKind.SLOT_END);
        ring.publish(sequence);
    }

    private static long cpuNs(final Thread thread) {
        return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getThreadCpuTime(thread.getId());
    }
}
