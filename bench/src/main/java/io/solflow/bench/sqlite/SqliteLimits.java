package io.solflow.bench.sqlite;

import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * SQLite's limit, the product and its peers in one run: each loop in turn, {@code --runs} times over (A B C A B C …), each
 * run on a fresh copy of its start file, each result checked. Prints a line a run and the medians.
 */
@Command(name = "sqlite-limits", mixinStandardHelpOptions = true, description = "The persister beside SQLite's limit.")
public final class SqliteLimits implements Callable<Integer> {

    @Option(names = "--loops", split = ",", defaultValue = "product,C", description = "product, C, jdbc, text, usual.")
    private List<String> loops;

    @Option(names = "--batches", split = ",", defaultValue = "1000", description = "Trades a transaction.")
    private List<Integer> batches;

    @Option(names = "--stored", split = ",", defaultValue = "0", description = "Trades stored before, 0 or 5000000.")
    private List<Integer> stored;

    @Option(names = "--trades", defaultValue = "200000", description = "Trades written a run (fewer in tiny batches).")
    private int trades;

    @Option(names = "--runs", defaultValue = "5", description = "Runs of each loop.")
    private int runs;

    @Option(names = "--page-size", defaultValue = "4096", description = "Bytes a page of the start files.")
    private int pageSizeBytes;

    @Option(names = "--seed", defaultValue = "4", description = "Of the market.")
    private long seed;

    @Option(names = "--work", required = true, description = "Folder for databases; start files in it are used again.")
    private Path work;

    @Option(names = "--c", description = "The program that bench/c/build.sh has built.")
    private Path program;

    private final PrintStream out = System.out;
    private final Map<MarketTrace, Path> traceFiles = new HashMap<>();

    /** Runs what the flags say. */
    public static void main(final String[] args) {
        System.exit(new CommandLine(new SqliteLimits()).execute(args));
    }

    @Override
    public Integer call() throws Exception {
        Files.createDirectories(work);
        out.println("seed " + seed);
        for (final int before : stored) {
            final MarketTrace trace = prepare(before);
            for (final int batch : batches) {
                compare(trace, before, batch);
            }
        }
        return 0;
    }

    private MarketTrace prepare(final int before) throws Exception {
        final Market market = new Market(seed);
        final Map<Layout, Path> missing = new EnumMap<>(Layout.class);
        for (final String loop : loops) {
            final Layout layout = Loops.layout(loop);
            if (!Files.exists(startFile(layout, before)) && !missing.containsKey(layout)) {
                final Path building = Path.of(startFile(layout, before) + ".building");
                Files.deleteIfExists(building);
                StartFiles.create(building, pageSizeBytes);
                missing.put(layout, building);
            }
        }
        StartFiles.fill(market, before, missing);
        for (final Map.Entry<Layout, Path> building : missing.entrySet()) {
            Files.move(building.getValue(), startFile(building.getKey(), before));
        }
        final MarketTrace trace = market.next(trades);
        if (loops.contains("C")) {
            final Path file = work.resolve("trace-" + before + ".bin");
            MarketTraceFile.write(trace, file);
            traceFiles.put(trace, file);
        }
        return trace;
    }

    private void compare(final MarketTrace trace, final int before, final int batch) throws Exception {
        final int count = Math.min(trades, Math.max(batch, 1) * 20_000);
        final Map<String, List<LoopResult>> results = new HashMap<>();
        for (int run = 0; run < runs; run++) {
            for (final String name : loops) {
                final StoreLoop loop = Loops.of(name, Optional.ofNullable(program), traceFiles);
                final Path database = work.resolve("run-" + name + ".db");
                StartFiles.copy(startFile(Loops.layout(name), before), database);
                final long bytesBefore = Files.size(database);
                final LoopResult result =
                        loop.run(trace, count, name.equals(Loops.USUAL) ? Loops.USUAL_BATCH : batch, database);
                StoreCheck.require(trace, count, Loops.layout(name) == Layout.TEXT, database);
                results.computeIfAbsent(name, key -> new ArrayList<>()).add(result);
                print(before, batch, run, result, result.databaseBytes() - bytesBefore);
            }
            if (run == 0 && loops.contains("C") && loops.contains("product")) {
                StoreCheck.requireSame(work.resolve("run-product.db"), work.resolve("run-C.db"), trace.id(0));
            }
        }
        final double limit = median(results.get(loops.get(loops.size() - 1)));
        for (final String name : loops) {
            out.printf(
                    Locale.ROOT,
                    "stored %d batch %d %-8s median %,.0f trades/s, %.2f of %s%n",
                    before,
                    batch,
                    name,
                    median(results.get(name)),
                    median(results.get(name)) / limit,
                    loops.get(loops.size() - 1));
        }
    }

    private Path startFile(final Layout layout, final int before) {
        return work.resolve(
                "start-" + layout.name().toLowerCase(Locale.ROOT) + "-" + before + "-" + pageSizeBytes + ".db");
    }

    private static double median(final List<LoopResult> results) {
        final double[] sorted = results.stream()
                .mapToDouble(LoopResult::tradesPerSecond)
                .sorted()
                .toArray();
        return sorted[sorted.length / 2];
    }

    private void print(
            final int before, final int batch, final int run, final LoopResult result, final long grownBytes) {
        out.printf(
                Locale.ROOT,
                "stored %d batch %d run %d %-8s %,9.0f trades/s %6.2f us cpu, %.2f upserts, %.0f B disk, %.0f B allocated,"
                        + " %.0f B log a trade%n",
                before,
                batch,
                run,
                result.loop(),
                result.tradesPerSecond(),
                result.cpuMicrosPerTrade(),
                (double) result.upserts() / result.trades(),
                (double) grownBytes / result.trades(),
                result.allocatedBytesPerTrade(),
                result.logBytesPerTrade());
    }
}
