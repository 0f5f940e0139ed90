package org.sqlite.core;

import java.sql.SQLException;

/**
 * Opens the driver's binding of single values, which it keeps to its own package: what JDBC offers makes an object of every
 * number and keeps it until the row is sent. Nothing else is here. That the compiler checks it against the driver is why
 * this is a class of that package, and not reflection.
 */
public final class DirectBinding {

    private DirectBinding() {}

    /** Binds a number; gives SQLite's result code. */
    public static int bind(final DB database, final long statement, final int position, final long value)
            throws SQLException {
        return database.bind_long(statement, position, value);
    }

    /** Binds a floating point number. */
    public static int bind(final DB database, final long statement, final int position, final double value)
            throws SQLException {
        return database.bind_double(statement, position, value);
    }

    /** Binds NULL. */
    public static int bindNull(final DB database, final long statement, final int position) throws SQLException {
        return database.bind_null(statement, position);
    }

    /** Binds a text by its bytes, which are copied; the database has to be a native one, as those of the driver are. */
    public static int bindText(final DB database, final long statement, final int position, final byte[] utf8) {
        return ((NativeDB) database).bind_text_utf8(statement, position, utf8);
    }
}
