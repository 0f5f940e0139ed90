package io.solflow.app.config;

import io.solflow.core.pipeline.PipelineConfig;
import io.solflow.core.pipeline.WaitMode;
import io.solflow.core.program.DexProgram;
import io.solflow.core.signal.SignalConfig;
import io.solflow.persist.file.PersistConfig;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.logging.Level;
import picocli.CommandLine.Option;

/** Flags of every command that runs the pipeline. */
public final class PipelineOptions {

    @Option(names = "--db", paramLabel = "FILE", description = "Database file (SOLFLOW_DB_PATH).")
    private String db;

    @Option(
            names = "--programs",
            paramLabel = "LABELS",
            description = "Programs to follow, separated by commas (SOLFLOW_PROGRAMS; default: all).")
    private String programs;

    @Option(
            names = "--ring-size",
            paramLabel = "N",
            description = "Entries of the ring, a power of two (SOLFLOW_RING_SIZE; default: 4096).")
    private String ringSize;

    @Option(
            names = "--wait-strategy",
            paramLabel = "NAME",
            description = "timeout-blocking, blocking, sleeping, yielding or busy-spin (SOLFLOW_WAIT_STRATEGY; default:"
                    + " timeout-blocking).")
    private String waitStrategy;

    @Option(
            names = "--stage-threads",
            paramLabel = "N",
            description =
                    "3: a thread for each stage; 2: extract and metrics share one (SOLFLOW_STAGE_THREADS; default: 2"
                            + " below five cores).")
    private String stageThreads;

    @Option(
            names = "--flush-ms",
            paramLabel = "MS",
            description = "Longest time that a batch stays uncommitted (SOLFLOW_FLUSH_MS; default: 100).")
    private String flushMs;

    @Option(
            names = "--log",
            paramLabel = "LEVEL",
            description = "error, warn, info, debug or trace (SOLFLOW_LOG; default: info).")
    private String log;

    @Option(names = "--print-trades", description = "Print a line for each trade.")
    private boolean printTrades;

    /** What these flags, the environment and the {@code .env} file say of the pipeline. */
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

    /** All settings of the command, these flags and others; sets logging up. */
    public Settings settings(final Map<String, String> otherFlags) {
        final Map<String, String> flags = new HashMap<>(otherFlags);
        flags.put(Settings.DB_PATH, db);
        flags.put(Settings.PROGRAMS, programs);
        flags.put(Settings.RING_SIZE, ringSize);
        flags.put(Settings.WAIT_STRATEGY, waitStrategy);
        flags.put(Settings.STAGE_THREADS, stageThreads);
        flags.put(Settings.FLUSH_MS, flushMs);
        flags.put(Settings.LOG, log);
        final Settings settings = Settings.of(flags, System.getenv(), Path.of(""));
        LogSetup.apply(settings.oneOf(Settings.LOG, Level.INFO, LogSetup.LEVELS));
        return settings;
    }

    /** Checks everything; a database has to be named. */
    public Resolved resolve(final Settings settings) {
        return resolve(settings, null);
    }

    /** The same with a database for users who name none. */
    public Resolved resolve(final Settings settings, final String defaultDatabase) {
        final Path database = Path.of(
                defaultDatabase == null
                        ? settings.required(Settings.DB_PATH, "--db", "a file path")
                        : settings.text(Settings.DB_PATH).orElse(defaultDatabase));
        requireFolder(database);
        return new Resolved(
                PersistConfig.of(database).withFlushMs(flushMs(settings)),
                pipelineConfig(settings),
                programs(settings),
                printTrades,
                SignalSettings.of(settings));
    }

    /** The database file, in an existing folder. */
    public static Path database(final Settings settings) {
        final Path database = Path.of(settings.required(Settings.DB_PATH, "--db", "a file path"));
        requireFolder(database);
        return database;
    }

    public static int flushMs(final Settings settings) {
        return settings.wholeNumber(Settings.FLUSH_MS, 100, 0, PersistConfig.MAX_FLUSH_MS);
    }

    /** From which age on rows are removed while a live run goes on; empty for keeping all. */
    public static Optional<Age> retention(final Settings settings) {
        return settings.text(Settings.RETENTION).map(text -> Age.parse(Settings.RETENTION, text));
    }

    public static PipelineConfig pipelineConfig(final Settings settings) {
        return new PipelineConfig(
                settings.powerOfTwo(
                        Settings.RING_SIZE,
                        PipelineConfig.DEFAULT.ringSize(),
                        PipelineConfig.MIN_RING_SIZE,
                        PipelineConfig.MAX_RING_SIZE),
                settings.oneOf(
                        Settings.WAIT_STRATEGY, PipelineConfig.DEFAULT.waitMode(), Settings.byName(WaitMode.values())),
                settings.wholeNumber(
                        Settings.STAGE_THREADS,
                        PipelineConfig.DEFAULT.stageThreads(),
                        PipelineConfig.MIN_STAGE_THREADS,
                        PipelineConfig.MAX_STAGE_THREADS));
    }

    private static void requireFolder(final Path database) {
        final Path folder = database.toAbsolutePath().getParent();
        if (!java.nio.file.Files.isDirectory(folder)) {
            throw new UsageException(Settings.DB_PATH + " is '" + database + "', but the folder " + folder
                    + " does not exist; allowed: a file in an existing folder");
        }
        TemporaryFolder.beside(database);
    }

    public static Set<DexProgram> programs(final Settings settings) {
        final Set<String> labels = settings.someOf(
                Settings.PROGRAMS,
                Arrays.stream(DexProgram.values()).map(DexProgram::label).toList());
        final Set<DexProgram> chosen = EnumSet.noneOf(DexProgram.class);
        for (final DexProgram program : DexProgram.values()) {
            if (labels.contains(program.label())) {
                chosen.add(program);
            }
        }
        return chosen;
    }
}
