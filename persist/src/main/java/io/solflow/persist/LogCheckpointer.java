package io.solflow.persist;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Copies the write-ahead log into the database on a thread and a connection of its own, so that no commit waits for a
 * disk's sync. Its checkpoints are passive: they hold no lock that a writer or a reader needs. Under load such a
 * checkpoint never reaches the end of a log that grows meanwhile, and the log could not start over; that is left to the
 * writing connection, whose own checkpoint at {@value #WRITER_FACTOR} times the size finds little left to copy.
 *
 * <p>Trouble that passes is tried again at the next look. Anything else ends the thread with a warning: the writer meets the
 * same trouble and says so, and its own checkpoints go on.
 */
final class LogCheckpointer implements AutoCloseable {

    /** The writing connection checkpoints by itself when the log is so many times as large as it should be. */
    static final int WRITER_FACTOR = 4;

    private static final Logger LOG = LoggerFactory.getLogger(LogCheckpointer.class);
    private static final String THREAD_NAME = "solflow-checkpoint";
    private static final long LOOK_EVERY_MS = 100;
    private static final long JOIN_MS = 5_000;

    private final Path database;
    private final int fromPages;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread = new Thread(this::run, THREAD_NAME);

    /** Starts the thread; it copies when the log holds {@code fromPages} that are not copied yet. */
    LogCheckpointer(final Path database, final int fromPages) {
        this.database = database;
        this.fromPages = fromPages;
        thread.setDaemon(true);
        thread.start();
    }

    /** Ends the thread, after a checkpoint that it is in. */
    @Override
    public void close() {
        closing.countDown();
        try {
            thread.join(JOIN_MS);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try (Connection connection = SqliteConnections.open(database, 0);
                Statement statement = connection.createStatement()) {
            while (!closing.await(LOOK_EVERY_MS, TimeUnit.MILLISECONDS)) {
                copyFrom(fromPages, statement);
            }
        } catch (final SQLException e) {
            LOG.warn(
                    "database {}: commits copy the log from now on, because a checkpoint failed: {}",
                    database,
                    e.toString());
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Copies the log when it holds so many pages that are not copied yet; trouble that passes is for the next time. */
    static void copyFrom(final int fromPages, final Statement statement) throws SQLException {
        try {
            if (pagesToCopy(statement, "NOOP") >= fromPages) {
                pagesToCopy(statement, "PASSIVE");
            }
        } catch (final SQLException e) {
            if (!SqliteErrors.isPassing(e)) {
                throw e;
            }
        }
    }

    private static long pagesToCopy(final Statement statement, final String mode) throws SQLException {
        try (ResultSet row = statement.executeQuery("PRAGMA wal_checkpoint(" + mode + ")")) {
            return row.getLong(2) - row.getLong(3);
        }
    }
}
