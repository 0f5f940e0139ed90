package io.solflow.bench.sqlite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * Runs of the loops over one trace, each run on a database as it was before: fresh, or with trades of the same market stored.
 * Each result is checked. One thread.
 */
final class LoopRuns {

    /** What a start file's page size is: that of the files that the product makes. */
    static final int PAGE_SIZE_BYTES = 4096;

    private static final long SEED = 4;

    private final Path folder;
    private final int stored;
    private final Optional<Path> program;
    private final MarketTrace trace;
    private final Map<MarketTrace, Path> traceFiles;
    private final Map<Layout, Path> starts = new EnumMap<>(Layout.class);

    /**
     * Makes the start files.
     *
     * @param stored trades in them.
     * @param trades the most that a run writes.
     * @param program of the C loop, if there is one.
     */
    LoopRuns(final Path folder, final int stored, final int trades, final Optional<Path> program) throws Exception {
        this.folder = Files.createDirectories(folder);
        this.stored = stored;
        this.program = program;
        for (final Layout layout : Layout.values()) {
            final Path start = folder.resolve("start-" + layout + ".db");
            StartFiles.create(start, PAGE_SIZE_BYTES);
            starts.put(layout, start);
        }
        final Market market = new Market(SEED);
        StartFiles.fill(market, stored, starts);
        trace = market.next(trades);
        final Path traceFile = folder.resolve("trace.bin");
        if (program.isPresent()) {
            MarketTraceFile.write(trace, traceFile);
        }
        traceFiles = Map.of(trace, traceFile);
    }

    /** Trades stored before each run. */
    int stored() {
        return stored;
    }

    /** The loop that stands for SQLite's limit: C's, or without its program the barest in Java. */
    String limit() {
        return program.isPresent() ? Loops.C : Loops.JDBC;
    }

    /** Writes the first trades of the trace. */
    LoopResult run(final String loop, final int trades, final int batch) throws Exception {
        final Layout layout = Loops.layout(loop);
        final Path database = database(loop);
        StartFiles.copy(starts.get(layout), database);
        final LoopResult result = Loops.of(loop, program, traceFiles).run(trace, trades, batch, database);
        StoreCheck.require(trace, trades, layout == Layout.TEXT, database);
        return result;
    }

    /** Requires that the last runs of the product and of the limit left the same rows. */
    void requireSame() throws Exception {
        StoreCheck.requireSame(database(Loops.PRODUCT), database(limit()), trace.id(0));
    }

    /** Deletes everything. */
    void delete() throws IOException {
        try (var files = Files.list(folder)) {
            for (final Path file : files.toList()) {
                Files.delete(file);
            }
        }
    }

    private Path database(final String loop) {
        return folder.resolve("run-" + (Loops.layout(loop) == Layout.TEXT ? Layout.TEXT : loop) + ".db");
    }
}
