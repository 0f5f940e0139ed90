package io.solflow.app.live;

import io.solflow.app.config.Age;
import io.solflow.app.config.UsageException;
import io.solflow.app.engine.Engine;
import io.solflow.app.health.Health;
import io.solflow.app.health.HealthLog;
import io.solflow.app.terminal.Terminal;
import io.solflow.core.pipeline.TradePipeline;
import io.solflow.ingest.source.UpdateRouter;
import io.solflow.ingest.source.connect.GeyserConfig;
import io.solflow.ingest.source.connect.GeyserServers;
import io.solflow.ingest.source.slots.AssemblerConfig;
import io.solflow.ingest.source.slots.SlotAssembler;
import io.solflow.ingest.source.stream.SourceEnd;
import io.solflow.ingest.source.stream.YellowstoneSource;
import io.solflow.persist.upkeep.Retention;
import java.io.PrintStream;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** A live stream through the engine until somebody wants it to stop, the server refuses, or something fails. */
public final class LiveRun {

    private static final long POLL_MS = 50;

    private final Engine engine;
    private final UpdateRouter router;
    private final YellowstoneSource source;
    private final Optional<Retention> retention;
    private final EngineLook look;

    /** A run of one server that keeps all rows. */
    public LiveRun(final Engine engine, final GeyserConfig config) {
        this(engine, GeyserServers.of(config), Optional.empty());
    }

    /**
     * A run.
     *
     * @param age from which rows are removed meanwhile; empty for keeping all.
     */
    public LiveRun(final Engine engine, final GeyserServers servers, final Optional<Age> age) {
        this.engine = engine;
        final SlotAssembler assembler = new SlotAssembler(
                AssemblerConfig.live(servers.first().commitment()),
                engine.publisher(),
                engine.resumeAfterSlot(),
                engine.checkpoint().watermarkSeconds());
        router = new UpdateRouter(assembler);
        source = new YellowstoneSource(servers, router);
        retention = age.isEmpty() ? Optional.empty() : Optional.of(retention(engine, age.get()));
        look = new EngineLook(engine, router, Optional.of(source), retention);
    }

    private static Retention retention(final Engine engine, final Age age) {
        return engine.store().retention(age.seconds(), () -> isCalm(engine.pipeline()));
    }

    private static boolean isCalm(final TradePipeline pipeline) {
        return 2 * pipeline.backlog() < pipeline.ringSize();
    }

    public UpdateRouter router() {
        return router;
    }

    /** How it is; any thread. */
    public Health health() {
        return look.health();
    }

    /** What was wrong in the run. */
    public HealthLog healthLog() {
        return look.log();
    }

    /**
     * Runs until {@code done} or a stop signal, then stops the source and finishes the engine.
     *
     * @param statusOutput where the status line goes.
     * @return how the source ended; STOPPED when it was told to.
     * @throws IllegalStateException when the pipeline failed.
     */
    public SourceEnd run(final StopSignals signals, final BooleanSupplier done, final PrintStream statusOutput)
            throws InterruptedException {
        return run(signals, done, statusOutput, LivePage.none());
    }

    /**
     * The same with a page.
     *
     * @throws UsageException when the page's address was named and cannot be opened.
     */
    public SourceEnd run(
            final StopSignals signals, final BooleanSupplier done, final PrintStream statusOutput, final LivePage page)
            throws InterruptedException {
        final SourceEnd end;
        try (StatusReporter status =
                new StatusReporter(statusOutput, Terminal.present(), Terminal.colour(), look::take)) {
            // the connection is made while the windows are refilled; updates wait
            source.start();
            engine.start();
            status.start();
            page.start(new PipelineLooks(engine, router, look), look::streaming);
            // no lambda: a start without retention has no class of it to load
            if (retention.isPresent()) {
                retention.get().start();
            }
            Optional<SourceEnd> ended = Optional.empty();
            while (ended.isEmpty()
                    && !done.getAsBoolean()
                    && engine.pipeline().failure() == null
                    && page.failure().isEmpty()
                    && !signals.await(POLL_MS)) {
                ended = source.awaitEnd(0);
            }
            source.stop();
            retention.ifPresent(Retention::close);
            // a source that waits for a full ring would not end before the database is free again
            engine.pipeline().closeIntake();
            end = source.awaitEnd();
        } finally {
            retention.ifPresent(Retention::close);
            source.close();
            page.close();
        }
        engine.finish();
        if (page.failure().isPresent()) {
            throw page.failure().get();
        }
        return end;
    }
}
