package io.solflow.app.web;

import java.lang.management.ManagementFactory;
import java.lang.management.RuntimeMXBean;
import java.util.List;
import java.util.Optional;

/** What {@code /metrics} tells: counters of the pipeline since its start, gauges of the newest look. */
final class PipelineMetrics {

    private static final double NS_PER_SECOND = 1e9;
    private static final double MS_PER_SECOND = 1e3;

    private PipelineMetrics() {}

    /** Writes all families. */
    static String text(
            final String version,
            final Optional<Pulse.Beat> beat,
            final PipelineJson.Stored stored,
            final int clients) {
        final MetricsText out = new MetricsText();
        out.gauge("solflow_build_info", "The running version; always 1.").sample(1, "version", version);
        beat.ifPresent(value -> {
            health(out, value.now().health());
            input(out, value.now());
            programs(out, value.now().programs());
            unnamed(out, value.now().unnamed());
            store(out, value.now());
            pruned(out, value.now().pruned());
        });
        out.gauge("solflow_watermark_timestamp_seconds", "Watermark of the database, unix seconds of chain time.")
                .sample(stored.watermarkSeconds());
        out.gauge("solflow_gaps_stored", "Holes of the stream recorded in the database, earlier runs' included.")
                .sample(stored.gaps().total());
        out.gauge("solflow_http_stream_clients", "Clients of the event stream.").sample(clients);
        process(out);
        return out.toString();
    }

    private static void health(final MetricsText out, final HealthLook health) {
        out.gauge("solflow_health", "1 for the level that the health has, 0 for the others.");
        for (final String level : HealthLook.LEVELS) {
            out.sample(level.equals(health.level()) ? 1 : 0, "level", level);
        }
        out.gauge("solflow_health_finding", "1 for each cause that holds, 0 for the others.");
        final List<String> found =
                health.findings().stream().map(HealthLook.Finding::cause).toList();
        for (final String cause : health.causes()) {
            out.sample(found.contains(cause) ? 1 : 0, "cause", cause);
        }
    }

    private static void input(final MetricsText out, final PipelineLook now) {
        out.counter("solflow_updates_total", "Updates taken from the stream.").sample(now.updates());
        out.counter("solflow_updates_malformed_total", "Updates that could not be read.")
                .sample(now.malformedUpdates());
        out.counter("solflow_reconnects_total", "Streams opened after the first.")
                .sample(now.reconnects());
        if (!now.endpoint().isEmpty()) {
            out.gauge("solflow_endpoint_info", "The server in use; always 1.").sample(1, "endpoint", now.endpoint());
        }
        out.gauge("solflow_slot", "Newest slot of the stream.").sample(now.slot());
        if (now.lagSeconds() >= 0) {
            out.gauge("solflow_lag_seconds", "Clock of this machine minus the newest block time.")
                    .sample(now.lagSeconds());
        }
        out.gauge("solflow_ring_entries", "Entries of the ring that wait.")
                .sample(now.ring().used());
        out.gauge("solflow_ring_capacity_entries", "Entries of the ring in all.")
                .sample(now.ring().size());
        out.counter("solflow_ring_full_waits_total", "Times that the source waited for room in the ring.")
                .sample(now.ring().fullWaits());
        out.counter("solflow_ring_full_wait_seconds_total", "Time that the source waited for room in the ring.")
                .sample(now.ring().fullWaitNs() / NS_PER_SECOND);
        out.counter("solflow_late_trades_total", "Trades more than 300 s late, or too late for any window.")
                .sample(now.lateTrades());
        out.counter("solflow_gaps_total", "Holes of the stream recorded since the start.")
                .sample(now.gaps());
    }

