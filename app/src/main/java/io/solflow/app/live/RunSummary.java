package io.solflow.app.live;

import io.solflow.app.engine.Engine;
import io.solflow.app.health.HealthLog;
import io.solflow.core.event.UpdateEvent;
import io.solflow.core.extract.ExtractCounters;
import io.solflow.core.pipeline.UpdatePublisher;
import io.solflow.core.program.DexProgram;
import io.solflow.core.program.Outcome;
import io.solflow.ingest.source.UpdateRouter;
import io.solflow.persist.status.PersistCounters;
import io.solflow.persist.status.PruneCounters;
import java.io.PrintStream;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** What a finished run did, in a few lines; every counter that is not zero by itself gets its place. */
public final class RunSummary {

    private RunSummary() {}

    public static void print(
            final PrintStream out, final Engine engine, final UpdateRouter router, final HealthLog health) {
        final ExtractCounters extract = engine.extractCounters();
        final PersistCounters persist = engine.store().counters();
        out.printf(
                Locale.ROOT,
                "updates       %,d (%,d transactions, %,d failed, %,d seen before, %,d malformed)%n",
                router.updates() + router.malformed().get() + router.oversized().get(),
                extract.transactions().get(),
                extract.failed().get(),
                extract.duplicates().get(),
                router.malformed().get()
                        + router.oversized().get()
                        + extract.undecodable().get()
                        + extract.malformedUpdates().get());
        out.printf(
                Locale.ROOT,
                "trades        %,d stored, %,d known already, %,d DCA legs counted with their fill%n",
                persist.tradesWritten().get(),
                persist.tradesKnown().get(),
                extract.dcaLegs().get());
        printPositions(out, extract);
        if (extract.untimed().get() > 0) {
            out.printf(
                    Locale.ROOT,
                    "without time  %,d trades not stored%n",
                    extract.untimed().get());
        }
        if (extract.excessive().get() > 0) {
            out.printf(
                    Locale.ROOT,
                    "too large     %,d trades not stored, no window could add them up%n",
                    extract.excessive().get());
        }
        printPrograms(out, extract);
        out.printf(
                Locale.ROOT,
                "metrics       %,d upserts in %,d commits%n",
                persist.metricUpserts().get(),
                persist.commits().get());
        if (persist.signals().get() > 0) {
            out.printf(
                    Locale.ROOT, "signals       %,d stored%n", persist.signals().get());
        }
        if (persist.retries().get() > 0) {
            out.printf(
                    Locale.ROOT,
                    "retries       %,d times a batch was kept and written again%n",
                    persist.retries().get());
        }
        printFullRing(out, engine.publisher());
        printPruned(out, persist.pruned());
        printGaps(out, engine);
        health.print(out);
        final long watermark = engine.watermarkSeconds();
        out.printf(
                Locale.ROOT,
                "watermark     %s%n",
                watermark == UpdateEvent.NO_TIME ? "none" : Instant.ofEpochSecond(watermark));
        out.printf(Locale.ROOT, "database      %s%n", engine.store().database());
    }

    private static void printPositions(final PrintStream out, final ExtractCounters extract) {
        if (extract.unpositioned().get()
                        + extract.positionsTaken().get()
                        + extract.moved().get()
                > 0) {
            out.printf(
                    Locale.ROOT,
                    "positions     %,d transactions without one, %,d with a position already taken, %,d moved to a position that came later%n",
                    extract.unpositioned().get(),
                    extract.positionsTaken().get(),
                    extract.moved().get());
        }
    }

    private static void printFullRing(final PrintStream out, final UpdatePublisher publisher) {
        if (publisher.fullWaits().get() > 0) {
            out.printf(
                    Locale.ROOT,
                    "full ring     %,d times, the source waited %,.1f s%n",
                    publisher.fullWaits().get(),
                    publisher.fullWaitNs().get() / 1e9);
        }
    }

    private static void printPruned(final PrintStream out, final PruneCounters pruned) {
        if (pruned.steps().get() > 0) {
            out.printf(
                    Locale.ROOT,
                    "pruned        %,d trades, %,d signals, %,d metrics rows, %,d addresses; the write lock held for %,d ms"
                            + " at most%n",
                    pruned.trades().get(),
                    pruned.signals().get(),
                    pruned.metricsRows().get(),
                    pruned.mints().get() + pruned.wallets().get(),
                    TimeUnit.NANOSECONDS.toMillis(pruned.holdMaxNs().get()));
        }
    }

    private static void printGaps(final PrintStream out, final Engine engine) {
        final long added = engine.store().counters().gaps().get();
        final long stored = engine.gapsBefore() + added;
        if (stored > 0) {
            out.printf(Locale.ROOT, "gaps          %,d since the start, %,d stored in ingest_gaps%n", added, stored);
        }
    }

    private static void printPrograms(final PrintStream out, final ExtractCounters extract) {
        out.printf(
                Locale.ROOT,
                "%-13s %10s %10s %10s %10s %10s %10s%n",
                "program",
                "trade",
                "by event",
                "ignored",
                "skipped",
                "unknown",
                "malformed");
        for (final DexProgram program : DexProgram.values()) {
            out.printf(Locale.ROOT, "%-13s", program.label());
            for (final Outcome outcome : Outcome.values()) {
                out.printf(
                        Locale.ROOT, " %,10d", extract.outcome(program, outcome).get());
            }
            out.println();
        }
    }
}
