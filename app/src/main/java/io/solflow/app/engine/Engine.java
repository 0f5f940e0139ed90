package io.solflow.app.engine;

import com.lmax.disruptor.RewindableException;
import io.solflow.app.config.PipelineOptions;
import io.solflow.app.config.UsageException;
import io.solflow.core.extract.ExtractCounters;
import io.solflow.core.extract.SeenTrades;
import io.solflow.core.extract.TradeExtractor;
import io.solflow.core.metrics.MetricsCounters;
import io.solflow.core.metrics.RollingMetrics;
import io.solflow.core.pipeline.RollingMetricsHandler;
import io.solflow.core.pipeline.RowReturnHandler;
import io.solflow.core.pipeline.TradeExtractHandler;
import io.solflow.core.pipeline.TradePipeline;
import io.solflow.core.pipeline.UpdatePublisher;
import io.solflow.core.program.DexProgram;
import io.solflow.core.signal.SignalConfig;
import io.solflow.ingest.source.UpdateSink;
import io.solflow.persist.SqliteStore;
import io.solflow.persist.file.PersistConfig;
import io.solflow.persist.file.StoreException;
import io.solflow.persist.read.StoredSlotReader;
import io.solflow.persist.status.Checkpoint;
import io.solflow.persist.status.PersistStatus;
import io.solflow.persist.write.BatchPersistHandler;
import io.solflow.persist.write.BusyRewind;
import java.io.PrintStream;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.agrona.concurrent.SystemNanoClock;

/**
 * The store, the stages and the ring put together: what every command that takes updates runs. Started with the windows
 * as the database left them; closed from the outside in, so that nothing published is lost.
 */
public final class Engine implements AutoCloseable {

    /**
     * An orderly stop is promised within ten seconds. The rest is for what may still wait for a locked database after
     * that: the last try to write, the copying of the log, half a second each.
     */
    private static final long DRAIN_MS = 7_000;

    private final SqliteStore store;
    private final Checkpoint checkpoint;
    private final long gapsBefore;
    private final Optional<SignalConfig> signals;
    private final ExtractCounters extractCounters = new ExtractCounters();
    private final StoredSlotReader storedSlots;
    private final SeenTrades seen;
    private final TradeExtractor extractor;
    private final RollingMetrics metrics;
    private final RollingMetricsHandler metricsStage;
    private final BatchPersistHandler persist;
    private final BusyRewind rewind = new BusyRewind(SystemNanoClock.INSTANCE);
    private final TradePipeline pipeline;
    // empty once it has run: what it read ahead would stay in memory
    private Optional<WindowsRefill> refill;
    private boolean closed;

    private Engine(
            final SqliteStore store,
            final Checkpoint checkpoint,
            final Optional<WindowsRefill> refill,
            final PipelineOptions.Resolved options,
            final boolean slotsDie,
            final UnaryOperator<Stages> decoration) {
        this.store = store;
        this.checkpoint = checkpoint;
        this.refill = refill;
        signals = options.signals();
        metrics = new RollingMetrics(slotsDie);
        metricsStage = new RollingMetricsHandler(metrics);
        gapsBefore = store.storedGaps();
        storedSlots = store.storedSlots();
        seen = new SeenTrades(storedSlots);
        extractor = new TradeExtractor(options.programs(), seen, extractCounters);
        persist = store.persistHandler(SystemNanoClock.INSTANCE);
        final Stages stages = decoration.apply(new Stages(new TradeExtractHandler(extractor), metricsStage, persist));
        pipeline = new TradePipeline(
                options.pipeline(),
                stages.extract(),
                stages.metrics(),
                new RowReturnHandler(stages.persist(), metrics.returns()),
                rewind);
    }

    /** The engine for updates whose slots are settled, see {@link #open(PipelineOptions.Resolved, boolean, PrintStream)}. */
    public static Engine open(final PipelineOptions.Resolved options, final PrintStream tradeOutput) {
        return open(options, false, tradeOutput);
    }

    /**
     * Opens the database, and begins to read what refills the windows. A source may open from then on; its first update waits
     * for {@link #start()}.
     *
     * @param slotsDie true when updates come before their slots are settled, so that trades may have to be taken back.
     * @param tradeOutput where trades are printed when asked.
     * @throws UsageException when the database cannot be used.
     */
    public static Engine open(
            final PipelineOptions.Resolved options, final boolean slotsDie, final PrintStream tradeOutput) {
        return openDecorated(
                options,
                slotsDie,
                stages -> options.printTrades()
                        ? stages.withPersist(new TradePrinter(stages.persist(), LinePrinter.start(tradeOutput)))
                        : stages);
    }