    private static void programs(final MetricsText out, final List<PipelineLook.Program> programs) {
        out.counter("solflow_trades_total", "Swaps that became a trade, by program.");
        programs.forEach(program -> out.sample(program.allTrades(), "program", program.label()));
        out.counter(
                "solflow_instructions_total",
                "Swaps of supported programs, and instructions that were none, by how they ended.");
        for (final PipelineLook.Program program : programs) {
            out.sample(program.trades(), "program", program.label(), "outcome", "trade");
            out.sample(program.byEvent(), "program", program.label(), "outcome", "by_event");
            out.sample(program.ignored(), "program", program.label(), "outcome", "ignored");
            out.sample(program.skipped(), "program", program.label(), "outcome", "skipped");
            out.sample(program.unknown(), "program", program.label(), "outcome", "unknown");
            out.sample(program.malformed(), "program", program.label(), "outcome", "malformed");
        }
    }

    private static void unnamed(final MetricsText out, final List<PipelineLook.Unnamed> unnamed) {
        if (unnamed.isEmpty()) {
            return;
        }
        out.counter(
                "solflow_unnamed_instructions_total",
                "Swaps and instructions that ended as by_event or unknown, by the instruction that has no name here.");
        unnamed.forEach(
                each -> out.sample(each.count(), "program", each.program(), "discriminator", each.discriminator()));
    }

    private static void store(final MetricsText out, final PipelineLook now) {
        out.counter("solflow_trades_stored_total", "Trades committed.").sample(now.tradesStored());
        out.counter("solflow_signals_stored_total", "Signals committed.").sample(now.signals());
        out.counter("solflow_metric_rows_written_total", "Rows of token_rolling_metrics written.")
                .sample(now.commits().metricUpserts());
        out.histogram(
                "solflow_commit_duration_seconds",
                "How long commits took.",
                now.commits().durations(),
                now.commits().sumNs());
        out.counter("solflow_commit_retries_total", "Batches that were kept and written again.")
                .sample(now.commits().retries());
        if (now.checkpointSlot() >= 0) {
            out.gauge("solflow_checkpoint_slot", "Slot of the stored checkpoint.")
                    .sample(now.checkpointSlot());
        }
        out.gauge("solflow_wal_bytes", "Size of the write-ahead log.").sample(now.walBytes());
        out.gauge("solflow_database_bytes", "Size of the database and its log.").sample(now.databaseBytes());
        if (now.freeBytes() >= 0) {
            out.gauge("solflow_disk_free_bytes", "Left on the database's disk.").sample(now.freeBytes());
        }
    }

    private static void pruned(final MetricsText out, final PipelineLook.Pruned pruned) {
        out.counter("solflow_pruned_rows_total", "Rows removed because of their age, by table.")
                .sample(pruned.trades(), "table", "trades")
                .sample(pruned.signals(), "table", "token_signals")
                .sample(pruned.metricsRows(), "table", "token_rolling_metrics")
                .sample(pruned.mints(), "table", "mints")
                .sample(pruned.wallets(), "table", "wallets");
        out.gauge("solflow_prune_lock_max_seconds", "Longest time that removing held the database's write lock.")
                .sample(pruned.holdMaxNs() / NS_PER_SECOND);
        if (pruned.beforeSeconds() > 0) {
            out.gauge(
                            "solflow_pruned_before_timestamp_seconds",
                            "Chain time before which all trades have been removed, unix seconds.")
                    .sample(pruned.beforeSeconds());
        }
    }

    private static void process(final MetricsText out) {
        final RuntimeMXBean runtime = ManagementFactory.getRuntimeMXBean();
        out.gauge("process_start_time_seconds", "When the process started, unix seconds.")
                .sample(runtime.getStartTime() / MS_PER_SECOND);
        out.gauge("jvm_memory_used_bytes", "Memory in use.")
                .sample(
                        Runtime.getRuntime().totalMemory()
                                - Runtime.getRuntime().freeMemory(),
                        "area",
                        "heap");
        out.gauge("jvm_memory_max_bytes", "Memory that may be used.")
                .sample(Runtime.getRuntime().maxMemory(), "area", "heap");
        out.gauge("jvm_threads_current", "Living threads.")
                .sample(ManagementFactory.getThreadMXBean().getThreadCount());
    }
}
