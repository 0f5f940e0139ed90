package io.solflow.app;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.sqlite.SQLiteConfig;

/** Opens a SolFlow database to read, beside a process that writes it or alone. */
final class DatabaseReader {

    private static final int BUSY_TIMEOUT_MS = 5_000;

    private DatabaseReader() {}

    /**
     * A read-only connection.
     *
     * @throws UsageException when the file is missing or no SolFlow database; the message names it.
     */
    static Connection open(final Path database) {
        requireDatabase(database);
        final SQLiteConfig config = new SQLiteConfig();
        config.setReadOnly(true);
        config.setBusyTimeout(BUSY_TIMEOUT_MS);
        Connection connection = null;
        try {
            connection = config.createConnection("jdbc:sqlite:" + database.toUri());
            requireSchema(connection, database);
            return connection;
        } catch (final SQLException | UsageException e) {
            closeQuietly(connection, e);
            throw e instanceof UsageException usage
                    ? usage
                    : new UsageException("database " + database + " cannot be read: " + e.getMessage(), e);
        }
    }

    /**
     * A connection that leaves no file behind, to any SQLite file. Where nobody writes and the log is empty, the file is read
     * as it stands: an ordinary reader would leave an empty log beside it.
     *
     * @param written whether a process writes it.
     */
    static Connection openUntouched(final Path database, final boolean written) throws SQLException {
        final SQLiteConfig config = new SQLiteConfig();
        config.setReadOnly(true);
        config.setBusyTimeout(BUSY_TIMEOUT_MS);
        final boolean settled = !written && Path.of(database + "-wal").toFile().length() == 0;
        return config.createConnection("jdbc:sqlite:" + database.toUri() + (settled ? "?immutable=1" : ""));
    }

    /**
     * Looks only whether there is a file.
     *
     * @throws UsageException when there is none.
     */
    static void requireDatabase(final Path database) {
        if (!Files.isRegularFile(database)) {
            throw new UsageException("database " + database
                    + (Files.exists(database) ? " is no file, allowed: a database file" : " does not exist"));
        }
    }

    private static void requireSchema(final Connection connection, final Path database) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT count(*) FROM sqlite_schema WHERE name IN"
                        + " ('token_trades', 'token_rolling_metrics', 'checkpoint', 'ingest_gaps')")) {
            if (!row.next() || row.getInt(1) != 4) {
                throw new UsageException("database " + database + " is not a SolFlow database: its tables are missing");
            }
        }
    }

    private static void closeQuietly(final Connection connection, final Exception cause) {
        if (connection != null) {
            try {
                connection.close();
            } catch (final SQLException e) {
                cause.addSuppressed(e);
            }
        }
    }
}
