package io.solflow.app.command;

import io.solflow.app.config.DatabaseOption;
import io.solflow.app.config.DatabaseReader;
import io.solflow.app.config.ExitCode;
import io.solflow.app.config.UsageException;
import io.solflow.app.live.StopSignals;
import io.solflow.app.terminal.ByteSize;
import io.solflow.app.terminal.Terminal;
import io.solflow.persist.SqliteStore;
import io.solflow.persist.file.StoreException;
import io.solflow.persist.status.Checkpoint;
import io.solflow.persist.upkeep.DatabaseBackup;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "backup",
        description = "Copies the database, as of one moment, into one file that a run can be started on. May run while"
                + " SolFlow writes. The copy is checked and synced before it gets its name.")
public final class BackupCommand implements Callable<Integer> {

    private static final int BUSY_TIMEOUT_MS = 5_000;
    private static final long PROGRESS_MS = 1_000;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "File to write; must not exist yet, but see --force.")
    private Path file;

    @Option(names = "--force", description = "Replace FILE when it exists.")
    private boolean force;

    @Mixin
    private DatabaseOption databaseOption;

    @Override
    public Integer call() throws IOException {
        final Path database = databaseOption.path();
        DatabaseReader.requireDatabase(database);
        requireTarget(database);
        final StopSignals signals = StopSignals.install();
        final long startNs = System.nanoTime();
        try (DatabaseBackup backup = open(database)) {
            requireSpace(backup.neededBytes());
            final Thread watcher = watch(backup, signals);
            final DatabaseBackup.Copy copy;
            try {
                copy = backup.write();
            } finally {
                watcher.interrupt();
                eraseProgress();
            }
            report(database, copy, System.nanoTime() - startNs);
            return ExitCode.OK;
        }
    }

    private DatabaseBackup open(final Path database) {
        try {
            return DatabaseBackup.of(database, file, BUSY_TIMEOUT_MS);
        } catch (final StoreException e) {
            throw new UsageException(e.getMessage(), e);
        }
    }

    private void requireTarget(final Path database) throws IOException {
        final Path folder = file.toAbsolutePath().getParent();
        if (Files.isDirectory(file) || folder == null) {
            throw new UsageException("file " + file + " is a folder, allowed: a file");
        }
        if (!Files.isDirectory(folder)) {
            throw new UsageException("file " + file + " cannot be made: the folder " + folder + " does not exist");
        }
        requireNotTheDatabase(database);
        requireUnused();
        if (Files.exists(file) && !force) {
            throw new UsageException("file " + file + " exists already, allowed: a new file; --force replaces it");
        }
        if (!Files.isWritable(folder)) {
            throw new UsageException("file " + file + " cannot be made: the folder " + folder + " is not writable");
        }
    }

    private void requireNotTheDatabase(final Path database) throws IOException {
        for (final String suffix : List.of("", "-wal", "-shm", ".lock")) {
            final Path own = Path.of(database + suffix);
            final boolean same = (Files.exists(file) && Files.exists(own))
                    ? Files.isSameFile(file, own)
                    : file.toAbsolutePath()
                            .normalize()
                            .equals(own.toAbsolutePath().normalize());
            if (same) {
                throw new UsageException("file " + file + " is the database" + (suffix.isEmpty() ? "" : "'s own file")
                        + ", allowed: another file");
            }
        }
    }

    /** A log beside the target belongs to what the target was: SQLite would play it into the copy. */
    private void requireUnused() {
        final OptionalLong owner = SqliteStore.writerOf(file);
        if (owner.isPresent()) {
            throw new UsageException("file " + file + " is a database that process " + owner.getAsLong()
                    + " writes, allowed: a file that nobody uses");
        }
        final Path log = Path.of(file + "-wal");
        if (Files.exists(log)) {
            throw new UsageException("file " + log + " is left of a database that was at " + file
                    + " and would spoil the copy, allowed: another file, or remove it first");
        }
    }

    private void requireSpace(final long neededBytes) throws IOException {
        final long freeBytes =
                Files.getFileStore(file.toAbsolutePath().getParent()).getUsableSpace();
        if (freeBytes < neededBytes) {
            throw new IllegalStateException("backup " + file + " needs " + ByteSize.text(neededBytes)
                    + ", its disk has " + ByteSize.text(freeBytes) + " left");
        }
    }

    /** Stops the backup on a signal; shows on a terminal how far it is. */
    private static Thread watch(final DatabaseBackup backup, final StopSignals signals) {
        final boolean terminal = Terminal.present();
        final long neededBytes = backup.neededBytes();
        final Thread watcher = new Thread(
                () -> {
                    while (!signals.await(PROGRESS_MS)) {
                        if (terminal) {
                            System.err.print(Terminal.ERASE_LINE + "backup: " + ByteSize.text(backup.writtenBytes())
                                    + " of at most " + ByteSize.text(neededBytes));
                            System.err.flush();
                        }
                    }
                    if (signals.requested()) {
                        backup.cancel();
                    }
                },
                "solflow-backup-watch");
        watcher.setDaemon(true);
        watcher.start();
        return watcher;
    }

    private static void eraseProgress() {
        if (Terminal.present()) {
            System.err.print(Terminal.ERASE_LINE);
            System.err.flush();
        }
    }

    private void report(final Path database, final DatabaseBackup.Copy copy, final long tookNs) {
        final PrintWriter out = spec.commandLine().getOut();
        final Checkpoint checkpoint = copy.checkpoint();
        out.printf(
                Locale.ROOT,
                "%s: %s, %,d trades, watermark %s, checkpoint %s, %d gaps, in %.1f s%n",
                file,
                ByteSize.text(copy.bytes()),
                copy.trades(),
                checkpoint.hasWatermark() ? Instant.ofEpochSecond(checkpoint.watermarkSeconds()) : "none",
                checkpoint.hasSlot() ? "slot " + checkpoint.slot() : "none",
                copy.gaps(),
                tookNs / 1e9);
        out.printf(Locale.ROOT, "ok: integrity and schema checked; a copy of %s as of one moment%n", database);
    }
}
