package io.solflow.app;

import io.solflow.core.event.UpdateEvent;
import io.solflow.ingest.source.AssemblerConfig;
import io.solflow.ingest.source.GeyserConfig;
import io.solflow.ingest.source.SlotAssembler;
import io.solflow.ingest.source.SourceEnd;
import io.solflow.ingest.source.SourceState;
import io.solflow.ingest.source.SourceStatus;
import io.solflow.ingest.source.UpdateRouter;
import io.solflow.ingest.source.YellowstoneSource;
import java.io.PrintStream;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** A live stream through the engine until somebody wants it to stop, the server refuses, or something fails. */
final class LiveRun {

    private static final long POLL_MS = 50;

    private final Engine engine;
    private final UpdateRouter router;
    private final YellowstoneSource source;

    LiveRun(final Engine engine, final GeyserConfig config) {
        this.engine = engine;
        final SlotAssembler assembler = new SlotAssembler(
                AssemblerConfig.live(config.commitment()), engine.publisher(), engine.resumeAfterSlot());
        router = new UpdateRouter(assembler);
        source = new YellowstoneSource(config, router);
    }

    UpdateRouter router() {
        return router;
    }

    /**
     * Runs until {@code done} or a stop signal, then stops the source and finishes the engine.
     *
     * @param statusOutput where the status line goes.
     * @return how the source ended; STOPPED when it was told to.
     * @throws IllegalStateException when the pipeline failed.
     */
    SourceEnd run(final StopSignals signals, final BooleanSupplier done, final PrintStream statusOutput)
            throws InterruptedException {
        final SourceEnd end;
        try (StatusReporter status =
                new StatusReporter(statusOutput, Terminal.present(), Terminal.colour(), this::look)) {
            source.start();
            status.start();
            Optional<SourceEnd> ended = Optional.empty();
            while (ended.isEmpty()
                    && !done.getAsBoolean()
                    && engine.pipeline().failure() == null
                    && !signals.await(POLL_MS)) {
                ended = source.awaitEnd(0);
            }
            source.stop();
            // a source that waits for a full ring would not end before the database is free again
            engine.pipeline().closeIntake();
            end = source.awaitEnd();
        } finally {
            source.close();
        }
        engine.finish();
        return end;
    }

    private StatusLine.Look look() {
        final SourceStatus status = source.status();
        return new StatusLine.Look(
                System.nanoTime(),
                router.updates(),
                engine.store().counters().tradesWritten().get(),
                Math.max(0, status.lastSlot()),
                lagSeconds(status),
                engine.pipeline().backlog(),
                engine.pipeline().ringSize(),
                engine.store().sizeBytes(),
                engine.store().counters().gaps().get(),
                trouble(status));
    }

    private static long lagSeconds(final SourceStatus status) {
        return status.lastBlockTimeSeconds() == UpdateEvent.NO_TIME
                ? -1
                : Math.max(0, status.lagSeconds(System.currentTimeMillis() / 1000));
    }

    private String trouble(final SourceStatus status) {
        final String trouble = engine.trouble();
        if (!trouble.isEmpty() || status.state() == SourceState.STREAMING) {
            return trouble;
        }
        return status.state().name().toLowerCase(java.util.Locale.ROOT) + ": " + status.reason();
    }
}
