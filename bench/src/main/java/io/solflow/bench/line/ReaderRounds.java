package io.solflow.bench.line;

import io.solflow.bench.report.Comparison;
import io.solflow.bench.report.Figure;
import io.solflow.bench.report.Row;
import io.solflow.bench.report.SuiteContext;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** Rounds of {@link LineReadersSuite}, one process each: alone, beside clients that read, alone, beside stuck readers, alone. */
final class ReaderRounds {

    /** Trades a second of the quiet market that goes by while readers are stuck. */
    static final double STUCK_RATE = 1_000;

    private final SuiteContext context;
    private final LinePlace place;
    private final Tape tape;
    private final int clients;
    private final long warmUpTrades;
    private final double seconds;
    private final double stuckSeconds;
    private final List<Double> before = new ArrayList<>();
    private final List<Double> between = new ArrayList<>();
    private final List<Double> after = new ArrayList<>();
    private final List<Double> reading = new ArrayList<>();
    private final List<Double> stuck = new ArrayList<>();
    private final List<Integer> dropped = new ArrayList<>();
    private final List<LineResult> results = new ArrayList<>();

    ReaderRounds(
            final SuiteContext context,
            final LinePlace place,
            final Tape tape,
            final int clients,
            final long warmUpTrades,
            final double seconds,
            final double stuckSeconds) {
        this.context = context;
        this.place = place;
        this.tape = tape;
        this.clients = clients;
        this.warmUpTrades = warmUpTrades;
        this.seconds = seconds;
        this.stuckSeconds = stuckSeconds;
    }

    /** One round. */
    void run() throws IOException, InterruptedException, SQLException {
        final int port = PageClient.freePort();
        final PageClient page = new PageClient(port);
        final Path database = place.newDatabase();
        final LineSettings settings = new LineSettings(
                place.jar(),
                database,
                Arrival.SLOTS,
                warmUpTrades,
                0,
                LineReadersSuite.CHAIN_RATE,
                seconds,
                List.of(),
                List.of("--http", "127.0.0.1:" + port));
        try (LineRun run = new LineRun(settings, tape.play())) {
            run.warmUp();
            before.add(measure(run, "alone"));
            besideReading(run, page, port);
            page.awaitClients(0);
            between.add(measure(run, "alone"));
            besideStuck(run, page, port, database);
            page.awaitClients(0);
            after.add(measure(run, "alone"));
            run.stopAndVerify();
        }
        place.remove(database);
    }

    private void besideReading(final LineRun run, final PageClient page, final int port)
            throws IOException, InterruptedException {
        try (EventClients events = EventClients.reading(port, clients)) {
            page.awaitClients(clients);
            reading.add(measure(run, "beside clients that read"));
            final long least = events.leastTicks();
            if (least < Math.max(1, (long) seconds / 2)) {
                throw new IOException("a client that reads was told " + least + " times in " + seconds + " s");
            }
        }
    }

    /** The product drops clients that do not read; those that it has dropped are replaced, so that all are there. */
    private void besideStuck(final LineRun run, final PageClient page, final int port, final Path database)
            throws IOException, InterruptedException, SQLException {
        try (EventClients events = EventClients.stuck(port, clients);
                Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database.toUri());
                Statement statement = connection.createStatement()) {
            page.awaitClients(events.size());
            connection.setAutoCommit(false);
            final long seen = newestTrade(statement);
            pass(run, stuckSeconds);
            final int gone = clients - page.clients();
            dropped.add(gone);
            try (EventClients others = EventClients.stuck(port, gone)) {
                context.say(others.size() + " of " + clients + " that do not read had been dropped, and are replaced");
                page.awaitClients(clients);
                stuck.add(measure(run, "beside stuck readers"));
            }
            if (newestTrade(statement) != seen) {
                throw new IOException("the reader of the database was not stuck");
            }
        }
    }

    private double measure(final LineRun run, final String when) throws IOException, InterruptedException {
        run.sender().unpaced();
        final LineResult result = run.measure();
        context.say(when + ": " + LineText.of(Arrival.SLOTS, 0, result));
        results.add(result);
        return result.tradesPerSecond();
    }

    /** Lets a quiet market go by. */
    private static void pass(final LineRun run, final double seconds) throws IOException {
        final long startNs = System.nanoTime();
        final long endNs = startNs + (long) (seconds * TimeUnit.SECONDS.toNanos(1));
        run.sender().paced(startNs, STUCK_RATE, LineReadersSuite.CHAIN_RATE);
        while (System.nanoTime() - endNs < 0) {
            run.sendNext();
        }
    }

    private static long newestTrade(final Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery("SELECT max(id) FROM trades")) {
            return row.getLong(1);
        }
    }

    /** Leaves the rows. */
    void report() {
        final String conditions =
                String.format(Locale.ROOT, "parts of %.0f s, one process a round, %s", seconds, LineText.load(results));
        context.add(new Row("whole line, no reader, again later", conditions, trades("SolFlow", after))
                .beside(Comparison.productBy(trades("before", between))));
        context.add(new Row(
                        "beside " + clients + " clients of the event stream that read",
                        conditions,
                        trades("SolFlow", reading))
                .beside(Comparison.productBy(trades("no reader", means(before, between)))));
        context.add(new Row(
                        String.format(
                                Locale.ROOT,
                                "beside %d that never read, and a read transaction open for %.0f s",
                                clients,
                                stuckSeconds),
                        String.format(
                                Locale.ROOT,
                                "%s; the product had dropped %d to %d of them by then, which were replaced",
                                conditions,
                                Collections.min(dropped),
                                Collections.max(dropped)),
                        trades("SolFlow", stuck))
                .beside(Comparison.productBy(trades("no reader", means(between, after)))));
    }

    private static Figure trades(final String name, final List<Double> rates) {
        return new Figure(name, "trades/s", rates);
    }

    private static List<Double> means(final List<Double> first, final List<Double> second) {
        final List<Double> means = new ArrayList<>();
        for (int i = 0; i < first.size(); i++) {
            means.add((first.get(i) + second.get(i)) / 2);
        }
        return means;
    }
}
