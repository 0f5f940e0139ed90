package io.solflow.persist.file;

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
 * Copies the write-ahead log into the database on a thread and a connection of its own, so that no commit waits for the
 * copying of thousands of pages. Its checkpoints are passive: they hold no lock that a writer or a reader needs. Under load
 * such a checkpoint never reaches the end of a log that grows meanwhile, and the log could not start over. So it is repeated
 * until few pages are left, or no fewer than before, and these are copied while the writer pauses, for some milliseconds at
 * most, see {@link CommitPause}: the next commit then starts the log over. The writer itself never syncs a file for it, so a
 * disk that is slow for a while does not hold it up.
 *
 * <p>Where readers hold pages, the log grows, and the writing connection's own checkpoint at
 * {@value SqliteConnections#WRITER_FACTOR} times the size is the last resort.
 *
 * <p>Trouble that passes is tried again at the next look. Anything else ends the thread with a warning: the writer meets the
 * same trouble and says so, and its own checkpoints go on.
 */
public final class WalCheckpointer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(WalCheckpointer.class);
    private static final String THREAD_NAME = "solflow-checkpoint";
    private static final long LOOK_EVERY_MS = 100;
    private static final long JOIN_MS = 5_000;
    /** So few that copying them takes a writer about as long as a commit. */
    private static final int FEW_PAGES = 256;
    /** Each leaves what was written while it ran, a fraction of what the one before it left. */
    private static final int MAX_PASSES = 8;
    // modes of a checkpoint
    private static final String LOOK = "NOOP";
    private static final String COPY = "PASSIVE";

    private final Path database;
    private final int fromPages;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread = new Thread(this::run, THREAD_NAME);
    private final CommitPause pause = new CommitPause();

    /** Starts the thread; it copies when the log holds {@code fromPages} that are not copied yet. */
    public WalCheckpointer(final Path database, final int fromPages) {
        this.database = database;
        this.fromPages = fromPages;
        thread.setDaemon(true);
        thread.start();
    }

    /** Pauses the writer when that lets the log end; between two of its commits, on its thread. */
    public void betweenCommits() {
        pause.grant();
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
                copyToEnd(statement);
            }
        } catch (final SQLException e) {
            LOG.warn("database {}: a WAL checkpoint failed; commits now run it themselves: {}", database, e.toString());
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Copies the log when it is time; to its end, unless a reader holds pages or the disk is too slow. */
    private void copyToEnd(final Statement statement) throws SQLException {
        try {
            long left = pagesToCopy(statement, LOOK);
            if (left < fromPages) {
                return;
            }
            boolean overtaken = false;
            for (int pass = 0; pass < MAX_PASSES && left > 0; pass++) {
                final long before = left;
                left = left <= FEW_PAGES || overtaken
                        ? leftAfterPause(statement, overtaken ? CommitPause.LONG_NS : CommitPause.SHORT_NS)
                        : leftAfterCopying(statement);
                overtaken = left >= before;
            }
        } catch (final SQLException e) {
            throwUnlessPassing(e);
        }
    }

    private long leftAfterPause(final Statement statement, final long longestNs) throws SQLException {
        pause.begin(longestNs);
        try {
            return leftAfterCopying(statement);
        } finally {
            pause.end();
        }
    }

    /** Copies, and gives what the log then holds that is not copied; 0 as well when only readers are in the way of it. */
    private static long leftAfterCopying(final Statement statement) throws SQLException {
        final boolean held = pagesToCopy(statement, COPY) > 0;
        return held ? 0 : pagesToCopy(statement, LOOK);
    }

    /** Copies the log once when it holds so many pages that are not copied yet; trouble that passes is for the next time. */
    public static void copyFrom(final int fromPages, final Statement statement) throws SQLException {
        try {
            if (pagesToCopy(statement, LOOK) >= fromPages) {
                pagesToCopy(statement, COPY);
            }
        } catch (final SQLException e) {
            throwUnlessPassing(e);
        }
    }

    private static void throwUnlessPassing(final SQLException failure) throws SQLException {
        if (!SqliteErrors.isPassing(failure)) {
            throw failure;
        }
    }

    /** What a checkpoint of this mode leaves of the log as it was when it began. */
    private static long pagesToCopy(final Statement statement, final String mode) throws SQLException {
        try (ResultSet row = statement.executeQuery("PRAGMA wal_checkpoint(" + mode + ")")) {
            return row.getLong(2) - row.getLong(3);
        }
    }
}
