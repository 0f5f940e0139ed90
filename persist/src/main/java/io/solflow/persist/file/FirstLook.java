package io.solflow.persist.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * The look at a database before anything is done to it: can it be written, is it SolFlow's, is it sound? It leaves no
 * trace, so that a file that is refused stays what it was: no byte changes, and nothing appears beside it.
 */
public final class FirstLook {

    /** Up to this size everything is checked, in some fifty milliseconds; a start should take no longer than it must. */
    static final long WHOLE_CHECK_BYTES = 32L << 20;

    /** Of larger files the last trades are: new ones go into the same pages. */
    private static final int LAST_TRADES = 1_000;

    /** The tables that grow with every trade. */
    private static final List<String> LARGE_TABLES = List.of("trades", "mints", "wallets");

    private FirstLook() {}

    /**
     * Returns when the database, or a new one in its place, can be worked with.
     *
     * @throws StoreException when not; the message says why and what to do.
     */
    public static void require(final PersistConfig config, final Path database, final SchemaMigrations migrations) {
        requireWritable(database);
        if (size(database) == 1) {
            // SQLite would take it for an empty one
            throw new StoreException("file " + database + " is not a SQLite database");
        }
        if (size(database) == 0 || size(beside(database, "-journal")) > 0) {
            // new, or killed while it was made: SQLite itself rolls that back
            return;
        }
        try (Connection connection = ReadConnection.glance(database, config.busyTimeoutMs())) {
            migrations.pending(connection, database.toString());
            requireSound(connection, database, size(database) <= WHOLE_CHECK_BYTES);
        } catch (final SQLException e) {
            throw StoreException.cannotOpen(database, e);
        }
    }

    static void requireSound(final Connection connection, final Path database, final boolean whole)
            throws SQLException {
        try (Statement statement = connection.createStatement()) {
            if (whole) {
                requireOk(statement, database, "PRAGMA quick_check(1)");
                return;
            }
            for (final String table : tables(statement)) {
                if (!LARGE_TABLES.contains(table)) {
                    requireOk(statement, database, "PRAGMA quick_check('" + table.replace("'", "''") + "')");
                }
            }
            requireOk(
                    statement,
                    database,
                    "SELECT CASE WHEN count(*) = count(length(m.address)) AND count(*) = count(length(w.address))"
                            + " AND coalesce(sum(length(t.signature)), 0) >= 0 THEN 'ok'"
                            + " ELSE 'the last trades have mints or wallets that are not there' END"
                            + " FROM (SELECT * FROM trades ORDER BY id DESC LIMIT " + LAST_TRADES + ") t"
                            + " LEFT JOIN mints m ON m.id = t.mint_id LEFT JOIN wallets w ON w.id = t.wallet_id");
        }
    }

    private static List<String> tables(final Statement statement) throws SQLException {
        final List<String> tables = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery("SELECT name FROM sqlite_schema WHERE type = 'table'")) {
            while (rows.next()) {
                tables.add(rows.getString(1));
            }
        }
        return tables;
    }

    private static void requireOk(final Statement statement, final Path database, final String check)
            throws SQLException {
        try (ResultSet rows = statement.executeQuery(check)) {
            final String found = rows.next() ? rows.getString(1) : "no answer to " + check;
            if (!"ok".equals(found)) {
                throw StoreException.damaged(database, found);
            }
        }
    }

    public static void requireWritable(final Path database) {
        if (Files.exists(database) && !Files.isRegularFile(database)) {
            throw new StoreException("database " + database + " is no regular file, allowed: a file");
        }
        if (!Files.isWritable(database.getParent())) {
            throw new StoreException("database " + database + ": its folder " + database.getParent()
                    + " cannot be written, where SQLite keeps the write-ahead log; allowed: a folder that this user"
                    + " may write");
        }
        for (final String suffix : List.of("", "-wal", "-shm", "-journal", DatabaseLock.SUFFIX)) {
            final Path file = beside(database, suffix);
            // asked again at the end: a reader that leaves takes the log's index with it
            if (Files.exists(file) && !(Files.isReadable(file) && Files.isWritable(file)) && Files.exists(file)) {
                throw new StoreException("database " + database + ": file " + file
                        + " cannot be read and written; allowed: a file that this user may read and write");
            }
        }
    }

    private static Path beside(final Path database, final String suffix) {
        return Path.of(database + suffix);
    }

    private static long size(final Path file) {
        try {
            return Files.size(file);
        } catch (final IOException e) {
            return 0;
        }
    }
}
