package io.solflow.persist.file;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/**
 * A statement of the writing connection that is needed now and then, prepared at first use; those of every row are {@link
 * RowStatement}s. Dropped after every rollback: sqlite-jdbc finalizes the
 * native statement of a step that failed, and the object that is left refuses to work.
 */
public final class LazyStatement implements AutoCloseable {

    private final Connection connection;
    private final String sql;
    private PreparedStatement statement;

    public LazyStatement(final Connection connection, final String sql) {
        this.connection = connection;
        this.sql = sql;
    }

    /** The statement, ready to be bound. */
    public PreparedStatement get() throws SQLException {
        if (statement == null) {
            statement = connection.prepareStatement(sql);
        }
        return statement;
    }

    /** Closes the statement and forgets its rows; the next use prepares it anew. */
    @Override
    public void close() throws SQLException {
        final PreparedStatement old = statement;
        statement = null;
        if (old != null) {
            old.close();
        }
    }
}
