package io.solflow.persist;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;

/**
 * Keeps the write-ahead log from growing without bound. SQLite's own checkpoints cannot start the log over while any
 * reader uses it, so readers that overlap for ever would let it grow for ever. From a limit on, a checkpoint that waits
 * for readers is tried; each one that a reader outlasts doubles the size at which the next is tried, so that one long
 * reader costs a few waits and no data. Looks at most once a second. Writer thread only.
 */
final class WalGuard {

    private static final long LOOK_EVERY_NS = TimeUnit.SECONDS.toNanos(1);

    private final Connection connection;
    private final Path wal;
    private final long limitBytes;
    private long nextBytes;
    private long lastLookNs;

    WalGuard(final Connection connection, final Path database, final long limitBytes, final long nowNs) {
        this.connection = connection;
        this.wal = Path.of(database + "-wal");
        this.limitBytes = limitBytes;
        this.nextBytes = limitBytes;
        this.lastLookNs = nowNs;
    }

    /** Looks when it is time; outside a transaction. Returns the size of the log, -1 when it was not looked at. */
    long look(final long nowNs) throws SQLException {
        if (nowNs - lastLookNs < LOOK_EVERY_NS) {
            return -1;
        }
        lastLookNs = nowNs;
        final long bytes = size();
        if (bytes < limitBytes) {
            nextBytes = limitBytes;
            return bytes;
        }
        if (bytes < nextBytes) {
            return bytes;
        }
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA wal_checkpoint(TRUNCATE)");
        } catch (final SQLException e) {
            // busy or out of space: the log stays as it is and the next size is tried later
            if (!SqliteErrors.isPassing(e)) {
                throw e;
            }
        }
        final long left = size();
        nextBytes = left < limitBytes ? limitBytes : 2 * left;
        return left;
    }

    private long size() {
        try {
            return Files.size(wal);
        } catch (final NoSuchFileException e) {
            return 0;
        } catch (final IOException e) {
            return -1;
        }
    }
}
