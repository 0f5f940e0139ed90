package io.solflow.bench.sqlite;

import io.solflow.bench.report.Suite;
import io.solflow.bench.report.SuiteContext;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The persister beside the C loop, the usual layout and the usual way, by batch, into a fresh file and into one with five
 * million trades; each round runs them one after the other on files that were equal before. One core, and one that copies the
 * log.
 */
public final class SqliteSuite implements Suite {

    private static final int STORED = 5_000_000;
    private static final int MOST_TRADES = 200_000;
    private static final int WARM_UP_RUNS = 2;
    private static final int FEWER_SAMPLES = 3;
    private static final SqliteStep WITH_BARS = new SqliteStep(1_000, 100_000, 5, true);
    private static final List<SqliteStep> FRESH = List.of(
            new SqliteStep(1, 10_000, FEWER_SAMPLES, false),
            new SqliteStep(10, 40_000, FEWER_SAMPLES, false),
            new SqliteStep(100, 100_000, FEWER_SAMPLES, false),
            WITH_BARS,
            new SqliteStep(10_000, MOST_TRADES, FEWER_SAMPLES, false));
    private static final List<SqliteStep> FULL = List.of(
            new SqliteStep(100, 20_000, FEWER_SAMPLES, false),
            WITH_BARS,
            new SqliteStep(10_000, MOST_TRADES, FEWER_SAMPLES, false));

    private static final int QUICK_STORED = 5_000;
    private static final int QUICK_TRADES = 3_000;
    private static final List<SqliteStep> QUICK =
            List.of(new SqliteStep(10, 200, 1, false), new SqliteStep(1_000, QUICK_TRADES, 1, true));

    @Override
    public String name() {
        return "sqlite";
    }

    @Override
    public void run(final SuiteContext context) throws Exception {
        final Optional<Path> program = CProgram.build(context);
        measure(context, program, 0, context.quick() ? QUICK : FRESH);
        measure(context, program, context.quick() ? QUICK_STORED : STORED, context.quick() ? QUICK : FULL);
    }

    private static void measure(
            final SuiteContext context, final Optional<Path> program, final int stored, final List<SqliteStep> steps)
            throws Exception {
        context.say("making files with " + stored + " trades");
        final Path folder = context.workFolder().resolve("stored-" + stored);
        final LoopRuns runs = new LoopRuns(folder, stored, context.quick() ? QUICK_TRADES : MOST_TRADES, program);
        if (stored == 0 && !context.quick()) {
            for (int run = 0; run < WARM_UP_RUNS; run++) {
                for (final String loop : List.of(Loops.PRODUCT, Loops.TEXT)) {
                    runs.run(loop, WITH_BARS.trades(), WITH_BARS.batch());
                }
            }
        }
        for (final SqliteStep step : steps) {
            new SqliteRows(runs, step).measure(context);
        }
        runs.delete();
    }
}
