package io.solflow.persist.file;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteOpenMode;

/** How connections to a database are made and set. Any thread. */
public final class SqliteConnections {

    /** The writing connection checkpoints by itself when the log is so many times as large as it should be. */
    static final int WRITER_FACTOR = 16;

    // Versions before it can corrupt a database when a write-ahead log is reset: sqlite.org/releaselog/3_51_3.html
    private static final int[] OLDEST_SQLITE = {3, 51, 3};

    /**
     * Of the files that SolFlow makes. A commit writes whole pages to the log: at 5 M trades and 400 a commit 4.7 KB a trade
     * with this size, 7.2 KB with 8192, which in turn makes the file 1.4 % smaller.
     */
    static final int PAGE_SIZE_BYTES = 4096;

    // under 64 MiB with room for the largest commit that starts the log over
    private static final long WAL_KEPT_BYTES = 48L << 20;

    private SqliteConnections() {}

    /** A connection without any setting but the time to wait for locks. */
    public static Connection open(final Path database, final int busyTimeoutMs) throws SQLException {
        SqliteLibrary.load();
        final SQLiteConfig config = new SQLiteConfig();
        config.setBusyTimeout(busyTimeoutMs);
        // reading the key back after every insert costs 900 bytes and a third of the speed
        config.setGetGeneratedKeys(false);
        return connect(config, database);
    }

    /** A connection that cannot write. */
    public static Connection openReadOnly(final Path database, final int busyTimeoutMs) throws SQLException {
        SqliteLibrary.load();
        final SQLiteConfig config = new SQLiteConfig();
        config.setReadOnly(true);
        config.setBusyTimeout(busyTimeoutMs);
        return connect(config, database);
    }

    private static Connection connect(final SQLiteConfig config, final Path database) throws SQLException {
        // the driver's methods lock already; SQLite's own lock again, for every value, is an eighth of reading a row
        config.setOpenMode(SQLiteOpenMode.NOMUTEX);
        // as a URI, so that '?' and '%' in a path are no parameters
        return DriverManager.getConnection("jdbc:sqlite:" + database.toUri(), config.toProperties());
    }

    /** Throws a {@link StoreException} when a version of SQLite is too old to be trusted with a log. */
    public static void requireVersion(final String version) {
        final String[] parts = version.split("\\.", -1);
        for (int i = 0; i < OLDEST_SQLITE.length; i++) {
            final int part = i < parts.length ? Integer.parseInt(parts[i]) : 0;
            if (part > OLDEST_SQLITE[i]) {
                return;
            }
            if (part < OLDEST_SQLITE[i]) {
                throw new StoreException("SQLite is " + version
                        + ", allowed: 3.51.3 or newer; older ones can corrupt a database when its log is reset");
            }
        }
    }

    /** Makes a connection the one that writes. */
    public static void setUpWriter(final Connection connection, final PersistConfig config) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            // takes effect in a new file only
            statement.execute("PRAGMA page_size = " + PAGE_SIZE_BYTES);
            final String mode = text(connection, "PRAGMA journal_mode = WAL");
            if (!"wal".equals(mode)) {
                throw new StoreException("database " + config.database() + " cannot use a write-ahead log, it stays in "
                        + mode + " mode; allowed: a local disk");
            }
            statement.execute("PRAGMA synchronous = NORMAL");
            // a file truncated under a memory map would kill the process
            statement.execute("PRAGMA mmap_size = 0");
            statement.execute("PRAGMA cache_size = -" + config.cacheKib());
            // the last resort: commits are followed by copies of the log long before
            statement.execute("PRAGMA wal_autocheckpoint = " + WRITER_FACTOR * config.walAutocheckpointPages());
            statement.execute("PRAGMA journal_size_limit = " + WAL_KEPT_BYTES);
            // ids come from the dictionaries in the same transaction; checking them again would cost two lookups a row
            statement.execute("PRAGMA foreign_keys = OFF");
        }
    }

    /** First column of the first row, null without one. */
    public static String text(final Connection connection, final String query) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            return text(statement);
        }
    }

    /** The same of a statement whose parameters are set. */
    public static String text(final PreparedStatement statement) throws SQLException {
        try (ResultSet rows = statement.executeQuery()) {
            return rows.next() ? rows.getString(1) : null;
        }
    }
}
