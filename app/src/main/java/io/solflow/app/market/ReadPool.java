package io.solflow.app.market;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * A few read-only connections for many threads, opened when they are needed and kept. Reading never blocks the writer, but
 * it takes processor time from it; so only a few read at once and the others wait.
 */
final class ReadPool implements AutoCloseable {

    /** More than these at once would take the cores from the pipeline. */
    private static final int CONNECTIONS = 2;

    private static final long PATIENCE_SECONDS = 10;

    private final ConnectionSource source;
    private final Semaphore permits = new Semaphore(CONNECTIONS, true);
    private final Deque<Connection> idle = new ArrayDeque<>();
    private boolean closed;

    ReadPool(final ConnectionSource source) {
        this.source = source;
    }

    /** Something read in one snapshot of the database. */
    @FunctionalInterface
    interface Reading<T> {
        T read(Connection connection) throws SQLException;
    }

    /**
     * Reads with a connection of its own, in one read transaction.
     *
     * @throws BusyException when no connection became free in time, or the pool is closed.
     */
    <T> T read(final Reading<T> reading) throws SQLException {
        if (!acquire()) {
            throw new BusyException("the database is read by " + CONNECTIONS + " others, allowed: " + CONNECTIONS
                    + " at a time; try again");
        }
        try {
            final Connection connection = take();
            boolean usable = false;
            try {
                connection.setAutoCommit(false);
                final T result = reading.read(connection);
                connection.rollback();
                usable = true;
                return result;
            } finally {
                giveBack(connection, usable);
            }
        } finally {
            permits.release();
        }
    }

    private boolean acquire() {
        try {
            return permits.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private Connection take() throws SQLException {
        synchronized (this) {
            if (closed) {
                throw new BusyException("the database is being closed");
            }
            final Connection kept = idle.pollFirst();
            if (kept != null) {
                return kept;
            }
        }
        return source.open();
    }

    private void giveBack(final Connection connection, final boolean usable) throws SQLException {
        synchronized (this) {
            if (usable && !closed) {
                idle.addFirst(connection);
                return;
            }
        }
        connection.close();
    }

    /** Closes what is idle at once, the others when they are given back. Idempotent. */
    @Override
    public synchronized void close() {
        closed = true;
        for (final Connection connection : idle) {
            try {
                connection.close();
            } catch (final SQLException ignored) {
                // a connection that only reads has nothing to lose
            }
        }
        idle.clear();
    }
}
