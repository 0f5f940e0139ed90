package io.solflow.app.support;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/** A write transaction of this process, which for the jar in a process of its own is another program's. */
public final class ForeignLock implements AutoCloseable {

    private static final int PATIENCE_MS = 60_000;

    private final Connection connection;

    private ForeignLock(final Connection connection) {
        this.connection = connection;
    }

    /** Waits until it has the lock: the jar gives way between two of its commits. */
    public static ForeignLock take(final Path database) throws SQLException {
        final Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA busy_timeout = " + PATIENCE_MS);
            statement.execute("BEGIN IMMEDIATE");
        } catch (final SQLException e) {
            connection.close();
            throw e;
        }
        return new ForeignLock(connection);
    }

    /** Lets go, without having written anything. Idempotent. */
    @Override
    public void close() throws SQLException {
        if (connection.isClosed()) {
            return;
        }
        try (connection;
                Statement statement = connection.createStatement()) {
            statement.execute("ROLLBACK");
        }
    }
}
