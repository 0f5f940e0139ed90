package io.solflow.app.live;

import io.solflow.app.engine.Engine;
import io.solflow.app.health.Health;
import io.solflow.app.health.HealthInputs;
import io.solflow.app.health.HealthLog;
import io.solflow.app.health.HealthTallies;
import io.solflow.app.health.HealthWatch;
import io.solflow.ingest.source.UpdateRouter;
import io.solflow.ingest.source.stream.SourceEnd;
import io.solflow.ingest.source.stream.SourceState;
import io.solflow.ingest.source.stream.SourceStatus;
import io.solflow.ingest.source.stream.YellowstoneSource;
import io.solflow.persist.upkeep.Retention;
import java.util.Optional;
import org.agrona.concurrent.EpochClock;
import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.SystemEpochClock;
import org.agrona.concurrent.SystemNanoClock;

/**
 * Looks at a running engine, for the status line and for health. One thread looks; what it has found may be read by any.
 */
public final class EngineLook {

    /** A lag that means nothing, as in replays. */
    private static final long NO_LAG = -1;

    private final Engine engine;
    private final UpdateRouter router;
    private final Optional<YellowstoneSource> source;
    private final Optional<Retention> retention;
    private final HealthWatch watch = new HealthWatch();
    private final HealthLog log = new HealthLog();
    private final NanoClock nanoClock = SystemNanoClock.INSTANCE;
    private final EpochClock epochClock = SystemEpochClock.INSTANCE;
    private volatile StatusLine.Look latest;

    /** Looks at this engine, its router and, where updates come live, their source and what removes old rows. */
    public EngineLook(
            final Engine engine,
            final UpdateRouter router,
            final Optional<YellowstoneSource> source,
            final Optional<Retention> retention) {
        this.engine = engine;
        this.router = router;
        this.source = source;
        this.retention = retention;
    }

    /** The health that the last look gave. */
    Health health() {
        return watch.health();
    }

    /** What the last look has found; {@link #take()} has been called. Any thread. */
    StatusLine.Look latest() {
        return latest;
    }

    /** Streams opened after the first. Any thread. */
    long reconnects() {
        return source.map(YellowstoneSource::status)
                .map(SourceStatus::reconnects)
                .orElse(0L);
    }

    /** The server in use, empty where updates come from files. Any thread. */
    String endpoint() {
        return source.map(YellowstoneSource::status).map(SourceStatus::endpoint).orElse("");
    }

    /** True once updates come. Any thread. */
    boolean streaming() {
        return source.map(YellowstoneSource::status)
                .filter(status -> status.state() == SourceState.STREAMING)
                .isPresent();
    }

    /** What was wrong so far. */
    public HealthLog log() {
        return log;
    }

    /** Looks, judges, and logs what has changed. */
    public StatusLine.Look take() {
        final HealthInputs inputs = inputs();
        final Health health = watch.update(inputs);
        // a source that was told to stop ends nothing that was wrong with it
        if (inputs.sourceEnd()
                .map(SourceEnd::kind)
                .filter(kind -> kind == SourceEnd.Kind.STOPPED)
                .isEmpty()) {
            log.note(health, inputs.atNs());
        }
        latest = new StatusLine.Look(
                inputs.atNs(),
                router.updates(),
                engine.store().counters().tradesWritten().get(),
                Math.max(0, router.lastSlot().get()),
                lagSeconds(inputs),
                inputs.backlog(),
                inputs.ringSize(),
                engine.store().sizeBytes(),
                inputs.gaps(),
                engine.gapsBefore() + inputs.gaps(),
                inputs.source()
                        .filter(status -> status.endpoints() > 1)
                        .map(SourceStatus::endpoint)
                        .orElse(""),
                health);
        return latest;
    }

    private HealthInputs inputs() {
        final Optional<SourceStatus> status = source.map(YellowstoneSource::status);
        final Optional<SourceEnd> end = source.flatMap(YellowstoneSource::end);
        final Throwable failure = engine.pipeline().failure();
        return new HealthInputs(
                nanoClock.nanoTime(),
                epochClock.time() / 1000,
                failure == null ? "" : String.valueOf(failure.getMessage()),
                engine.storeStatus(),
                status,
                end,
                engine.pipeline().backlog(),
                engine.pipeline().ringSize(),
                engine.store().counters().walBytes().get(),
                engine.store().walLimitBytes(),
                engine.store().freeBytes(),
                engine.store().counters().gaps().get(),
                retention.isEmpty() ? "" : retention.get().problem(),
                tallies());
    }

    /** Counts since the start. Any thread. */
    HealthTallies tallies() {
        final long malformedUpdates = router.malformed().get()
                + engine.extractCounters().undecodable().get()
                + engine.extractCounters().malformedUpdates().get();
        return new HealthTallies(
                router.updates() + router.malformed().get(),
                malformedUpdates,
                engine.metricsCounters().lateTrades().get()
                        + engine.metricsCounters().expiredTrades().get(),
                HealthTallies.swaps(engine.extractCounters()));
    }

    private static long lagSeconds(final HealthInputs inputs) {
        return inputs.source()
                .filter(status -> status.lastBlockTimeSeconds() >= 0)
                .map(status -> Math.max(0, status.lagSeconds(inputs.nowSeconds())))
                .orElse(NO_LAG);
    }
}
