package io.solflow.app.web;

import io.solflow.app.json.JsonOut;
import io.solflow.app.market.Gaps;
import io.solflow.app.market.MarketJson;
import java.util.List;
import java.util.Optional;

/** The pipeline as JSON: the names of docs/api.md. */
final class PipelineJson {

    private static final double NS_PER_MS = 1e6;
    private static final double NS_PER_SECOND = 1e9;

    private final String version;
    private final String database;
    private final long startNs;

    PipelineJson(final String version, final String database, final long startNs) {
        this.version = version;
        this.database = database;
        this.startNs = startNs;
    }

    /**
     * Writes the members.
     *
     * @param beat empty where no pipeline runs in this process.
     * @param clients browsers that are told every second.
     */
    void write(final JsonOut out, final Optional<Pulse.Beat> beat, final Stored stored, final int clients) {
        out.member("version", version);
        out.member("live", beat.isPresent());
        out.member("uptimeSeconds", (System.nanoTime() - startNs) / (long) NS_PER_SECOND);
        out.member("database", database);
        beat.ifPresent(value -> live(out, value));
        MarketJson.watermark(out, stored.watermarkSeconds());
        out.object(
                "gaps",
                inner -> gaps(inner, beat.map(value -> value.now().gaps()).orElse(0L), stored.gaps()));
        out.object("memory", inner -> {
            final Runtime runtime = Runtime.getRuntime();
            inner.member("heapUsedBytes", runtime.totalMemory() - runtime.freeMemory());
            inner.member("heapMaxBytes", runtime.maxMemory());
        });
        out.member("clients", clients);
    }

    /** What the database tells beside the counters. */
    record Stored(long watermarkSeconds, Gaps gaps) {
        static final Stored NONE = new Stored(0, new Gaps(0, 0, List.of()));
    }

    private static void live(final JsonOut out, final Pulse.Beat beat) {
        final PipelineLook now = beat.now();
        out.object("health", inner -> health(inner, now.health()));
        out.member(
                "updatesPerSecond", beat.perSecond(now.updates(), beat.before().updates()));
        out.member(
                "tradesPerSecond",
                beat.perSecond(now.tradesStored(), beat.before().tradesStored()));
        out.member("updates", now.updates());
        out.member("trades", now.tradesStored());
        out.member("slot", now.slot());
        known(out, "checkpointSlot", now.checkpointSlot());
        known(out, "lagSeconds", now.lagSeconds());
        out.member("reconnects", now.reconnects());
        out.member("endpoint", now.endpoint());
        out.object("ring", inner -> inner.member("used", now.ring().used())
                .member("size", now.ring().size())
                .member("fill", (double) now.ring().used() / now.ring().size())
                .member("fullWaits", now.ring().fullWaits())
                .member("fullWaitSeconds", now.ring().fullWaitNs() / NS_PER_SECOND));
        out.object("commit", inner -> commits(inner, beat));
        out.member("walBytes", now.walBytes());
        out.member("databaseBytes", now.databaseBytes());
        known(out, "freeBytes", now.freeBytes());
        out.member("signals", now.signals());
        out.object("pruned", inner -> pruned(inner, now.pruned()));
        out.array("programs", array -> {
            for (int i = 0; i < now.programs().size(); i++) {
                final PipelineLook.Program program = now.programs().get(i);
                final PipelineLook.Program before = beat.before().programs().get(i);
                array.element(inner -> program(inner, beat, program, before));
            }
        });
        out.objects("unnamed", now.unnamed(), (inner, unnamed) -> inner.member("program", unnamed.program())
                .member("discriminator", unnamed.discriminator())
                .member("count", unnamed.count()));
    }

    private static void health(final JsonOut out, final HealthLook health) {
        out.member("level", health.level());
        out.objects("findings", health.findings(), (inner, finding) -> inner.member("cause", finding.cause())
                .member("level", finding.level())
                .member("text", finding.text())
                .member("advice", finding.advice())
                .member("heldSeconds", finding.heldSeconds()));
    }

    private static void commits(final JsonOut out, final Pulse.Beat beat) {
        final PipelineLook.Commits commits = beat.now().commits();
        final Durations lastMinute = beat.commitDurations();
        out.member("count", commits.count());
        out.member("lastMs", commits.lastNs() / NS_PER_MS);
        out.member("maxMs", commits.maxNs() / NS_PER_MS);
        milliseconds(out, "p50Ms", lastMinute.quantileNs(0.5));
        milliseconds(out, "p99Ms", lastMinute.quantileNs(0.99));
        out.member("retries", commits.retries());
    }

    private static void pruned(final JsonOut out, final PipelineLook.Pruned pruned) {
        if (pruned.beforeSeconds() == 0) {
            out.nothing("before");
        } else {
            out.member("before", pruned.beforeSeconds());
        }
        out.member("trades", pruned.trades());
        out.member("signals", pruned.signals());
        out.member("metricsRows", pruned.metricsRows());
        out.member("mints", pruned.mints());
        out.member("wallets", pruned.wallets());
        out.member("lockMaxMs", pruned.holdMaxNs() / NS_PER_MS);
    }

    private static void program(
            final JsonOut out,
            final Pulse.Beat beat,
            final PipelineLook.Program program,
            final PipelineLook.Program before) {
        out.member("program", program.label());
        out.member("tradesPerSecond", beat.perSecond(program.allTrades(), before.allTrades()));
        out.member("trades", program.trades());
        out.member("byEvent", program.byEvent());
        out.member("ignored", program.ignored());
        out.member("skipped", program.skipped());
        out.member("unknown", program.unknown());
        out.member("malformed", program.malformed());
    }

    private static void gaps(final JsonOut out, final long sinceStart, final Gaps stored) {
        out.member("sinceStart", sinceStart);
        out.member("stored", stored.total());
        out.member("slots", stored.slots());
        out.objects("newest", stored.newest(), (inner, gap) -> {
            inner.member("fromSlot", gap.fromSlot());
            inner.member("toSlot", gap.toSlot());
            inner.member("reason", gap.reason());
            if (gap.noticedAtSeconds() == 0) {
                inner.nothing("noticedAt");
            } else {
                inner.member("noticedAt", gap.noticedAtSeconds());
            }
        });
    }

    private static void known(final JsonOut out, final String name, final long value) {
        if (value < 0) {
            out.nothing(name);
        } else {
            out.member(name, value);
        }
    }

    private static void milliseconds(final JsonOut out, final String name, final long ns) {
        if (ns < 0) {
            out.nothing(name);
        } else {
            out.member(name, ns / NS_PER_MS);
        }
    }
}
