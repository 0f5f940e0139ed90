package io.solflow.bench.line;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * One run of the line from the jar's start to its orderly stop. The work is checked: the database gains exactly the trades that
 * the market executed, and the product's {@code verify} recomputes every figure.
 */
final class LineRun implements AutoCloseable {

    private static final long PATIENCE_MS = 120_000;
    private static final long START_AHEAD_NS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final double NS_PER_SECOND = 1e9;

    private final LineSettings settings;
    private final SlotFeed feed;
    private final Timeline timeline = new Timeline();
    private final LineServer server;
    private final Sender sender;
    private final Product product;
    private final long tradesBefore;
    private final Trend backlog = new Trend();
    private Watcher watcher;

    /** Starts the product on a database and waits for its subscription. */
    LineRun(final LineSettings settings, final SlotFeed feed) throws IOException, InterruptedException, SQLException {
        this.settings = settings;
        this.feed = feed;
        tradesBefore = Files.exists(settings.database()) ? storedTrades(settings.database()) : 0;
        server = new LineServer();
        sender = new Sender(server, timeline, settings.arrival());
        final Map<String, String> environment = new HashMap<>();
        environment.put("GEYSER_URL", "http://127.0.0.1:" + server.port());
        environment.put("SOLFLOW_DB_PATH", settings.database().toString());
        environment.put("SOLFLOW_COMMITMENT", settings.arrival().commitment());
        product = Product.start(settings.jar(), settings.jvm(), environment, settings.command());
        boolean ready = false;
        try {
            require(server.awaitSubscription(PATIENCE_MS), "did not subscribe");
            watcher = new Watcher(settings.database(), timeline);
            ready = true;
        } finally {
            if (!ready) {
                close();
            }
        }
    }

    /** Warm-up, counted part, stop and checks. */
    static LineResult of(final LineSettings settings, final SlotFeed feed)
            throws IOException, InterruptedException, SQLException {
        try (LineRun run = new LineRun(settings, feed)) {
            run.warmUp();
            final LineResult result = run.measure();
            run.stopAndVerify();
            return result;
        }
    }

    Watcher watcher() {
        return watcher;
    }

    Product product() {
        return product;
    }

    Timeline timeline() {
        return timeline;
    }

    /** Sends the warm-up as fast as it is taken and waits until all of it is stored. */
    void warmUp() throws IOException, InterruptedException {
        sender.unpaced();
        while (timeline.trades() < settings.warmUpTrades()) {
            sender.send(next());
        }
        require(watcher.awaitAll(PATIENCE_MS), "did not store the warm-up");
    }

    /** The counted part. */
    LineResult measure() throws IOException, InterruptedException {
        // asking takes processor time, so it is done before and after what is counted
        final long allocatedBefore = JvmCommands.allocatedBytes(product.pid());
        final Figures before = Figures.of(product.pid(), watcher.seen());
        final double waitedBefore = server.waitedNs() / NS_PER_SECOND;
        final long tradesAtStart = timeline.trades();
        final long startNs = System.nanoTime() + START_AHEAD_NS;
        watcher.takeLatencies();
        watcher.countFrom(settings.rate() > 0 ? startNs : System.nanoTime());
        if (settings.rate() > 0) {
            sender.paced(startNs, settings.rate(), settings.chainRate());
            final long wanted = tradesAtStart + (long) (settings.rate() * settings.seconds());
            while (timeline.trades() < wanted) {
                sender.send(next());
                noteBacklog(startNs, tradesAtStart);
            }
        } else {
            final long endNs = System.nanoTime() + (long) (settings.seconds() * NS_PER_SECOND);
            while (System.nanoTime() - endNs < 0) {
                sender.send(next());
            }
        }
        require(watcher.awaitAll(PATIENCE_MS), "did not store what it was sent");
        final Figures after = Figures.of(product.pid(), watcher.seen());
        return after.since(
                before,
                JvmCommands.allocatedBytes(product.pid()) - allocatedBefore,
                watcher.takeLatencies(),
                sender.lateness(),
                server.waitedNs() / NS_PER_SECOND - waitedBefore,
                settings.rate() > 0 ? START_AHEAD_NS / NS_PER_SECOND : 0,
                backlog);
    }

    private void noteBacklog(final long startNs, final long tradesAtStart) {
        final double seconds = (System.nanoTime() - startNs) / NS_PER_SECOND;
        backlog.add(seconds, seconds * settings.rate() - (watcher.seen().trades() - tradesAtStart));
    }

    private WireSlot next() throws IOException {
        require(product.isAlive(), "ended by itself");
        final WireSlot slot = feed.next();
        if (slot == null) {
            throw new IOException("the market is over after " + timeline.trades() + " trades, make it longer");
        }
        return slot;
    }

    Sender sender() {
        return sender;
    }

    /** Sends the next slot of the market. */
    void sendNext() throws IOException {
        sender.send(next());
    }

    /** Stops the product in order and checks that the database holds what the market executed, and verifies. */
    void stopAndVerify() throws IOException, InterruptedException, SQLException {
        watcher.close();
        watcher = null;
        product.stop();
        final long stored = storedTrades(settings.database()) - tradesBefore;
        require(stored == timeline.trades(), "stored " + stored + " trades of " + timeline.trades() + " executed");
        Product.require(settings.jar(), "verify", "--db", settings.database().toString());
    }

    private void require(final boolean right, final String what) throws IOException {
        if (!right) {
            throw new IOException("the product " + what + ":\n" + product.output());
        }
    }

    static long storedTrades(final Path database) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database.toUri());
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT count(*) FROM token_trades")) {
            return row.getLong(1);
        }
    }

    @Override
    public void close() throws IOException, SQLException {
        try (feed;
                product;
                server) {
            if (watcher != null) {
                watcher.close();
                watcher = null;
            }
        }
    }

    /** Counters at one moment. */
    private record Figures(
            long pid,
            long atNs,
            Watcher.Seen seen,
            double productCpu,
            Map<String, Double> threads,
            double harnessCpu,
            double steal,
            double busy) {

        static Figures of(final long pid, final Watcher.Seen seen) throws IOException {
            return new Figures(
                    pid,
                    System.nanoTime(),
                    seen,
                    Proc.cpuSeconds(pid),
                    Proc.cpuSecondsByThread(pid),
                    Proc.cpuSeconds(ProcessHandle.current().pid()),
                    Proc.stealSeconds(),
                    Proc.busySeconds());
        }

        LineResult since(
                final Figures before,
                final long allocatedBytes,
                final Histogram latency,
                final Histogram lateness,
                final double senderWait,
                final double idleSeconds,
                final Trend backlog)
                throws IOException {
            final Map<String, Double> used = new HashMap<>(threads);
            before.threads().forEach((name, seconds) -> used.merge(name, -seconds, Double::sum));
            final double product = productCpu - before.productCpu();
            final double harness = harnessCpu - before.harnessCpu();
            return new LineResult(
                    (atNs - before.atNs()) / NS_PER_SECOND - idleSeconds,
                    seen.trades() - before.seen().trades(),
                    latency,
                    lateness,
                    seen.commits() - before.seen().commits(),
                    seen.walBytes() - before.seen().walBytes(),
                    allocatedBytes,
                    product,
                    used,
                    harness,
                    steal - before.steal(),
                    Math.max(0, busy - before.busy() - product - harness),
                    Proc.peakResidentBytes(pid),
                    senderWait,
                    backlog);
        }
    }
}
