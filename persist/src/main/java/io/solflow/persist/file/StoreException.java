package io.solflow.persist.file;

import java.io.Serial;
import java.nio.file.Path;
import java.sql.SQLException;

/** The database cannot be used, or not yet: the message names the file, what was found and what is expected. */
public final class StoreException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    public StoreException(final String message) {
        super(message);
    }

    public StoreException(final String message, final Throwable cause) {
        super(message, cause);
    }

    /** A database cannot be opened because of what SQLite says. */
    public static StoreException cannotOpen(final Path database, final SQLException cause) {
        if (SqliteErrors.isNotADatabase(cause)) {
            return new StoreException("file " + database + " is not a SQLite database", cause);
        }
        return SqliteErrors.isDamage(cause)
                ? new StoreException(SqliteErrors.damage(database, cause.getMessage()), cause)
                : new StoreException("database " + database + " cannot be opened: " + cause.getMessage(), cause);
    }

    /** A database is damaged, as a check has found. */
    static StoreException damaged(final Path database, final String finding) {
        return new StoreException(SqliteErrors.damage(database, finding));
    }
}
