package io.solflow.bench.line;

import io.solflow.bench.report.Bar;
import io.solflow.bench.report.Comparison;
import io.solflow.bench.report.Figure;
import io.solflow.bench.report.Row;
import io.solflow.bench.report.Suite;
import io.solflow.bench.report.SuiteContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * Closed loop: what the whole line sustains when the server sends as fast as flow control lets it, into a fresh database and into
 * one with five million trades, beside SQLite alone at the batch sizes that occurred and the usual way to do it.
 */
public final class LineThroughputSuite implements Suite {

    private static final int CHAIN_RATE = 2_500;
    private static final long WARM_UP_TRADES = 150_000;
    private static final double SECONDS = 15;
    private static final long QUICK_WARM_UP_TRADES = 5_000;
    private static final double QUICK_SECONDS = 1;
    private static final double QUICK_FASTEST = 20_000;
    private static final double FASTEST = 50_000;
    private static final long STORED = 5_000_000;
    private static final long QUICK_STORED = 20_000;
    private static final double OF_C_LOOP = 0.6;
    private static final double OF_USUAL_WAY = 4;

    private final Optional<StorePeers.Factory> factory;

    /** With SQLite beside it, or without. */
    public LineThroughputSuite(final Optional<StorePeers.Factory> factory) {
        this.factory = factory;
    }

    @Override
    public String name() {
        return "line-throughput";
    }

    @Override
    public void run(final SuiteContext context) throws Exception {
        final Optional<StorePeers> peers =
                factory.isPresent() ? Optional.of(factory.get().open(context)) : Optional.empty();
        final LinePlace place = new LinePlace(context);
        final double seconds = context.quick() ? QUICK_SECONDS : SECONDS;
        final Tape tape = place.tape(
                CHAIN_RATE,
                context.quick() ? QUICK_WARM_UP_TRADES + QUICK_FASTEST * seconds : WARM_UP_TRADES + FASTEST * seconds);
        final Path first = place.newDatabase();
        context.say(LineText.of(Arrival.SLOTS, 0, once(place, tape, first, seconds)));
        final Path full = place.newDatabase();
        Product.require(place.jar(), "migrate", "--db", full.toString());
        final long stored = FullStore.fill(full, first, context.quick() ? QUICK_STORED : STORED);
        place.remove(first);
        series(context, peers, place, tape, Optional.empty(), "fresh file", seconds);
        series(
                context,
                peers,
                place,
                tape,
                Optional.of(full),
                String.format(Locale.ROOT, "%,d trades stored", stored),
                seconds);
    }

    private static void series(
            final SuiteContext context,
            final Optional<StorePeers> peers,
            final LinePlace place,
            final Tape tape,
            final Optional<Path> stored,
            final String file,
            final double seconds)
            throws Exception {
        final List<LineResult> results = new ArrayList<>();
        final List<Double> ofC = new ArrayList<>();
        final List<Double> usual = new ArrayList<>();
        for (int sample = 0; sample < context.samples(); sample++) {
            final Path database = place.newDatabase();
            if (stored.isPresent()) {
                Files.copy(stored.get(), database);
            }
            final LineResult result = once(place, tape, database, seconds);
            place.remove(database);
            context.say(LineText.of(Arrival.SLOTS, 0, result));
            results.add(result);
            if (peers.isPresent()) {
                final int batch = (int) Math.max(1, Math.round(result.tradesPerCommit()));
                ofC.add(peers.get().limit(batch, stored.isPresent()));
                usual.add(peers.get().usualWay(stored.isPresent()));
            }
        }
        report(context, peers, file, results, ofC, usual);
    }

    private static void report(
            final SuiteContext context,
            final Optional<StorePeers> peers,
            final String file,
            final List<LineResult> results,
            final List<Double> ofC,
            final List<Double> usual) {
        final Figure ours = figure("trades/s", results, LineResult::tradesPerSecond);
        final Row row = new Row("whole line, closed loop", file + ", " + LineText.load(results), ours);
        if (peers.isEmpty()) {
            context.add(row);
        } else {
            final Row besideLimit =
                    row.beside(Comparison.productBy(new Figure(peers.get().limitName(), "trades/s", ofC)));
            context.add(peers.get().hasCLoop() ? besideLimit.bar(Bar.atLeast(OF_C_LOOP)) : besideLimit);
            context.add(row.beside(Comparison.productBy(new Figure("usual way", "trades/s", usual)))
                    .bar(Bar.atLeast(OF_USUAL_WAY)));
        }
        context.add(new Row("its batches", file, figure("trades/commit", results, LineResult::tradesPerCommit)));
        context.add(new Row("its commits", file, figure("commits/s", results, r -> r.commits() / r.seconds())));
        context.add(new Row("its CPU", file, figure("% of a core", results, LineResult::productCpuPercent)));
        context.add(new Row("its log", file, figure("B/trade", results, LineResult::walBytesPerTrade)));
    }

    private static Figure figure(
            final String unit, final List<LineResult> results, final ToDoubleFunction<LineResult> value) {
        return Figure.of("SolFlow", unit, results.stream().mapToDouble(value).toArray());
    }

    private static LineResult once(final LinePlace place, final Tape tape, final Path database, final double seconds)
            throws IOException, InterruptedException, SQLException {
        return LineRun.of(
                new LineSettings(
                        place.jar(),
                        database,
                        Arrival.SLOTS,
                        seconds == QUICK_SECONDS ? QUICK_WARM_UP_TRADES : WARM_UP_TRADES,
                        0,
                        CHAIN_RATE,
                        seconds,
                        List.of(),
                        List.of()),
                tape.play());
    }
}
