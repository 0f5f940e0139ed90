package io.solflow.app.webhook;

import io.solflow.app.config.UsageException;
import io.solflow.core.counter.Counter;
import io.solflow.persist.file.ReadConnection;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells a {@link Webhook} of each signal that is stored from now on, one by one in the order of their ids, on a thread of its
 * own. It reads the table, so nothing on the ring ever waits for it, and what waits to be told takes no memory. What is not
 * taken is told again, ever more rarely; after {@link #TRIES} tries, when it is refused, or when {@link #MAX_BEHIND} newer
 * ones wait, it is passed over and counted.
 */
public final class SignalTeller implements AutoCloseable {

    /** How often a signal is told at most. */
    static final int TRIES = 8;
    /** So many signals may wait. */
    static final int MAX_BEHIND = 10_000;

    private static final Logger LOG = LoggerFactory.getLogger(SignalTeller.class);
    private static final int BUSY_TIMEOUT_MS = 1_000;
    private static final int PAGE = 100;
    private static final long CLOSE_MS = 2_000;
    private static final long INTERRUPTED_MS = 500;
    private static final long PAUSE_MS = 500;

    private final Path database;
    private final Webhook webhook;
    private final long pauseMs;
    private final Counter told = new Counter();
    private final Counter untold = new Counter();
    private final Thread thread = new Thread(this::run, "solflow-webhook");
    private final CountDownLatch stop = new CountDownLatch(1);
    private long lastId;

    /** Begins to tell of what comes after the newest signal that the database has. */
    public static SignalTeller start(final Path database, final Webhook webhook) {
        return new SignalTeller(database, webhook, PAUSE_MS).start();
    }

    /**
     * Stands behind the newest signal that the database has.
     *
     * @param pauseMs time between two looks, and after a first failure; doubled after each further one.
     */
    SignalTeller(final Path database, final Webhook webhook, final long pauseMs) {
        this.database = database;
        this.webhook = webhook;
        this.pauseMs = pauseMs;
        try (Connection connection = ReadConnection.open(database, BUSY_TIMEOUT_MS)) {
            lastId = longOf(connection, "SELECT coalesce(max(id), 0) FROM token_signals");
        } catch (final SQLException e) {
            throw new UsageException("database " + database + ": its signals cannot be read: " + e.getMessage(), e);
        }
        thread.setDaemon(true);
    }

    /** Begins to tell. */
    public SignalTeller start() {
        thread.start();
        return this;
    }

    /** Signals that were taken. */
    Counter told() {
        return told;
    }

    /** Signals that were passed over. */
    Counter untold() {
        return untold;
    }

    /** Tells once of what is stored by now, in {@value #CLOSE_MS} ms at most, and ends. */
    @Override
    public void close() {
        stop.countDown();
        try {
            thread.join(CLOSE_MS);
            thread.interrupt();
            thread.join(INTERRUPTED_MS);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (told.get() + untold.get() > 0) {
            LOG.info("webhook {}: {} signals sent, {} not sent", webhook, told.get(), untold.get());
        }
    }

    @Override
    public String toString() {
        return webhook.toString();
    }

    private void run() {
        try {
            boolean stopping;
            do {
                stopping = stop.await(pauseMs, TimeUnit.MILLISECONDS);
                look();
            } while (!stopping);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void look() throws InterruptedException {
        try (Connection connection = ReadConnection.open(database, BUSY_TIMEOUT_MS)) {
            passOverTheOldest(connection);
            boolean more = true;
            while (more) {
                more = tellPage(connection);
            }
        } catch (final SQLException e) {
            LOG.warn("webhook {}: the signals cannot be read: {}", webhook, e.getMessage());
        }
    }

    private void passOverTheOldest(final Connection connection) throws SQLException {
        final long oldest = longOf(
                connection,
                "SELECT coalesce((SELECT id FROM token_signals ORDER BY id DESC LIMIT 1 OFFSET " + MAX_BEHIND
                        + "), 0)");
        if (oldest > lastId) {
            final long waiting = longOf(
                    connection, "SELECT count(*) FROM token_signals WHERE id > " + lastId + " AND id <= " + oldest);
            untold.add(waiting);
            lastId = oldest;
            LOG.warn("webhook {} is too slow: skipped {} signals", webhook, waiting);
        }
    }

    private boolean tellPage(final Connection connection) throws SQLException, InterruptedException {
        final long[] ids = new long[PAGE];
        final String[] texts = new String[PAGE];
        int size = 0;
        try (PreparedStatement select =
                connection.prepareStatement("SELECT * FROM token_signals WHERE id > ? ORDER BY id LIMIT " + PAGE)) {
            select.setLong(1, lastId);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    ids[size] = rows.getLong("id");
                    texts[size++] = SignalJson.of(rows);
                }
            }
        }
        for (int i = 0; i < size; i++) {
            tell(ids[i], texts[i]);
        }
        return size == PAGE;
    }

    private void tell(final long id, final String json) throws InterruptedException {
        Webhook.Answer answer = webhook.tell(json);
        for (int tries = 1; answer == Webhook.Answer.LATER && tries < TRIES; tries++) {
            if (stop.await(pauseMs << (tries - 1), TimeUnit.MILLISECONDS)) {
                break;
            }
            answer = webhook.tell(json);
        }
        lastId = id;
        if (answer == Webhook.Answer.TAKEN) {
            told.increment();
        } else {
            untold.increment();
            LOG.warn("webhook {}: signal {} could not be sent: {}", webhook, id, webhook.lastAnswer());
        }
    }

    private static long longOf(final Connection connection, final String sql) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql);
                ResultSet rows = statement.executeQuery()) {
            return rows.next() ? rows.getLong(1) : 0;
        }
    }
}
