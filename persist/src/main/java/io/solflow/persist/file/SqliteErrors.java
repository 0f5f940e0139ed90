package io.solflow.persist.file;

import io.solflow.persist.status.PersistStatus;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;

/** What SQLite's result codes mean for the store. Codes: sqlite.org/rescode.html; the low byte is the primary one. */
public final class SqliteErrors {

    private static final int ERROR = 1;
    private static final int BUSY = 5;
    private static final int LOCKED = 6;
    private static final int IOERR = 10;
    private static final int CORRUPT = 11;
    private static final int FULL = 13;
    private static final int PROTOCOL = 15;
    private static final int NOTADB = 26;

    private SqliteErrors() {}

    /** True when the same work may succeed later: another writer, a race for a lock lost, a full disk, an I/O error. */
    public static boolean isPassing(final SQLException error) {
        return switch (primaryCode(error)) {
            case BUSY, LOCKED, IOERR, FULL, PROTOCOL -> true;
            default -> false;
        };
    }

    /** True when another connection holds a lock. */
    public static boolean isLocked(final SQLException error) {
        return switch (primaryCode(error)) {
            case BUSY, LOCKED, PROTOCOL -> true;
            default -> false;
        };
    }

    /** What kind of trouble it is. */
    public static PersistStatus.Problem problem(final SQLException error) {
        return switch (primaryCode(error)) {
            case BUSY, LOCKED -> PersistStatus.Problem.LOCKED;
            case FULL -> PersistStatus.Problem.FULL;
            default -> PersistStatus.Problem.ERROR;
        };
    }

    /** True when the disk or the allowed size is used up. */
    public static boolean isFull(final SQLException error) {
        return primaryCode(error) == FULL;
    }

    /** True when the file is something else than a SQLite database. */
    static boolean isNotADatabase(final SQLException error) {
        return primaryCode(error) == NOTADB;
    }

    /** True when the file is not what SQLite has written. */
    static boolean isDamage(final SQLException error) {
        return primaryCode(error) == CORRUPT || isNotADatabase(error);
    }

    /** Says that a database is damaged and what to do about it. */
    static String damage(final Path database, final String finding) {
        return "database " + database + " is damaged ("
                + finding.strip().lines().findFirst().orElse("")
                + "); keep a copy of it, then restore a backup, or save what can be read with: sqlite3 '" + database
                + "' .recover | sqlite3 NEW.db; the stream resumes at the checkpoint of what is restored";
    }

    /** The same error with the database's path and, when it is damaged, what to do. */
    public static SQLException explained(final Path database, final SQLException error) {
        final String text = isDamage(error)
                ? damage(database, error.getMessage())
                : "database " + database + ": " + error.getMessage();
        return new SQLException(text, error.getSQLState(), error.getErrorCode(), error);
    }

    /**
     * Rolls back because of {@code reason}. SQLite has often done so by itself already, which is no error.
     *
     * @return false when rolling back failed otherwise; the failure is attached to the reason.
     */
    public static boolean rollback(final Statement statement, final Throwable reason) {
        try {
            statement.executeUpdate("ROLLBACK");
            return true;
        } catch (final SQLException e) {
            if (primaryCode(e) == ERROR) {
                return true;
            }
            reason.addSuppressed(e);
            return false;
        }
    }

    private static int primaryCode(final SQLException error) {
        return error.getErrorCode() & 0xFF;
    }
}
