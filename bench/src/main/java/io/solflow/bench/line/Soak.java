package io.solflow.bench.line;

import io.solflow.ingest.simulator.MarketConfig;
import java.io.IOException;
import java.nio.file.Files;
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
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;
import org.HdrHistogram.Histogram;

/** A long run at a steady rate, looked at every so often. */
final class Soak {

    /** Trades a second of wall time. */
    static final int RATE = 1_000;

    /** Chain time against wall time, a little more than is needed for four hours in thirty minutes. */
    static final double SPEED = 8.2;

    private static final int CHAIN_RATE = (int) (RATE / SPEED);
    private static final long WARM_UP_TRADES = 20_000;
    private static final double NS_PER_SECOND = 1e9;
    private static final double NS_PER_MS = 1e6;
    private static final double BYTES_PER_MB = 1e6;
    private static final long BEHIND_CLOCK_SECONDS = 120;
    private static final long LEFT_OUT_NS = TimeUnit.SECONDS.toNanos(1);

    private final LinePlace place;
    private final double seconds;
    private final double intervalSeconds;

    /** One look; {@code atSeconds} since the counted part began. */
    record Sample(
            double atSeconds,
            double heapMb,
            double residentMb,
            double walMb,
            double p50Ms,
            double p99Ms,
            double databaseMb,
            double mints) {}

    /** What is looked at. */
    @SuppressWarnings("ImmutableEnumChecker") // an accessor of a record has no state
    enum Quantity {
        HEAP("live heap after a full collection", "MB", Sample::heapMb, false),
        RESIDENT("resident memory", "MB", Sample::residentMb, false),
        WAL("write-ahead log", "MB", Sample::walMb, false),
        P50("planned → visible p50", "ms", Sample::p50Ms, false),
        P99("planned → visible p99", "ms", Sample::p99Ms, false),
        DATABASE("database", "MB", Sample::databaseMb, true),
        MINTS("mints whose longest window is not empty", "mints", Sample::mints, true);

        private final String text;
        private final String unit;
        private final ToDoubleFunction<Sample> value;
        private final boolean mayGrow;

        Quantity(final String text, final String unit, final ToDoubleFunction<Sample> value, final boolean mayGrow) {
            this.text = text;
            this.unit = unit;
            this.value = value;
            this.mayGrow = mayGrow;
        }

        String text() {
            return text;
        }

        String unit() {
            return unit;
        }

        /** True for what a run has to make larger. */
        boolean mayGrow() {
            return mayGrow;
        }

        double of(final Sample sample) {
            return value.applyAsDouble(sample);
        }
    }

    Soak(final LinePlace place, final double seconds, final double intervalSeconds) {
        this.place = place;
        this.seconds = seconds;
        this.intervalSeconds = intervalSeconds;
    }

    double intervalSeconds() {
        return intervalSeconds;
    }

    static Trend trend(final List<Sample> samples, final Quantity quantity) {
        final Trend trend = new Trend();
        samples.forEach(sample -> trend.add(sample.atSeconds(), quantity.of(sample)));
        return trend;
    }

    /** The whole run, checked at the end. */
    List<Sample> run(final Consumer<String> progress) throws IOException, InterruptedException, SQLException {
        final Path database = place.newDatabase();
        final double chainSeconds = (WARM_UP_TRADES + RATE * seconds) / CHAIN_RATE;
        final MarketConfig market = LinePlace.market(CHAIN_RATE)
                .startingAt(
                        MarketConfig.DEFAULT_START_SLOT,
                        System.currentTimeMillis() / 1000 - (long) chainSeconds - BEHIND_CLOCK_SECONDS);
        final LineSettings settings = new LineSettings(
                place.jar(), database, Arrival.SLOTS, WARM_UP_TRADES, RATE, CHAIN_RATE, seconds, List.of(), List.of());
        final List<Sample> samples = new ArrayList<>();
        try (LineRun run = new LineRun(settings, new Ahead(new MarketSlots(market)))) {
            run.warmUp();
            final long startNs = System.nanoTime();
            run.sender().paced(startNs, RATE, CHAIN_RATE);
            run.watcher().countFrom(startNs);
            final SendLoop loop = new SendLoop(run, startNs + (long) (seconds * NS_PER_SECOND));
            loop.start();
            for (int look = 1; loop.isAlive(); look++) {
                final double due = look * intervalSeconds;
                loop.join(Math.max(1, (long) (1e3 * due - (System.nanoTime() - startNs) / NS_PER_MS)));
                if (loop.isAlive()) {
                    samples.add(look(run, database, startNs));
                    progress.accept(text(samples.get(samples.size() - 1)));
                }
            }
            loop.requireRight();
            run.stopAndVerify();
        }
        place.remove(database);
        return samples;
    }

    /** Collects in full first, so that the heap holds what is in use; the trades of that second do not count as latency. */
    private static Sample look(final LineRun run, final Path database, final long startNs)
            throws IOException, InterruptedException, SQLException {
        final Histogram latency = run.watcher().takeLatencies();
        final long pid = run.product().pid();
        final long walBytes = Files.size(Path.of(database + "-wal"));
        final long fromNs = System.nanoTime();
        run.watcher().leaveOut(fromNs, Long.MAX_VALUE);
        final double heapMb = JvmCommands.liveHeapBytes(pid) / BYTES_PER_MB;
        run.watcher().leaveOut(fromNs, System.nanoTime() + LEFT_OUT_NS);
        return new Sample(
                (fromNs - startNs) / NS_PER_SECOND,
                heapMb,
                Proc.residentBytes(pid) / BYTES_PER_MB,
                walBytes / BYTES_PER_MB,
                latency.getValueAtPercentile(50) / NS_PER_MS,
                latency.getValueAtPercentile(99) / NS_PER_MS,
                Files.size(database) / BYTES_PER_MB,
                mints(database));
    }

    /** A mint without trades in four hours keeps a last row of zeros. */
    private static long mints(final Path database) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database.toUri());
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT count(*) FROM token_rolling_metrics WHERE net_flow_14400s <> 0 OR net_flow_7200s <> 0"
                                + " OR net_flow_300s <> 0 OR unique_wallets_300s > 0")) {
            return row.getLong(1);
        }
    }

    private static String text(final Sample sample) {
        return String.format(
                Locale.ROOT,
                "%5.0f s  heap %.1f MB  resident %.0f MB  log %.1f MB  p50 %.2f ms  p99 %.2f ms  database %.0f MB  %.0f mints",
                sample.atSeconds(),
                sample.heapMb(),
                sample.residentMb(),
                sample.walMb(),
                sample.p50Ms(),
                sample.p99Ms(),
                sample.databaseMb(),
                sample.mints());
    }

    /** Sends until a time. */
    private static final class SendLoop extends Thread {
        private final LineRun run;
        private final long endNs;
        private volatile Exception failure;

        SendLoop(final LineRun run, final long endNs) {
            super("bench-sender");
            this.run = run;
            this.endNs = endNs;
            setDaemon(true);
        }

        @Override
        public void run() {
            try {
                while (System.nanoTime() - endNs < 0) {
                    run.sendNext();
                }
                if (!run.watcher().awaitAll(TimeUnit.MINUTES.toMillis(1))) {
                    throw new IOException("the last trades did not become visible");
                }
            } catch (final IOException | RuntimeException e) {
                failure = e;
            } catch (final InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        void requireRight() throws IOException {
            if (failure != null) {
                throw new IOException("sending failed", failure);
            }
        }
    }
}
