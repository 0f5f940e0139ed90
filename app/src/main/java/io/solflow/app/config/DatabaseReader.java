package io.solflow.app.config;

import io.solflow.persist.file.ReadConnection;
import io.solflow.persist.file.StoreException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;

/** Opens a SolFlow database to read, beside a process that writes it or alone. */
public final class DatabaseReader {

    private static final int BUSY_TIMEOUT_MS = 5_000;

    private DatabaseReader() {}

    /**
     * A read-only connection.
     *
     * @throws UsageException when the file is missing or no SolFlow database; the message names it.
     */
    public static Connection open(final Path database) {
        requireDatabase(database);
        try {
            return ReadConnection.openSchema(database, BUSY_TIMEOUT_MS);
        } catch (final StoreException e) {
            throw new UsageException(e.getMessage(), e);
        }
    }

    /** A connection for one look at any SQLite file, which leaves no file behind. */
    public static Connection glance(final Path database) throws SQLException {
        return ReadConnection.glance(database, BUSY_TIMEOUT_MS);
    }

    /**
     * Looks only whether there is a file.
     *
     * @throws UsageException when there is none.
     */
    public static void requireDatabase(final Path database) {
        if (!Files.isRegularFile(database)) {
            throw new UsageException("database " + database
                    + (Files.exists(database) ? " is not a file, allowed: a database file" : " does not exist"));
        }
    }
}
