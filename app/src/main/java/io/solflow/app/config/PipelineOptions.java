package io.solflow.app.config;

import io.solflow.core.pipeline.PipelineConfig;
import io.solflow.core.pipeline.WaitMode;
import io.solflow.core.program.DexProgram;
import io.solflow.core.signal.SignalConfig;
import io.solflow.persist.file.PersistConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Option;

/** How the pipeline runs: its settings, and the flag that is none. */
public final class PipelineOptions {

    @Option(names = "--print-trades", description = "Print a line for each trade.")
    private boolean printTrades;

    /** What flags, environment and the {@code .env} file say of the pipeline. */
    public record Resolved(
            PersistConfig persist,
            PipelineConfig pipeline,
            Set<DexProgram> programs,
            boolean printTrades,
            Optional<SignalConfig> signals) {

        /** The same with the signals' default thresholds. */
        public Resolved(
                final PersistConfig persist,
                final PipelineConfig pipeline,
                final Set<DexProgram> programs,
                final boolean printTrades) {
            this(persist, pipeline, programs, printTrades, Optional.of(SignalConfig.DEFAULT));
        }
    }

    /** Checks everything; a database has to be named. */
    public Resolved resolve(final Settings settings) {
        return resolve(settings, database(settings));
    }

    /** The same with a database for users who name none. */
    public Resolved resolve(final Settings settings, final String defaultDatabase) {
        final Path database = settings.find(Setting.DB_PATH, Path.class).orElse(Path.of(defaultDatabase));
        requireFolder(database);
        return resolve(settings, database);
    }

    private Resolved resolve(final Settings settings, final Path database) {
        return new Resolved(
                PersistConfig.of(database).withFlushMs(settings.wholeNumber(Setting.FLUSH_MS)),
                pipelineConfig(settings),
                programs(settings),
                printTrades,
                SignalSettings.of(settings));
    }

    /** The database file, in an existing folder. */
    public static Path database(final Settings settings) {
        final Path database = settings.get(Setting.DB_PATH, Path.class);
        requireFolder(database);
        return database;
    }

    private static void requireFolder(final Path database) {
        final Path folder = database.toAbsolutePath().getParent();
        if (!Files.isDirectory(folder)) {
            throw new UsageException(
                    Setting.DB_PATH,
                    Setting.DB_PATH.variable() + " is '" + database + "', but the folder " + folder
                            + " does not exist; allowed: a file in an existing folder",
                    null);
        }
        TemporaryFolder.beside(database);
    }

    /** From which age on rows are removed while a live run goes on; empty for keeping all. */
    public static Optional<Age> retention(final Settings settings) {
        return settings.find(Setting.RETENTION, Age.class);
    }

    private static PipelineConfig pipelineConfig(final Settings settings) {
        return new PipelineConfig(
                settings.wholeNumber(Setting.RING_SIZE),
                settings.get(Setting.WAIT_STRATEGY, WaitMode.class),
                settings.wholeNumber(Setting.STAGE_THREADS));
    }

    public static Set<DexProgram> programs(final Settings settings) {
        return EnumSet.copyOf(Arrays.asList(settings.get(Setting.PROGRAMS, DexProgram[].class)));
    }
}
