package io.solflow.app.command;

import io.solflow.app.config.Age;
import io.solflow.app.config.DatabaseOption;
import io.solflow.app.config.DatabaseReader;
import io.solflow.app.config.ExitCode;
import io.solflow.app.config.Setting;
import io.solflow.app.config.SettingOptions;
import io.solflow.app.config.Settings;
import io.solflow.app.config.UsageException;
import io.solflow.app.live.StopSignals;
import io.solflow.app.terminal.ByteSize;
import io.solflow.persist.file.StoreException;
import io.solflow.persist.status.PruneCounters;
import io.solflow.persist.upkeep.Pruner;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "prune",
        description =
                "Removes trades and signals that are older than an age, and the addresses that nothing uses any more,"
                        + " in small steps. May run while SolFlow writes. Age is chain time before the watermark. Recorded gaps stay.")
public final class PruneCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private final SettingOptions flags = SettingOptions.of(Setting.Group.RETENTION);

    @Mixin
    private DatabaseOption databaseOption;

    @Override
    public Integer call() {
        final Age age = age();
        final Path database = databaseOption.path();
        DatabaseReader.requireDatabase(database);
        final StopSignals signals = StopSignals.install();
        final PruneCounters counters = new PruneCounters();
        final long startNs = System.nanoTime();
        try (Pruner pruner = open(database, counters, signals)) {
            final long beforeSeconds = pruner.cutoffSeconds(age.seconds());
            if (beforeSeconds == Pruner.NOTHING_IS_OLD) {
                out().println(database + ": nothing to remove, no whole slot is stored yet");
                return ExitCode.OK;
            }
            final boolean all = remove(pruner, beforeSeconds, counters);
            report(database, age, beforeSeconds, counters, System.nanoTime() - startNs);
            reportSpace(pruner);
            if (signals.requested()) {
                throw new IllegalStateException(
                        "stopped before the end; what was removed is removed, the next prune" + " goes on from there");
            }
            if (!all) {
                out().println("some addresses that nothing uses may be left: trades kept being added out of order");
            }
            return ExitCode.OK;
        }
    }

    /** False when something is left. */
    private static boolean remove(final Pruner pruner, final long beforeSeconds, final PruneCounters counters) {
        try (PruneProgress progress = new PruneProgress(counters)) {
            progress.start();
            if (!pruner.removeRows(beforeSeconds)) {
                return false;
            }
            progress.addresses();
            return pruner.removeAddresses();
        }
    }

    private Age age() {
        // the flag is a name of its own here, and a blank one is no other age
        return flags.flag(Setting.RETENTION)
                .map(text -> Settings.parse(Setting.RETENTION, Setting.RETENTION.flag(), text, Age.class))
                .or(() -> flags.read().find(Setting.RETENTION, Age.class))
                .orElseThrow(() -> new UsageException(
                        Setting.RETENTION,
                        Setting.RETENTION.flag() + " is missing; allowed: " + Setting.RETENTION.allowed()
                                + ". Give it, or set " + Setting.RETENTION.variable(),
                        null));
    }

    private static Pruner open(final Path database, final PruneCounters counters, final StopSignals signals) {
        try {
            return Pruner.open(database, counters, ms -> ms == 0 ? signals.requested() : signals.await(ms));
        } catch (final StoreException e) {
            throw new UsageException(e.getMessage(), e);
        }
    }

    private void report(
            final Path database,
            final Age age,
            final long beforeSeconds,
            final PruneCounters counters,
            final long tookNs) {
        out().printf(
                        Locale.ROOT,
                        "%s: removed %,d trades older than %s (before %s), %,d signals, %,d metrics rows, %,d mints and"
                                + " %,d wallets in %.1f s%n",
                        database,
                        counters.trades().get(),
                        age.text(),
                        Instant.ofEpochSecond(beforeSeconds),
                        counters.signals().get(),
                        counters.metricsRows().get(),
                        counters.mints().get(),
                        counters.wallets().get(),
                        tookNs / 1e9);
        out().printf(
                        Locale.ROOT,
                        "%,d steps, the write lock held for %,d ms at most%n",
                        counters.steps().get(),
                        TimeUnit.NANOSECONDS.toMillis(counters.holdMaxNs().get()));
    }

    private void reportSpace(final Pruner pruner) {
        out().printf(
                        Locale.ROOT,
                        "%s of the file's %s are free and used again before it grows; 'backup FILE' writes a copy"
                                + " without them%n",
                        ByteSize.text(pruner.freeBytes()),
                        ByteSize.text(pruner.fileBytes()));
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
