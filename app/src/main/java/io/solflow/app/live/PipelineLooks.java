package io.solflow.app.live;

import io.solflow.app.engine.Engine;
import io.solflow.app.health.Health;
import io.solflow.app.health.HealthCause;
import io.solflow.app.health.HealthTallies;
import io.solflow.app.web.Durations;
import io.solflow.app.web.HealthLook;
import io.solflow.app.web.PipelineLook;
import io.solflow.core.extract.ExtractCounters;
import io.solflow.core.extract.UnnamedInstructions;
import io.solflow.core.pipeline.UpdatePublisher;
import io.solflow.core.program.DexProgram;
import io.solflow.core.program.Outcome;
import io.solflow.ingest.source.UpdateRouter;
import io.solflow.persist.status.CommitTimes;
import io.solflow.persist.status.PersistCounters;
import io.solflow.persist.status.PruneCounters;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

/**
 * Looks at a running engine for the page: at counters, which any thread may read, and at what the status thread has found
 * last. Any thread.
 */
public final class PipelineLooks implements Supplier<PipelineLook> {

    private static final List<String> CAUSES =
            Arrays.stream(HealthCause.values()).map(HealthCause::code).toList();

    private final Engine engine;
    private final UpdateRouter router;
    private final EngineLook look;

    public PipelineLooks(final Engine engine, final UpdateRouter router, final EngineLook look) {
        this.engine = engine;
        this.router = router;
        this.look = look;
    }

    @Override
    public PipelineLook get() {
        final StatusLine.Look status = look.latest();
        final PersistCounters persist = engine.store().counters();
        final HealthTallies tallies = look.tallies();
        return new PipelineLook(
                System.nanoTime(),
                health(status.health()),
                router.updates(),
                tallies.malformedUpdates(),
                persist.tradesWritten().get(),
                Math.max(0, router.lastSlot().get()),
                persist.checkpointSlot().get(),
                status.lagSeconds(),
                ring(),
                commits(persist),
                persist.walBytes().get(),
                status.databaseBytes(),
                engine.store().freeBytes(),
                persist.gaps().get(),
                engine.gapsBefore() + persist.gaps().get(),
                look.reconnects(),
                look.endpoint(),
                tallies.lateTrades(),
                persist.signals().get(),
                pruned(persist.pruned()),
                programs(engine.extractCounters()),
                unnamed(engine.extractCounters().unnamed()));
    }

    private static List<PipelineLook.Unnamed> unnamed(final UnnamedInstructions instructions) {
        final List<PipelineLook.Unnamed> unnamed = new ArrayList<>();
        instructions
                .seen()
                .forEach(seen ->
                        unnamed.add(new PipelineLook.Unnamed(seen.program().label(), seen.hex(), seen.count())));
        if (instructions.others() > 0) {
            unnamed.add(new PipelineLook.Unnamed("", PipelineLook.Unnamed.OTHERS, instructions.others()));
        }
        return unnamed;
    }

    private PipelineLook.Ring ring() {
        final UpdatePublisher publisher = engine.publisher();
        return new PipelineLook.Ring(
                engine.pipeline().backlog(),
                engine.pipeline().ringSize(),
                publisher.fullWaits().get(),
                publisher.fullWaitNs().get());
    }

    private static PipelineLook.Commits commits(final PersistCounters persist) {
        final CommitTimes times = persist.commitTimes();
        return new PipelineLook.Commits(
                persist.commits().get(),
                persist.commitLastNs().get(),
                persist.commitMaxNs().get(),
                times.sumNs(),
                persist.retries().get(),
                persist.metricUpserts().get(),
                new Durations(times.boundsNs(), times.counts()));
    }

    private static PipelineLook.Pruned pruned(final PruneCounters counters) {
        return new PipelineLook.Pruned(
                counters.trades().get(),
                counters.signals().get(),
                counters.metricsRows().get(),
                counters.mints().get(),
                counters.wallets().get(),
                counters.holdMaxNs().get(),
                counters.beforeSeconds().get());
    }

    private static List<PipelineLook.Program> programs(final ExtractCounters counters) {
        final List<PipelineLook.Program> programs = new ArrayList<>();
        for (final DexProgram program : DexProgram.values()) {
            programs.add(new PipelineLook.Program(
                    program.label(),
                    counters.outcome(program, Outcome.TRADE).get(),
                    counters.outcome(program, Outcome.BY_EVENT).get(),
                    counters.outcome(program, Outcome.IGNORED).get(),
                    counters.outcome(program, Outcome.SKIPPED).get(),
                    counters.outcome(program, Outcome.UNKNOWN).get(),
                    counters.outcome(program, Outcome.MALFORMED).get()));
        }
        return programs;
    }

    private static HealthLook health(final Health health) {
        return new HealthLook(
                health.level().word(),
                health.shortText(),
                health.findings().stream()
                        .map(finding -> new HealthLook.Finding(
                                finding.cause().code(),
                                finding.cause().level().word(),
                                finding.text(),
                                finding.cause().advice(),
                                finding.heldSeconds()))
                        .toList(),
                CAUSES);
    }
}
