package io.solflow.bench.line;

import io.solflow.ingest.feed.SlotTime;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sqlite.SQLiteConfig;

/**
 * One start of the jar, measured from outside: a reader that stands ready sees the first new trade, and the product says itself
 * how long the windows took. It subscribes meanwhile, and from then on the server sends a slot as often as the chain does.
 *
 * @param openSeconds from the launch until the windows began to be refilled: JVM, classes, opening and checking the file.
 * @param refillSeconds of the windows.
 * @param commitSeconds from then until the first new trade was visible.
 */
record StartPhases(double openSeconds, double refillSeconds, double commitSeconds) {

    private static final Pattern REFILLED = Pattern.compile("windows refilled from .* in ([0-9]+) ms");
    private static final long PATIENCE_MS = 60_000;
    private static final long SLOT_NS = TimeUnit.MILLISECONDS.toNanos(SlotTime.DEFAULT_MS);
    private static final long LOOK_NS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final double NS_PER_SECOND = 1e9;
    private static final double MS_PER_SECOND = 1e3;

    double totalSeconds() {
        return openSeconds + refillSeconds + commitSeconds;
    }

    /** Starts the jar on a database, plays the next slots of a market into it until a trade is visible, and stops it. */
    static StartPhases of(final Path jar, final Path database, final SlotFeed feed)
            throws IOException, SQLException, InterruptedException {
        final SQLiteConfig config = new SQLiteConfig();
        config.setReadOnly(true);
        try (LineServer server = new LineServer();
                Connection reader = config.createConnection("jdbc:sqlite:" + database.toUri());
                PreparedStatement highest = reader.prepareStatement("SELECT max(id) FROM trades")) {
            final long before = maxId(highest);
            final Map<String, String> environment =
                    Map.of("GEYSER_URL", "http://127.0.0.1:" + server.port(), "SOLFLOW_DB_PATH", database.toString());
            try (Product product = Product.start(jar, List.of(), environment, "run")) {
                if (!server.awaitSubscription(PATIENCE_MS)) {
                    throw new IOException("the product did not subscribe:\n" + product.output());
                }
                final long subscribedNs = System.nanoTime();
                final Sender sender = new Sender(server, new Timeline(), Arrival.SLOTS);
                long nextSlotNs = subscribedNs;
                while (maxId(highest) <= before) {
                    if (System.nanoTime() - subscribedNs > TimeUnit.MILLISECONDS.toNanos(PATIENCE_MS)) {
                        throw new IOException("no new trade was stored:\n" + product.output());
                    }
                    if (System.nanoTime() - nextSlotNs >= 0) {
                        sendSlot(sender, feed);
                        nextSlotNs += SLOT_NS;
                    }
                    LockSupport.parkNanos(LOOK_NS);
                }
                final long visibleNs = System.nanoTime();
                product.stop();
                return of(product, visibleNs);
            }
        }
    }

    private static void sendSlot(final Sender sender, final SlotFeed feed) throws IOException {
        final WireSlot slot = feed.next();
        if (slot == null) {
            throw new IOException("the market is over");
        }
        sender.send(slot);
    }

    private static StartPhases of(final Product product, final long visibleNs) throws IOException {
        final Product.Line line = product.find("windows refilled from")
                .orElseThrow(() -> new IOException("no windows were refilled:\n" + product.output()));
        final Matcher said = REFILLED.matcher(line.text());
        if (!said.find()) {
            throw new IOException("not understood: " + line.text());
        }
        final double refillSeconds = Long.parseLong(said.group(1)) / MS_PER_SECOND;
        final double refilledSeconds = (line.atNs() - product.startNs()) / NS_PER_SECOND;
        return new StartPhases(
                refilledSeconds - refillSeconds, refillSeconds, (visibleNs - line.atNs()) / NS_PER_SECOND);
    }

    private static long maxId(final PreparedStatement highest) throws SQLException {
        try (ResultSet row = highest.executeQuery()) {
            return row.getLong(1);
        }
    }
}
