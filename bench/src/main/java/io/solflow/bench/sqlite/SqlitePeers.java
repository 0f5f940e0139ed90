package io.solflow.bench.sqlite;

import io.solflow.bench.line.StorePeers;
import io.solflow.bench.report.SuiteContext;
import java.nio.file.Path;
import java.util.Optional;

/** The loops beside the line. Their market is that of the {@code sqlite} suite, not the line's. */
public final class SqlitePeers implements StorePeers {

    private static final int STORED = 5_000_000;
    private static final int QUICK_STORED = 5_000;
    private static final int MOST_TRADES = 100_000;
    private static final int QUICK_MOST_TRADES = 5_000;
    private static final int USUAL_TRADES = 10_000;
    private static final int QUICK_USUAL_TRADES = 200;
    private static final int COMMITS = 50;

    private final boolean quick;
    private final int mostTrades;
    private final LoopRuns fresh;
    private final LoopRuns full;

    private SqlitePeers(final SuiteContext context) throws Exception {
        quick = context.quick();
        mostTrades = quick ? QUICK_MOST_TRADES : MOST_TRADES;
        final Optional<Path> program = CProgram.build(context);
        context.say("making the files of the peers");
        final Path folder = context.workFolder();
        fresh = new LoopRuns(folder.resolve("peers-fresh"), 0, mostTrades, program);
        full = new LoopRuns(folder.resolve("peers-full"), quick ? QUICK_STORED : STORED, mostTrades, program);
    }

    /** Builds the C loop and makes the files that runs start from, in the suite's folder. */
    public static SqlitePeers open(final SuiteContext context) throws Exception {
        return new SqlitePeers(context);
    }

    @Override
    public String limitName() {
        return SqliteRows.nameOf(fresh.limit());
    }

    @Override
    public boolean hasCLoop() {
        return fresh.limit().equals(Loops.C);
    }

    @Override
    public double limit(final int tradesPerCommit, final boolean withStored) throws Exception {
        final LoopRuns runs = withStored ? full : fresh;
        final int trades = (int) Math.min(mostTrades, (long) COMMITS * tradesPerCommit);
        return runs.run(runs.limit(), trades, tradesPerCommit).tradesPerSecond();
    }

    @Override
    public double usualWay(final boolean withStored) throws Exception {
        return (withStored ? full : fresh)
                .run(Loops.USUAL, quick ? QUICK_USUAL_TRADES : USUAL_TRADES, Loops.USUAL_BATCH)
                .tradesPerSecond();
    }
}