    /** The same with other decorators around the stages. */
    public static Engine openDecorated(
            final PipelineOptions.Resolved options, final boolean slotsDie, final UnaryOperator<Stages> decoration) {
        final SqliteStore store = openStore(options.persist());
        Optional<WindowsRefill> refill = Optional.empty();
        boolean opened = false;
        try {
            final Checkpoint checkpoint = store.checkpoint();
            refill = WindowsRefill.begin(store, checkpoint);
            final Engine engine = new Engine(store, checkpoint, refill, options, slotsDie, decoration);
            opened = true;
            return engine;
        } catch (final StoreException e) {
            throw new UsageException(e.getMessage(), e);
        } finally {
            if (!opened) {
                close(refill, store);
            }
        }
    }

    /**
     * Refills the windows from the database and starts the stages; once.
     *
     * @throws UsageException when the database cannot be read.
     */
    public void start() {
        try {
            if (refill.isPresent()) {
                refill.get().run(seen, extractor, metrics);
                refill.get().close();
                refill = Optional.empty();
            }
            signals.ifPresent(config -> metricsStage.signals(SignalStart.watch(config, metrics, store, checkpoint)));
        } catch (final StoreException e) {
            throw new UsageException(e.getMessage(), e);
        }
        pipeline.start();
    }

    public static SqliteStore openStore(final PersistConfig config) {
        final Map<Integer, String> labels = new TreeMap<>();
        for (final DexProgram program : DexProgram.values()) {
            labels.put(program.code(), program.label());
        }
        try {
            return SqliteStore.open(config, labels);
        } catch (final StoreException e) {
            throw new UsageException(e.getMessage(), e);
        }
    }

    public UpdatePublisher publisher() {
        return pipeline.publisher();
    }

    /** Where the last run ended. */
    public Checkpoint checkpoint() {
        return checkpoint;
    }

    /**
     * Highest slot that need not come again, {@link UpdateSink#NO_CHECKPOINT} when nothing is stored. A run cut off within
     * its first slot has stored trades but no checkpoint: everything from their slot on has to come again.
     */
    public long resumeAfterSlot() {
        if (checkpoint.hasSlot()) {
            return checkpoint.slot();
        }
        final long oldest = store.oldestTradeSlot();
        return oldest == Checkpoint.NO_SLOT ? UpdateSink.NO_CHECKPOINT : Math.max(0, oldest - 1);
    }

    public ExtractCounters extractCounters() {
        return extractCounters;
    }

    public SqliteStore store() {
        return store;
    }

    public long watermarkSeconds() {
        return metrics.watermarkSeconds();
    }

    public TradePipeline pipeline() {
        return pipeline;
    }

    public MetricsCounters metricsCounters() {
        return metrics.counters();
    }

    /** How writing goes. */
    public PersistStatus storeStatus() {
        return persist.status();
    }

    /** Holes of the stream that the database held before this run. */
    public long gapsBefore() {
        return gapsBefore;
    }

    /**
     * Ends the run: everything published is committed, the stages stop, the database closes.
     *
     * @param drainMs how long the stages may take for what is in the ring.
     * @throws IllegalStateException when something published could not be committed; says why.
     */
    public void finish(final long drainMs) {
        if (closed) {
            return;
        }
        rewind.stopBy(System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(drainMs));
        final boolean drained = pipeline.drain(drainMs);
        final long left = pipeline.backlog();
        final Throwable failure = pipeline.failure();
        final String trouble = persist.status().reason();
        close();
        if (failure != null && !(failure instanceof RewindableException)) {
            throw new IllegalStateException("pipeline failed: " + failure.getMessage(), failure);
        }
        if (!drained) {
            throw new IllegalStateException(left + " updates were not committed within " + drainMs + " ms"
                    + (trouble.isEmpty() ? "" : ": " + trouble)
                    + "; they come again with from_slot at the next start");
        }
    }

    /** {@link #finish(long)} within the time promised for an orderly stop. */
    public void finish() {
        finish(DRAIN_MS);
    }

    /** Stops without draining; after {@link #finish} does nothing. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            pipeline.close();
            storedSlots.close();
            close(refill, store);
        }
    }

    private static void close(final Optional<WindowsRefill> refill, final SqliteStore store) {
        try {
            refill.ifPresent(WindowsRefill::close);
        } finally {
            store.close();
        }
    }
}
