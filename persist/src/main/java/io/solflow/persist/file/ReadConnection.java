package io.solflow.persist.file;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * Connections that read a database and leave no trace. A plain read-only connection leaves a log and its index beside a
 * database that had none, and one that may write copies the log that a killed process has left into the file.
 */
public final class ReadConnection {

    private static final String READ_ONLY = "?mode=ro";
    private static final String IMMUTABLE = "?immutable=1";

    private ReadConnection() {}

    /**
     * Reads a database of this program's schema on while a writer may come and go.
     *
     * @throws StoreException when it cannot be read, or has an older or newer schema; says what it has.
     */
    public static Connection openSchema(final Path database, final int busyTimeoutMs) {
        try {
            final Connection connection = open(database, busyTimeoutMs);
            try {
                requireSchema(connection, database);
                return connection;
            } catch (final SQLException | StoreException e) {
                connection.close();
                throw e;
            }
        } catch (final SQLException e) {
            throw StoreException.cannotOpen(database, e);
        }
    }

    private static void requireSchema(final Connection connection, final Path database) throws SQLException {
        final List<Migration> pending = SchemaMigrations.shipped().pending(connection, database.toString());
        if (!pending.isEmpty()) {
            throw new StoreException("database " + database + " lacks migration "
                    + pending.get(0).name() + "; apply it with 'migrate', or start 'run'");
        }
    }

    /** Reads whatever database it is on while a writer may come and go. */
    public static Connection open(final Path database, final int busyTimeoutMs) throws SQLException {
        if (hasLog(database)) {
            return connect(database, READ_ONLY, busyTimeoutMs);
        }
        if (!Files.isWritable(database) || !Files.isWritable(folder(database))) {
            return connect(database, IMMUTABLE, busyTimeoutMs);
        }
        // allowed to write, so that it removes the empty log and the index that reading makes
        final Connection connection = connect(database, "", busyTimeoutMs);
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA query_only = ON");
            return connection;
        } catch (final SQLException e) {
            connection.close();
            throw e;
        }
    }

    /** Looks at a file that nobody writes, or through the log of somebody who does or did. */
    public static Connection glance(final Path database, final int busyTimeoutMs) throws SQLException {
        // an empty log without its index is nobody's, and opening it would make an index
        final boolean shared = Files.exists(Path.of(database + "-shm"))
                || Path.of(database + "-wal").toFile().length() > 0;
        return connect(database, shared ? READ_ONLY : IMMUTABLE, busyTimeoutMs);
    }

    private static boolean hasLog(final Path database) {
        return Files.exists(Path.of(database + "-wal"));
    }

    private static Path folder(final Path database) {
        return database.toAbsolutePath().getParent();
    }

    private static Connection connect(final Path database, final String mode, final int busyTimeoutMs)
            throws SQLException {
        SqliteLibrary.load();
        final Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database.toUri() + mode);
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA busy_timeout = " + busyTimeoutMs);
            return connection;
        } catch (final SQLException e) {
            connection.close();
            throw e;
        }
    }
}
