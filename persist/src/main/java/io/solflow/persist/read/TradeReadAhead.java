package io.solflow.persist.read;

import io.solflow.persist.file.RowStatement;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Reads stored trades on a thread of its own, some {@link TradeRows} ahead of the thread that takes them: reading and using
 * them take about equally long.
 */
final class TradeReadAhead implements AutoCloseable {

    static final String THREAD_NAME = "solflow-history";

    // The index alone answers these. Without the hint SQLite may walk the table from its oldest trade on instead.
    private static final String FROM = " FROM trades INDEXED BY idx_trades_timestamp WHERE timestamp >= ? AND id >= 0";
    static final String SELECT_FIRST_ID = "SELECT id" + FROM + " ORDER BY timestamp, id LIMIT 1";
    static final String SELECT_LOWEST_ID = "SELECT min(id)" + FROM;
    static final String SELECT_COUNT = "SELECT count(*)" + FROM;

    // a quarter of a million trades in 10 MB: as many as are read while the rest of a start is made
    static final int AHEAD = 64;

    private final Connection connection;
    private final long fromSeconds;
    private final long walletsFromSeconds;
    private final BlockingQueue<TradeRows> queue = new ArrayBlockingQueue<>(AHEAD);
    private final Queue<TradeRows> taken = new ConcurrentLinkedQueue<>();
    private final Thread thread = new Thread(this::run, THREAD_NAME);
    private TradeRows rows = new TradeRows();
    // written before the last rows are handed over
    private Throwable failure;

    /** Starts to read over a connection that nobody else uses, and that is the caller's to close, after this. */
    TradeReadAhead(final Connection connection, final long fromSeconds, final long walletsFromSeconds) {
        this.connection = connection;
        this.fromSeconds = fromSeconds;
        this.walletsFromSeconds = walletsFromSeconds;
        thread.setDaemon(true);
        thread.start();
    }

    /** The next rows, in the order of their ids but for trades dated ahead of later ones; rows that are not full are the last. */
    TradeRows take() throws SQLException {
        try {
            final TradeRows next = queue.take();
            if (!next.isFull() && failure != null) {
                throw new SQLException("reading failed: " + failure.getMessage(), failure);
            }
            return next;
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SQLException("interrupted while reading", e);
        }
    }

    /** Takes rows back that nobody reads any more, to be filled again. */
    void give(final TradeRows read) {
        read.clear();
        taken.add(read);
    }

    /** Stops reading. */
    @Override
    public void close() throws SQLException {
        thread.interrupt();
        try {
            thread.join();
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SQLException("interrupted while reading", e);
        }
    }

    private void run() {
        try {
            try (RowStatement select = new RowStatement(connection, TradeRows.SELECT)) {
                select.bind(3, fromSeconds);
                // those added by hand; they would take the search for the first id to the table's beginning
                read(select, Long.MIN_VALUE, -1);
                final long firstId = number(SELECT_FIRST_ID, Long.MAX_VALUE);
                final long read = read(select, firstId, Long.MAX_VALUE);
                // counting takes a fifth of the time that the search for the lowest id takes, which few databases need
                if (read < number(SELECT_COUNT, 0)) {
                    read(select, number(SELECT_LOWEST_ID, firstId), firstId - 1);
                }
            } catch (final SQLException | RuntimeException | Error e) {
                failure = e;
            }
            queue.put(rows);
        } catch (final InterruptedException e) {
            // closed before the end: nobody takes any more
            Thread.currentThread().interrupt();
        }
    }

    private long read(final RowStatement select, final long firstId, final long lastId)
            throws SQLException, InterruptedException {
        select.bind(1, firstId);
        select.bind(2, lastId);
        long read = 0;
        while (select.next()) {
            read++;
            rows.add(select, walletsFromSeconds);
            if (rows.isFull()) {
                queue.put(rows);
                final TradeRows free = taken.poll();
                rows = free == null ? new TradeRows() : free;
            }
        }
        return read;
    }

    private long number(final String query, final long without) throws SQLException {
        try (RowStatement select = new RowStatement(connection, query)) {
            select.bind(1, fromSeconds);
            return select.executeNumber(without);
        }
    }
}
