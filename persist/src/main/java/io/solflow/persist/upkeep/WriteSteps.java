package io.solflow.persist.upkeep;

import io.solflow.persist.file.SqliteErrors;
import io.solflow.persist.status.PruneCounters;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;

/**
 * Short write transactions beside another writer. The lock is asked for each millisecond, because SQLite's own waiting looks ever
 * more rarely and would hardly meet the moments that a busy writer leaves. One thread.
 */
final class WriteSteps implements AutoCloseable {

    /** Nothing was done: told to end while the lock was not to be had. */
    static final int ENDED = -1;

    private static final int READ_TIMEOUT_MS = 5_000;
    private static final long LOCK_WAIT_NS = TimeUnit.SECONDS.toNanos(30);

    /** What a transaction does. */
    interface Work {
        /** Returns how many rows it has removed. */
        int run() throws SQLException;
    }

    private final Statement statement;
    private final Rest rest;
    private final PruneCounters counters;

    WriteSteps(final Connection connection, final Rest rest, final PruneCounters counters) throws SQLException {
        this.statement = connection.createStatement();
        this.rest = rest;
        this.counters = counters;
    }

    /**
     * Does the work in a transaction of its own; {@link #ENDED} when told to end before it began.
     *
     * @throws SQLException when it failed and left nothing, or when another program has held the lock for 30 s.
     */
    int run(final Work work) throws SQLException {
        if (!lock()) {
            return ENDED;
        }
        final long startNs = System.nanoTime();
        final int rows;
        try {
            rows = work.run();
            statement.execute("COMMIT");
        } catch (final SQLException | RuntimeException | Error e) {
            SqliteErrors.rollback(statement, e);
            throw e;
        }
        final long tookNs = System.nanoTime() - startNs;
        counters.steps().increment();
        counters.holdLastNs().set(tookNs);
        counters.holdMaxNs().set(Math.max(tookNs, counters.holdMaxNs().get()));
        return rows;
    }

    private boolean lock() throws SQLException {
        final long startNs = System.nanoTime();
        statement.execute("PRAGMA busy_timeout = 0");
        try {
            while (true) {
                try {
                    statement.execute("BEGIN IMMEDIATE");
                    return true;
                } catch (final SQLException e) {
                    if (!SqliteErrors.isLocked(e) || System.nanoTime() - startNs > LOCK_WAIT_NS) {
                        throw e;
                    }
                }
                if (rest.rest(1)) {
                    return false;
                }
            }
        } finally {
            statement.execute("PRAGMA busy_timeout = " + READ_TIMEOUT_MS);
        }
    }

    @Override
    public void close() throws SQLException {
        statement.close();
    }
}
