package io.solflow.persist.file;

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
 * reader uses it, so a long reader, or readers that overlap for ever, would let it grow for ever. From a limit on it is
 * cut whenever no reader is in the way, and at each doubling of its size the writer waits for the readers, for
 * {@value #WAIT_MS} ms at most: readers that overlap let go within that time, and one long reader costs a few such waits
 * and no data. Looks at most once a second. Writer thread only.
 */
public final class WalGuard {

    /** Longest time that the writer waits for readers. */
    static final int WAIT_MS = 50;

    private static final long LOOK_EVERY_NS = TimeUnit.SECONDS.toNanos(1);

    private final Connection connection;
    private final Path wal;
    private final long limitBytes;
    private final int busyTimeoutMs;
    private long nextWaitBytes;
    private long lastLookNs;

    /** Looks after the log of a connection with this time to wait for locks. */
    public WalGuard(
            final Connection connection,
            final Path database,
            final long limitBytes,
            final int busyTimeoutMs,
            final long nowNs) {
        this.connection = connection;
        this.wal = Path.of(database + "-wal");
        this.limitBytes = limitBytes;
        this.busyTimeoutMs = busyTimeoutMs;
        this.nextWaitBytes = limitBytes;
        this.lastLookNs = nowNs;
    }

    /** Looks when it is time; outside a transaction. Returns the size of the log, -1 when it was not looked at. */
    public long look(final long nowNs) throws SQLException {
        if (nowNs - lastLookNs < LOOK_EVERY_NS) {
            return -1;
        }
        lastLookNs = nowNs;
        final long bytes = size();
        if (bytes < limitBytes) {
            nextWaitBytes = limitBytes;
            return bytes;
        }
        final boolean wait = bytes >= nextWaitBytes;
        cut(wait ? WAIT_MS : 0);
        final long left = size();
        if (wait) {
            nextWaitBytes = left < limitBytes ? limitBytes : 2 * left;
        }
        return left;
    }

    private void cut(final int waitMs) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA busy_timeout = " + waitMs);
            try {
                checkpoint(statement, "TRUNCATE");
            } finally {
                statement.execute("PRAGMA busy_timeout = " + busyTimeoutMs);
            }
        }
    }

    private static void checkpoint(final Statement statement, final String mode) throws SQLException {
        try {
            statement.execute("PRAGMA wal_checkpoint(" + mode + ")");
        } catch (final SQLException e) {
            // busy or out of space: the log stays as it is until the next look
            if (!SqliteErrors.isPassing(e)) {
                throw e;
            }
        }
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
