package io.solflow.bench.metrics;

import io.solflow.bench.report.Bar;
import io.solflow.bench.report.Comparison;
import io.solflow.bench.report.Figure;
import io.solflow.bench.report.JmhFigures;
import io.solflow.bench.report.JmhRounds;
import io.solflow.bench.report.Row;
import io.solflow.bench.report.Suite;
import io.solflow.bench.report.SuiteContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.openjdk.jmh.runner.RunnerException;

/** The metrics engine by contents and number of mints, beside the engine as it is usually written, and its memory. One core. */
public final class MetricsSuite implements Suite {

    private static final String PRODUCT = "SolFlow";
    private static final double TRADES_PER_SECOND_AT_5K = 2_500_000;
    private static final double TRADES_PER_SECOND_AT_1M = 1_500_000;
    private static final double TIMES_THE_TIME_WITH_A_MINUTE = 1.3;
    private static final double TIMES_AS_FAST_AS_NAIVE = 1_000;
    private static final double MEMORY_MB = 400;

    /** Half a byte: what JMH's own bookkeeping adds to benchmarks that allocate nothing. */
    private static final double NO_BYTES = 0.5;

    private static final int FEW_MINTS = 5_000;
    private static final int MORE_MINTS = 100_000;
    private static final int MANY_MINTS = 1_000_000;
    private static final String MINUTE = "60";
    private static final String HOUR = "3600";

    @Override
    public String name() {
        return "metrics";
    }

    @Override
    public void run(final SuiteContext context) throws Exception {
        trades(context);
        naive(context);
        decay(context);
        memory(context);
    }

    private static void trades(final SuiteContext context) throws RunnerException {
        final String full = full(context);
        final List<Integer> counts = mints(context);
        final List<JmhFigures> figures = new ArrayList<>();
        for (final int mints : counts) {
            final List<String> contents = full.equals(MINUTE) ? List.of(full) : List.of(MINUTE, HOUR, full);
            figures.add(JmhRounds.run(
                    context,
                    MetricsBenchmark.class,
                    ".*",
                    Map.of("mints", List.of(Integer.toString(mints)), "contents", contents)));
        }
        for (int i = 0; i < counts.size(); i++) {
            addTrades(context, counts.get(i), figures.get(i), full);
            if (!full.equals(MINUTE)) {
                addLessFull(context, counts.get(i), figures.get(i));
            }
        }
    }

    private static void addTrades(
            final SuiteContext context, final int mints, final JmhFigures figures, final String full) {
        final String conditions = conditions(mints, full);
        final Figure time = figures.score(PRODUCT, "trade", full, Integer.toString(mints));
        final Row rate = new Row("add a trade, drain its rows", conditions, perSecond(time));
        context.add(
                mints == FEW_MINTS
                        ? rate.bar(Bar.atLeast(TRADES_PER_SECOND_AT_5K))
                        : mints == MANY_MINTS ? rate.bar(Bar.atLeast(TRADES_PER_SECOND_AT_1M)) : rate);
        if (mints == FEW_MINTS) {
            final Figure withMinute =
                    figures.score("the same with 60 s of trades", "trade", MINUTE, Integer.toString(mints));
            context.add(new Row("time a trade", conditions, time)
                    .beside(Comparison.productBy(withMinute))
                    .bar(Bar.atMost(TIMES_THE_TIME_WITH_A_MINUTE)));
        } else {
            context.add(new Row("time a trade", conditions, time));
        }
        context.add(new Row(
                        "allocated a trade",
                        conditions,
                        figures.allocated(PRODUCT, "trade", full, Integer.toString(mints)))
                .bar(Bar.atMost(NO_BYTES)));
    }

    /** The time a trade while the longest window is not full yet. */
    private static void addLessFull(final SuiteContext context, final int mints, final JmhFigures figures) {
        for (final String contents : List.of(MINUTE, HOUR)) {
            context.add(new Row(
                    "time a trade",
                    conditions(mints, contents),
                    figures.score(PRODUCT, "trade", contents, Integer.toString(mints))));
        }
    }

    private static void naive(final SuiteContext context) throws RunnerException {
        final String contents = context.quick() ? "2" : MINUTE;
        final JmhFigures figures =
                JmhRounds.run(context, NaiveBenchmark.class, ".*", Map.of("contents", List.of(contents)));
        context.add(
                new Row("time a trade", conditions(FEW_MINTS, contents), figures.score(PRODUCT, "rolling", contents))
                        .beside(Comparison.byProduct(
                                figures.score("a list a window, added up at every trade", "naive", contents)))
                        .bar(Bar.atLeast(TIMES_AS_FAST_AS_NAIVE)));
    }

    private static void decay(final SuiteContext context) throws RunnerException {
        final String full = full(context);
        for (final int mints : context.quick() ? List.of(FEW_MINTS) : List.of(FEW_MINTS, MANY_MINTS)) {
            final JmhFigures figures = JmhRounds.run(
                    context,
                    DecayBenchmark.class,
                    ".*",
                    Map.of("mints", List.of(Integer.toString(mints)), "contents", List.of(full)));
            context.add(new Row(
                    "one second in which nobody trades, rows drained",
                    conditions(mints, full),
                    figures.score(PRODUCT, "second", full, Integer.toString(mints))));
        }
    }

    private static void memory(final SuiteContext context) throws Exception {
        for (final int mints : mints(context)) {
            final int seconds = context.quick() ? 60 : EngineMemory.SECONDS;
            final List<Double> samples = new ArrayList<>();
            for (int seed = 1; seed <= context.samples(); seed++) {
                context.say("memory of " + mints + " mints, seed " + seed);
                samples.add(EngineMemory.inJvmOfItsOwn(mints, seed, seconds) / 1e6);
            }
            final Row row = new Row(
                    "heap of the engine",
                    String.format(
                            Locale.ROOT,
                            "%,d mints traded evenly, 1,000 trades/s for %,d s, a seed a sample",
                            mints,
                            seconds),
                    new Figure(PRODUCT, "MB", samples));
            context.add(mints == MANY_MINTS ? row.bar(Bar.atMost(MEMORY_MB)) : row);
        }
    }

    private static String full(final SuiteContext context) {
        return context.quick() ? MINUTE : "14400";
    }

    private static List<Integer> mints(final SuiteContext context) {
        return context.quick() ? List.of(FEW_MINTS) : List.of(FEW_MINTS, MORE_MINTS, MANY_MINTS);
    }

    private static String conditions(final int mints, final String contents) {
        return String.format(
                Locale.ROOT, "%,d mints, %,d s of trades at 1,000/s in the windows", mints, Integer.parseInt(contents));
    }

    private static Figure perSecond(final Figure nanoseconds) {
        return new Figure(
                nanoseconds.name(),
                "trades/s",
                nanoseconds.samples().stream().map(ns -> 1e9 / ns).toList());
    }
}
