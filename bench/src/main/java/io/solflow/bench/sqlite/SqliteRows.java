package io.solflow.bench.sqlite;

import io.solflow.bench.report.Bar;
import io.solflow.bench.report.Comparison;
import io.solflow.bench.report.Figure;
import io.solflow.bench.report.Row;
import io.solflow.bench.report.SuiteContext;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** Measures one batch size in rounds, and says it in rows. */
final class SqliteRows {

    private static final double OF_C_LOOP = 0.75;
    private static final double TIMES_THE_USUAL_LAYOUT = 2;
    private static final double DISK_BYTES = 180;

    /** The usual way commits in small batches, and waits for the disk at each. */
    private static final int USUAL_TRADES = 10_000;

    private final LoopRuns runs;
    private final SqliteStep step;
    private final Map<String, List<LoopResult>> results = new LinkedHashMap<>();

    SqliteRows(final LoopRuns runs, final SqliteStep step) {
        this.runs = runs;
        this.step = step;
        final List<String> loops = new ArrayList<>(List.of(Loops.PRODUCT, runs.limit()));
        if (step.bars()) {
            loops.addAll(List.of(Loops.TEXT, Loops.USUAL));
        }
        loops.forEach(loop -> results.put(loop, new ArrayList<>()));
    }

    void measure(final SuiteContext context) throws Exception {
        for (int round = 0; round < step.samples(); round++) {
            for (final Map.Entry<String, List<LoopResult>> loop : results.entrySet()) {
                final boolean usual = loop.getKey().equals(Loops.USUAL);
                final int trades = usual ? Math.min(USUAL_TRADES, step.trades()) : step.trades();
                loop.getValue().add(runs.run(loop.getKey(), trades, usual ? Loops.USUAL_BATCH : step.batch()));
            }
            if (round == 0) {
                runs.requireSame();
            }
        }
        addRates(context);
        addCosts(context);
        if (step.bars()) {
            addDisk(context);
        }
    }

    private void addRates(final SuiteContext context) {
        final Row row = new Row(
                "trades with their metrics",
                conditions(),
                figure(Loops.PRODUCT, "trades/s", LoopResult::tradesPerSecond));
        final Row besideLimit =
                row.beside(Comparison.productBy(figure(runs.limit(), "trades/s", LoopResult::tradesPerSecond)));
        // the barest loop in Java is no limit that a bar could be held against
        final boolean hasBar = step.bars() && runs.limit().equals(Loops.C);
        context.add(hasBar ? besideLimit.bar(Bar.atLeast(OF_C_LOOP)) : besideLimit);
        if (step.bars()) {
            context.add(row.beside(Comparison.productBy(figure(Loops.TEXT, "trades/s", LoopResult::tradesPerSecond)))
                    .bar(Bar.atLeast(TIMES_THE_USUAL_LAYOUT)));
            context.add(row.beside(Comparison.productBy(figure(Loops.USUAL, "trades/s", LoopResult::tradesPerSecond))));
        }
    }

    private void addCosts(final SuiteContext context) {
        compare(context, "CPU", "µs/trade", LoopResult::cpuMicrosPerTrade, runs.limit());
        compare(context, "log", "B/trade", LoopResult::logBytesPerTrade, runs.limit());
        if (step.bars()) {
            compare(context, "log", "B/trade", LoopResult::logBytesPerTrade, Loops.TEXT);
            context.add(new Row(
                    "allocated", conditions(), figure(Loops.PRODUCT, "B/trade", LoopResult::allocatedBytesPerTrade)));
        }
    }

    /** Of the whole file: with few trades in it, most of it is addresses that are stored once. */
    private void addDisk(final SuiteContext context) {
        final ToDoubleFunction<LoopResult> disk =
                result -> result.databaseBytes() / (double) (runs.stored() + step.trades());
        final Row row = new Row("database", conditions(), figure(Loops.PRODUCT, "B/trade", disk))
                .beside(Comparison.productBy(figure(Loops.TEXT, "B/trade", disk)));
        context.add(row);
        if (runs.stored() > 0) {
            context.add(new Row("database", conditions(), figure(Loops.PRODUCT, "B/trade", disk))
                    .bar(Bar.atMost(DISK_BYTES)));
        }
    }

    private void compare(
            final SuiteContext context,
            final String what,
            final String unit,
            final ToDoubleFunction<LoopResult> value,
            final String peer) {
        context.add(new Row(what, conditions(), figure(Loops.PRODUCT, unit, value))
                .beside(Comparison.productBy(figure(peer, unit, value))));
    }

    private Figure figure(final String loop, final String unit, final ToDoubleFunction<LoopResult> value) {
        return new Figure(
                nameOf(loop),
                unit,
                results.get(loop).stream().map(value::applyAsDouble).toList());
    }

    static String nameOf(final String loop) {
        return switch (loop) {
            case Loops.PRODUCT -> "SolFlow";
            case Loops.C -> "C loop, same schema and batch";
            case Loops.JDBC -> "bare JDBC loop, same schema and batch (no C loop: it was not built)";
            case Loops.TEXT -> "usual layout, same batch";
            default -> "usual way, " + Loops.USUAL_BATCH + " trades a transaction";
        };
    }

    private String conditions() {
        return String.format(
                Locale.ROOT,
                "batch %,d, %s",
                step.batch(),
                runs.stored() == 0 ? "fresh file" : String.format(Locale.ROOT, "%,d trades stored", runs.stored()));
    }
}
