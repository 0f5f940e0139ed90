package io.solflow.persist.file;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.sqlite.core.Codes;
import org.sqlite.core.CoreStatement;
import org.sqlite.core.DB;
import org.sqlite.core.DirectBinding;

/**
 * A statement that is executed once a row, or gives a million rows, prepared at first use. Its values go to SQLite as they are
 * bound and come as they are asked for, so it allocates nothing. After a failure the caller rolls back; nothing needs to be
 * prepared anew. One thread.
 */
public final class RowStatement implements AutoCloseable {

    private static final int PRIMARY_CODE = 0xFF;

    private final Connection connection;
    private final String sql;
    private PreparedStatement owner;
    private DB database;
    // of the owner's native statement, 0 without one
    private long pointer;

    public RowStatement(final Connection connection, final String sql) {
        this.connection = connection;
        this.sql = sql;
    }

    /** Binds a number to a parameter, the first of which is 1. */
    public void bind(final int parameter, final long value) throws SQLException {
        require(DirectBinding.bind(database(), pointer, parameter, value));
    }

    /** Binds a floating point number, zero without a sign. */
    public void bind(final int parameter, final double value) throws SQLException {
        require(DirectBinding.bind(database(), pointer, parameter, Real.of(value)));
    }

    /** Binds a text in UTF-8, all of the array; it is copied. */
    public void bindText(final int parameter, final byte[] utf8) throws SQLException {
        require(DirectBinding.bindText(database(), pointer, parameter, utf8));
    }

    /** Binds NULL. */
    public void bindNull(final int parameter) throws SQLException {
        require(DirectBinding.bindNull(database(), pointer, parameter));
    }

    /** Executes it with the values bound last. */
    public void execute() throws SQLException {
        final DB db = database();
        step(db);
        db.reset(pointer);
    }

    /** The same; gives the number of rows that were inserted, changed or removed. */
    public long executeUpdate() throws SQLException {
        execute();
        return database.changes();
    }

    /** The same; gives the first column of the first row, or {@code without} when there is no row. */
    public long executeNumber(final long without) throws SQLException {
        final DB db = database();
        final long number = step(db) == Codes.SQLITE_ROW ? db.column_long(pointer, 0) : without;
        db.reset(pointer);
        return number;
    }

    /** Steps to the first row, then to the next; false behind the last one, after which it may be executed again. */
    public boolean next() throws SQLException {
        final DB db = database();
        if (step(db) == Codes.SQLITE_ROW) {
            return true;
        }
        db.reset(pointer);
        return false;
    }

    /** A column of the row that {@link #next} has stepped to, the first of which is 0. */
    public long column(final int column) throws SQLException {
        return database.column_long(pointer, column);
    }

    /** Closes the statement; a later use prepares it anew. */
    @Override
    public void close() throws SQLException {
        final PreparedStatement old = owner;
        owner = null;
        pointer = 0;
        if (old != null) {
            old.close();
        }
    }

    private DB database() throws SQLException {
        if (pointer == 0) {
            owner = connection.prepareStatement(sql);
            final CoreStatement statement = owner.unwrap(CoreStatement.class);
            database = statement.getDatabase();
            pointer = statement.pointer.safeRunLong((db, statementPointer) -> statementPointer);
        }
        return database;
    }

    private int step(final DB db) throws SQLException {
        final int code = db.step(pointer) & PRIMARY_CODE;
        if (code != Codes.SQLITE_DONE && code != Codes.SQLITE_ROW) {
            // resetting gives the whole code
            final int whole = db.reset(pointer);
            db.throwex(whole == Codes.SQLITE_OK ? code : whole);
        }
        return code;
    }

    private void require(final int code) throws SQLException {
        if (code != Codes.SQLITE_OK) {
            database.throwex(code);
        }
    }
}
