package io.solflow.bench.line;

import io.solflow.bench.report.Bar;
import io.solflow.bench.report.Figure;
import io.solflow.bench.report.Row;
import io.solflow.bench.report.Suite;
import io.solflow.bench.report.SuiteContext;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * Open loop: from the moment an update is planned to leave the server until a second connection sees its trade, at fixed rates in
 * both rhythms, and the highest rate that is kept up; with what it costs. All three share the machine's cores: product, server, reader.
 */
public final class LineLatencySuite implements Suite {

    private static final int[] RATES = {1_000, 10_000, 50_000};
    private static final double[] PERCENTILES = {50, 90, 99, 99.9, 100};
    private static final long WARM_UP_TRADES = 150_000;
    /** At the rate whose cost has a bar: behind 150,000 a fifth to a third is the JVM's last compiler's. */
    private static final long STEADY_WARM_UP_TRADES = 1_000_000;

    private static final double SECONDS = 20;
    private static final long QUICK_WARM_UP_TRADES = 5_000;
    private static final double QUICK_SECONDS = 1;
    private static final double NS_PER_MS = 1e6;
    private static final String COST = "line-cost";
    private static final List<String> PLAIN = List.of();
    private static final int SERVICE_RATE = 10_000;

    @Override
    public String name() {
        return "line-latency";
    }

    @Override
    public void run(final SuiteContext context) throws Exception {
        final LinePlace place = new LinePlace(context);
        final List<String> service = ServiceFlags.of(ServiceFlags.UNIT);
        final double seconds = context.quick() ? QUICK_SECONDS : SECONDS;
        for (final int rate : context.quick() ? new int[] {1_000} : RATES) {
            final Tape tape = place.tape(rate, warmUpTrades(rate, seconds) + rate * seconds);
            for (final Arrival arrival : Arrival.values()) {
                report(context, arrival, rate, samples(context, place, tape, arrival, rate, seconds, PLAIN));
            }
            if (rate == SERVICE_RATE) {
                latencies(
                        context,
                        conditions(Arrival.EVEN, rate) + ", with the JVM options of the service",
                        samples(context, place, tape, Arrival.EVEN, rate, seconds, service),
                        rate);
            }
        }
        if (!context.quick()) {
            sustained(context, place, seconds);
        }
    }

    private static List<LineResult> samples(
            final SuiteContext context,
            final LinePlace place,
            final Tape tape,
            final Arrival arrival,
            final int rate,
            final double seconds,
            final List<String> jvm)
            throws Exception {
        final List<LineResult> results = new ArrayList<>();
        for (int sample = 0; sample < context.samples(); sample++) {
            final Path database = place.newDatabase();
            final LineSettings settings = new LineSettings(
                    place.jar(), database, arrival, warmUpTrades(rate, seconds), rate, rate, seconds, jvm, List.of());
            results.add(LineRun.of(settings, tape.play()));
            place.remove(database);
            context.say(LineText.of(arrival, rate, results.get(sample)));
        }
        return results;
    }

    private static long warmUpTrades(final int rate, final double seconds) {
        if (seconds == QUICK_SECONDS) {
            return QUICK_WARM_UP_TRADES;
        }
        return rate == RATES[0] ? STEADY_WARM_UP_TRADES : WARM_UP_TRADES;
    }

    private static void sustained(final SuiteContext context, final LinePlace place, final double seconds)
            throws Exception {
        final SustainedRate search = new SustainedRate(place, WARM_UP_TRADES, seconds);
        for (final Arrival arrival : Arrival.values()) {
            final SustainedRate.Found found = search.find(arrival, context::say);
            context.add(new Row(
                    "highest rate kept up",
                    arrival.conditions() + ", backlog level for " + (int) seconds + " s, "
                            + LineText.load(List.of(found.result())),
                    Figure.of("SolFlow", "trades/s", found.tradesPerSecond())));
            latencies(context, arrival.conditions() + ", at that rate", List.of(found.result()), 0);
        }
    }

    private static void report(
            final SuiteContext context, final Arrival arrival, final int rate, final List<LineResult> results) {
        final String conditions = conditions(arrival, rate);
        latencies(context, conditions, results, rate);
        final boolean quiet = rate == RATES[0];
        cost(
                context,
                "CPU of the product",
                conditions,
                "% of a core",
                results,
                LineResult::productCpuPercent,
                quiet ? 20 : 0);
        cost(
                context,
                "write-ahead log",
                conditions,
                "B/trade",
                results,
                LineResult::walBytesPerTrade,
                quiet ? 5_000 : 0);
        cost(context, "allocated", conditions, "B/trade", results, LineResult::allocatedBytesPerTrade, 0);
        cost(context, "peak resident memory", conditions, "MB", results, r -> r.peakResidentBytes() / 1e6, 0);
        cost(context, "batch", conditions, "trades/commit", results, LineResult::tradesPerCommit, 0);
        cost(context, "CPU of server and reader", conditions, "% of a core", results, LineResult::harnessCpuPercent, 0);
    }

    private static String conditions(final Arrival arrival, final int rate) {
        return String.format(Locale.ROOT, "%s, %,d trades/s", arrival.conditions(), rate);
    }

    private static void latencies(
            final SuiteContext context, final String conditions, final List<LineResult> results, final int rate) {
        for (final double percentile : PERCENTILES) {
            final Row row = new Row(
                    "planned → visible " + (percentile == 100 ? "max" : "p" + LineText.number(percentile)),
                    conditions + ", " + LineText.load(results),
                    figure("ms", results, r -> r.latency().getValueAtPercentile(percentile) / NS_PER_MS));
            context.add(bar(rate, percentile).map(row::bar).orElse(row));
        }
    }

    private static Optional<Bar> bar(final int rate, final double percentile) {
        if (rate == 1_000 && percentile == 50) {
            return Optional.of(Bar.atMost(2));
        }
        if (rate == 1_000 && percentile == 99) {
            return Optional.of(Bar.atMost(20));
        }
        return rate == 10_000 && percentile == 99 ? Optional.of(Bar.atMost(100)) : Optional.empty();
    }

    private static void cost(
            final SuiteContext context,
            final String what,
            final String conditions,
            final String unit,
            final List<LineResult> results,
            final ToDoubleFunction<LineResult> value,
            final double atMost) {
        final Row row = new Row(what, conditions, figure(unit, results, value));
        context.add(COST, atMost > 0 ? row.bar(Bar.atMost(atMost)) : row);
    }

    private static Figure figure(
            final String unit, final List<LineResult> results, final ToDoubleFunction<LineResult> value) {
        return Figure.of("SolFlow", unit, results.stream().mapToDouble(value).toArray());
    }
}
