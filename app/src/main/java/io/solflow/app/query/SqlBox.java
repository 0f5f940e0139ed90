package io.solflow.app.query;

import io.solflow.app.market.BusyException;
import io.solflow.app.market.ConnectionSource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.sqlite.ProgressHandler;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteLimits;
import org.sqlite.core.Codes;

/**
 * Runs one reading statement at a time for each caller, a few callers at once, each on a new connection with limits. Any
 * thread.
 */
public final class SqlBox implements AutoCloseable {

    /** How long SQLite may work on one query. */
    public static final long LIMIT_MS = 5_000;

    /** Longest text of a query. */
    public static final int MAX_SQL_BYTES = 64 << 10;

    private static final int AT_ONCE = 2;
    /** Of one value: SQL can make values of a gigabyte out of nothing. */
    private static final int MAX_VALUE_BYTES = 1 << 20;

    private final ConnectionSource source;
    private final long limitMs;
    private final Semaphore permits = new Semaphore(AT_ONCE);
    private volatile boolean closed;

    /** Reads what these connections, which have to be read-only, show. */
    public SqlBox(final ConnectionSource source) {
        this(source, LIMIT_MS);
    }

    SqlBox(final ConnectionSource source, final long limitMs) {
        this.source = source;
        this.limitMs = limitMs;
    }

    /** How a query ended. */
    public record Outcome(boolean truncated, long ms) {}

    /**
     * Runs a query.
     *
     * @param maxRows at most so many rows reach the sink.
     * @throws QueryException when it is refused, wrong, or takes too long.
     * @throws BusyException when others run their queries.
     */
    public Outcome run(final String sql, final int maxRows, final RowSink sink) throws QueryException, SQLException {
        final String statement = SqlText.requireOneReading(sql);
        if (closed || !permits.tryAcquire()) {
            throw new BusyException(AT_ONCE + " queries run already, allowed: " + AT_ONCE + " at a time; try again");
        }
        try (Connection connection = source.open()) {
            limit(connection.unwrap(SQLiteConnection.class));
            final TimeLimit time = new TimeLimit(limitMs, () -> closed);
            ProgressHandler.setHandler(connection, TimeLimit.STEPS_PER_LOOK, time);
            return read(connection, statement, maxRows, sink, time);
        } finally {
            permits.release();
        }
    }

    private Outcome read(
            final Connection connection,
            final String statement,
            final int maxRows,
            final RowSink sink,
            final TimeLimit time)
            throws QueryException, SQLException {
        time.begin();
        try {
            if (SqlText.canBeExplained(statement)) {
                ReadOnlyCheck.require(connection, statement);
            }
            try (PreparedStatement prepared = connection.prepareStatement(statement)) {
                // the driver's execute() knows commands of its own, among them one that writes a file; a prepared one
                // does not
                if (!prepared.execute()) {
                    throw new QueryException("the query gives no rows, allowed: one statement that reads");
                }
                try (ResultSet rows = prepared.getResultSet()) {
                    time.end();
                    return read(rows, maxRows, sink, time);
                }
            }
        } catch (final SQLException e) {
            throw explained(e, time);
        }
    }

    private static Outcome read(final ResultSet rows, final int maxRows, final RowSink sink, final TimeLimit time)
            throws SQLException {
        final int columns = rows.getMetaData().getColumnCount();
        final List<String> names = new ArrayList<>(columns);
        for (int i = 1; i <= columns; i++) {
            names.add(rows.getMetaData().getColumnLabel(i));
        }
        sink.columns(names);
        for (int count = 0; ; count++) {
            time.begin();
            final boolean more = rows.next();
            time.end();
            if (!more) {
                return new Outcome(false, time.usedMs());
            }
            if (count == maxRows || !sink.row(values(rows, columns))) {
                return new Outcome(true, time.usedMs());
            }
        }
    }

    private static List<Object> values(final ResultSet row, final int columns) throws SQLException {
        final List<Object> values = new ArrayList<>(columns);
        for (int i = 1; i <= columns; i++) {
            final Object value = row.getObject(i);
            values.add(value instanceof Integer whole ? (Object) whole.longValue() : value);
        }
        return Collections.unmodifiableList(values);
    }

    private static void limit(final SQLiteConnection connection) throws SQLException {
        connection.setLimit(SQLiteLimits.SQLITE_LIMIT_ATTACHED, 0);
        connection.setLimit(SQLiteLimits.SQLITE_LIMIT_LENGTH, MAX_VALUE_BYTES);
        connection.setLimit(SQLiteLimits.SQLITE_LIMIT_SQL_LENGTH, MAX_SQL_BYTES + 16);
        connection.setLimit(SQLiteLimits.SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 1_000);
        connection.setLimit(SQLiteLimits.SQLITE_LIMIT_WORKER_THREADS, 0);
    }

    private QueryException explained(final SQLException failure, final TimeLimit time) {
        if (failure.getErrorCode() == Codes.SQLITE_INTERRUPT) {
            return time.exceeded()
                    ? new QueryException("the query ran longer than " + limitMs / 1_000 + " s and was stopped", true)
                    : new QueryException("the query was stopped because SolFlow ends", true);
        }
        return new QueryException("the query cannot be run: " + plain(failure.getMessage()));
    }

    /** Without the driver's own words around SQLite's. */
    private static String plain(final String message) {
        final int open = message.indexOf('(');
        return message.startsWith("[SQLITE_") && open >= 0 && message.endsWith(")")
                ? message.substring(open + 1, message.length() - 1)
                : message;
    }

    /** Stops what runs; nothing runs afterwards. Idempotent. */
    @Override
    public void close() {
        closed = true;
    }
}
