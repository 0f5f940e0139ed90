package io.solflow.bench.sqlite;

import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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
    private final List<SqliteRow> rows = new ArrayList<>();

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

    /** The figures of the runs so far. */
    public List<SqliteRow> rows() {
        return List.copyOf(rows);
    }

    private MarketTrace prepare(final int before) throws Exception {
        final Market market = new Market(seed);
        final Path dictionary = startFile("dictionary", before);
        final Path text = startFile("text", before);
        final List<Path> missing = new ArrayList<>();
        for (final Path file : List.of(dictionary, text)) {
            if (!Files.exists(file) && (file == dictionary || hasTextLoop())) {
                final Path building = Path.of(file + ".building");
                Files.deleteIfExists(building);
                StartFiles.create(building, pageSizeBytes);
                missing.add(building);
            }
        }
        StartFiles.fill(market, before, missing.toArray(Path[]::new));
        for (final Path building : missing) {
            Files.move(building, Path.of(building.toString().replace(".building", "")));
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
                final StoreLoop loop = loop(name);
                final Path database = work.resolve("run-" + name + ".db");
                StartFiles.copy(startFile(isText(name) ? "text" : "dictionary", before), database);
                final long bytesBefore = Files.size(database);
                final LoopResult result = loop.run(trace, count, isUsual(name) ? 50 : batch, database);
                StoreCheck.require(trace, count, isText(name), database);
                results.computeIfAbsent(name, key -> new ArrayList<>()).add(result);
                print(before, batch, run, result, result.databaseBytes() - bytesBefore);
            }
            if (run == 0 && loops.contains("C") && loops.contains("product")) {
                StoreCheck.requireSame(work.resolve("run-product.db"), work.resolve("run-C.db"), trace.id(0));
            }
        }
        results.forEach((name, list) -> rows.add(SqliteRow.of(name, before, batch, list)));
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

    private StoreLoop loop(final String name) {
        final String cache = "cache_size = -" + ProductLoop.config(work).cacheKib();
        final String log = "wal_autocheckpoint = " + ProductLoop.config(work).walAutocheckpointPages();
        return switch (name) {
            case "product" -> new ProductLoop();
            case "C" -> new CLoop(program, traceFiles);
            case "jdbc" ->
                new JdbcLoop(name, DictionaryTable::new, "journal_mode = WAL", "synchronous = NORMAL", cache, log);
            case "text" ->
                new JdbcLoop(
                        name, () -> new TextTable(false), "journal_mode = WAL", "synchronous = NORMAL", cache, log);
            case "usual" -> new JdbcLoop(name, () -> new TextTable(true), "journal_mode = WAL", "synchronous = FULL");
            default ->
                throw new IllegalArgumentException("loop '" + name + "', allowed: product, C, jdbc, text, usual");
        };
    }

    private Path startFile(final String layout, final int before) {
        return work.resolve("start-" + layout + "-" + before + "-" + pageSizeBytes + ".db");
    }

    private boolean hasTextLoop() {
        return loops.stream().anyMatch(SqliteLimits::isText);
    }

    private static boolean isText(final String loop) {
        return "text".equals(loop) || isUsual(loop);
    }

    private static boolean isUsual(final String loop) {
        return "usual".equals(loop);
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
                "stored %d batch %d run %d %-8s %,9.0f trades/s %6.2f us cpu, %.2f upserts, %.0f B disk, %.0f B allocated"
                        + " a trade; log %d MiB%n",
                before,
                batch,
                run,
                result.loop(),
                result.tradesPerSecond(),
                result.cpuMicrosPerTrade(),
                (double) result.upserts() / result.trades(),
                (double) grownBytes / result.trades(),
                result.allocatedBytesPerTrade(),
                result.walBytes() >> 20);
    }
}
