package io.solflow.bench.line;

import io.solflow.bench.report.Comparison;
import io.solflow.bench.report.Figure;
import io.solflow.bench.report.Row;
import io.solflow.bench.report.Suite;
import io.solflow.bench.report.SuiteContext;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * Closed loop beside readers: what the line sustains while two hundred clients of the page's event stream read, and while as many,
 * and a reader of the database within a transaction, have been stuck for a minute; against what the same process sustains without
 * them just before and after. How far two such parts without readers differ is the noise, and printed first.
 */
public final class LineReadersSuite implements Suite {

    private static final int CHAIN_RATE = 2_500;
    private static final int CLIENTS = 200;
    private static final int QUICK_CLIENTS = 5;
    private static final long WARM_UP_TRADES = 150_000;
    private static final long QUICK_WARM_UP_TRADES = 5_000;
    private static final double SECONDS = 8;
    private static final double QUICK_SECONDS = 1;
    private static final double STUCK_SECONDS = 60;
    private static final double STUCK_RATE = 1_000;
    private static final double FASTEST = 60_000;
    private static final double QUICK_FASTEST = 20_000;
    private static final int CLOSED_LOOPS = 5;
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(60);

    @Override
    public String name() {
        return "line-readers";
    }

    @Override
    public void run(final SuiteContext context) throws Exception {
        final LinePlace place = new LinePlace(context);
        final boolean quick = context.quick();
        final double seconds = quick ? QUICK_SECONDS : SECONDS;
        final double stuckSeconds = quick ? QUICK_SECONDS : STUCK_SECONDS;
        final Tape tape = place.tape(
                CHAIN_RATE,
                (quick ? QUICK_WARM_UP_TRADES : WARM_UP_TRADES)
                        + STUCK_RATE * stuckSeconds
                        + CLOSED_LOOPS * seconds * (quick ? QUICK_FASTEST : FASTEST));
        final Rounds rounds = new Rounds(context, seconds, stuckSeconds);
        for (int sample = 0; sample < context.samples(); sample++) {
            rounds.run(place, tape);
        }
        rounds.report();
    }

    /** What the rounds have shown. */
    private static final class Rounds {
        private final SuiteContext context;
        private final double seconds;
        private final double stuckSeconds;
        private final int clients;
        private final List<Double> before = new ArrayList<>();
        private final List<Double> between = new ArrayList<>();
        private final List<Double> after = new ArrayList<>();
        private final List<Double> reading = new ArrayList<>();
        private final List<Double> stuck = new ArrayList<>();
        private final List<LineResult> results = new ArrayList<>();

        Rounds(final SuiteContext context, final double seconds, final double stuckSeconds) {
            this.context = context;
            this.seconds = seconds;
            this.stuckSeconds = stuckSeconds;
            clients = context.quick() ? QUICK_CLIENTS : CLIENTS;
        }

        void run(final LinePlace place, final Tape tape) throws IOException, InterruptedException, SQLException {
            final int port = freePort();
            final Path database = place.newDatabase();
            final LineSettings settings = new LineSettings(
                    place.jar(),
                    database,
                    Arrival.SLOTS,
                    context.quick() ? QUICK_WARM_UP_TRADES : WARM_UP_TRADES,
                    0,
                    CHAIN_RATE,
                    seconds,
                    List.of(),
                    List.of("--http", "127.0.0.1:" + port));
            try (LineRun run = new LineRun(settings, tape.play())) {
                run.warmUp();
                before.add(measure(run, "alone"));
                try (EventClients events = EventClients.reading(port, clients)) {
                    awaitClients(port, clients);
                    reading.add(measure(run, "beside clients that read"));
                    if (events.leastReceived() == 0) {
                        throw new IOException("a client that reads was sent nothing");
                    }
                }
                awaitClients(port, 0);
                between.add(measure(run, "alone"));
                try (EventClients events = EventClients.stuck(port, clients);
                        Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database.toUri());
                        Statement statement = connection.createStatement()) {
                    awaitClients(port, clients);
                    connection.setAutoCommit(false);
                    final long seen = newestTrade(statement);
                    pass(run, stuckSeconds);
                    stuck.add(measure(run, "beside stuck readers"));
                    if (newestTrade(statement) != seen || events.leastReceived() != 0) {
                        throw new IOException("the readers were not stuck");
                    }
                }
                awaitClients(port, 0);
                after.add(measure(run, "alone"));
                run.stopAndVerify();
            }
            place.remove(database);
        }

        private double measure(final LineRun run, final String when) throws IOException, InterruptedException {
            run.sender().unpaced();
            final LineResult result = run.measure();
            context.say(when + ": " + LineText.of(Arrival.SLOTS, 0, result));
            results.add(result);
            return result.tradesPerSecond();
        }

        void report() {
            final String conditions = String.format(
                    Locale.ROOT, "parts of %.0f s, one process a round, %s", seconds, LineText.load(results));
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
                                    "beside %d that never read and an open read transaction, stuck for %.0f s",
                                    clients,
                                    stuckSeconds),
                            conditions,
                            trades("SolFlow", stuck))
                    .beside(Comparison.productBy(trades("no reader", means(between, after)))));
        }
    }

    /** Lets a quiet market go by. */
    private static void pass(final LineRun run, final double seconds) throws IOException {
        final long startNs = System.nanoTime();
        final long endNs = startNs + (long) (seconds * TimeUnit.SECONDS.toNanos(1));
        run.sender().paced(startNs, STUCK_RATE, CHAIN_RATE);
        while (System.nanoTime() - endNs < 0) {
            run.sendNext();
        }
    }

    private static long newestTrade(final Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery("SELECT max(id) FROM trades")) {
            return row.getLong(1);
        }
    }

    /** Until the product itself counts so many; one that went away is noticed when it is written to. */
    private static void awaitClients(final int port, final int count) throws IOException, InterruptedException {
        final HttpRequest look = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/pipeline"))
                .build();
        final HttpClient client = HttpClient.newHttpClient();
        final String wanted = "\"clients\":" + count + "}";
        final long startNs = System.nanoTime();
        while (!client.send(look, HttpResponse.BodyHandlers.ofString()).body().contains(wanted)) {
            if (System.nanoTime() - startNs > PATIENCE_NS) {
                throw new IOException("the product does not get to " + wanted);
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
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
