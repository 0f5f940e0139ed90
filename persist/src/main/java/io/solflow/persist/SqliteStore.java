package io.solflow.persist;

import io.solflow.core.event.ChainPosition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Properties;
import java.util.function.BooleanSupplier;
import org.agrona.concurrent.NanoClock;
import org.sqlite.SQLiteConfig;

/**
 * An open database: locked against other writers, checked, migrated, with the one connection that writes. Opened before
 * the pipeline starts and closed after stage 3 has ended; its methods are for the opening thread, except where a type
 * it returns says otherwise.
 */
public final class SqliteStore implements AutoCloseable {

    // Versions before it can corrupt a database when a write-ahead log is reset: sqlite.org/releaselog/3_51_3.html
    private static final int[] OLDEST_SQLITE = {3, 51, 3};

    /**
     * Of the files that SolFlow makes. A commit writes whole pages to the log: at 5 M trades and 400 a commit 4.7 KB a trade
     * with this size, 7.2 KB with 8192, which in turn makes the file 1.4 % smaller.
     */
    static final int PAGE_SIZE_BYTES = 4096;

    // under 64 MiB with room for the largest commit that starts the log over
    private static final long WAL_KEPT_BYTES = 48L << 20;

    private final PersistConfig config;
    private final Path database;
    private final DatabaseLock lock;
    private final Connection connection;
    private final List<Migration> applied;
    private final PersistCounters counters = new PersistCounters();
    private boolean closed;

    private SqliteStore(
            final PersistConfig config,
            final Path database,
            final DatabaseLock lock,
            final Connection connection,
            final List<Migration> applied) {
        this.config = config;
        this.database = database;
        this.lock = lock;
        this.connection = connection;
        this.applied = applied;
    }

    /**
     * Opens a database, making it when it is not there.
     *
     * @param programLabels stable label of each program code.
     * @throws StoreException when it is used by another process, is not SolFlow's, was migrated by other files, is
     *     damaged, or cannot be opened; nothing was written to it then.
     */
    public static SqliteStore open(final PersistConfig config, final Map<Integer, String> programLabels) {
        return open(config, programLabels, SchemaMigrations.shipped());
    }

    static SqliteStore open(
            final PersistConfig config, final Map<Integer, String> programLabels, final SchemaMigrations migrations) {
        final Path database = realPath(config.database());
        Connection connection = null;
        DatabaseLock lock = null;
        boolean opened = false;
        try {
            FirstLook.require(config, database, migrations);
            lock = DatabaseLock.acquire(database);
            connection = connect(database, config.busyTimeoutMs());
            requireVersion(text(connection, "SELECT sqlite_version()"));
            // again under the lock: another process may have been faster
            migrations.pending(connection, database.toString());
            setUp(connection, config);
            final List<Migration> applied = migrations.apply(connection, database.toString());
            storeLabels(connection, programLabels);
            opened = true;
            return new SqliteStore(config, database, lock, connection, applied);
        } catch (final SQLException e) {
            throw StoreException.cannotOpen(database, e);
        } finally {
            if (!opened) {
                closeAll(connection, lock);
            }
        }
    }

    /** Process id of the living process that writes a database; empty when there is none, or none to be seen. */
    public static OptionalLong writerOf(final Path database) {
        return DatabaseLock.owner(realPath(database));
    }

    /**
     * The migrations that a database still lacks; only reads.
     *
     * @throws StoreException when it is not SolFlow's, is newer than this program, or was migrated by other files.
     */
    public static List<Migration> pendingMigrations(final Connection connection, final Path database)
            throws SQLException {
        return SchemaMigrations.shipped().pending(connection, database.toString());
    }

    /** The migrations that opening has applied, in order. */
    public List<Migration> appliedMigrations() {
        return applied;
    }

    /** Where the last run ended, {@link Checkpoint#NONE} for a new database. */
    public Checkpoint checkpoint() {
        try {
            return CheckpointWriter.read(connection);
        } catch (final SQLException e) {
            throw new StoreException("database " + database + ": the checkpoint cannot be read: " + e, e);
        }
    }

    /** Slot of the oldest stored trade, {@link Checkpoint#NO_SLOT} when there is none. */
    public long oldestTradeSlot() {
        return slotOf("SELECT min(id) FROM trades WHERE id >= 0");
    }

    /** Slot of the newest stored trade, {@link Checkpoint#NO_SLOT} when there is none. */
    public long newestTradeSlot() {
        return slotOf("SELECT max(id) FROM trades WHERE id >= 0");
    }

    /** Holes of the stream that earlier runs have recorded. */
    public long storedGaps() {
        try {
            return Long.parseLong(text(connection, "SELECT count(*) FROM ingest_gaps"));
        } catch (final SQLException e) {
            throw new StoreException("database " + database + ": the gaps cannot be read: " + e, e);
        }
    }

    private long slotOf(final String query) {
        try {
            final String id = text(connection, query);
            return id == null ? Checkpoint.NO_SLOT : ChainPosition.slot(Long.parseLong(id));
        } catch (final SQLException e) {
            throw new StoreException("database " + database + ": the trades cannot be read: " + e, e);
        }
    }

    /** The stored trades. */
    public TradeHistory history() {
        return new TradeHistory(database, config.busyTimeoutMs());
    }

    /** What the finder of signals needs of the last run. */
    public SignalHistory signalHistory() {
        return new SignalHistory(connection);
    }

    /** Stage 3 over this database; one at a time. */
    public BatchPersistHandler persistHandler(final NanoClock clock) {
        try {
            return new BatchPersistHandler(connection, database, config, counters, clock);
        } catch (final SQLException e) {
            throw new StoreException("database " + database + " cannot be written: " + e, e);
        }
    }

    /**
     * Removes what is older than this age while stage 3 writes; starts with {@link Retention#start}.
     *
     * @param calm whether the pipeline can spare the write lock; asked often by another thread.
     */
    public Retention retention(final long ageSeconds, final BooleanSupplier calm) {
        return new Retention(database, ageSeconds, counters, calm, Retention.Times.USUAL);
    }

    /** Counts and gauges; any thread. */
    public PersistCounters counters() {
        return counters;
    }

    /** The file, with links resolved. */
    public Path database() {
        return database;
    }

    /** Bytes of the file and its write-ahead log; any thread. */
    public long sizeBytes() {
        return size(database) + size(Path.of(database + "-wal"));
    }

    /** Copies the write-ahead log into the file and lets go of it. Idempotent. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        try (lock;
                connection;
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA wal_checkpoint(TRUNCATE)");
        } catch (final SQLException e) {
            throw new StoreException("database " + database + " did not close cleanly: " + e, e);
        }
    }

    /** Bytes left on the database's disk, -1 when it cannot be asked; any thread. */
    public long freeBytes() {
        return DiskSpace.freeBytes(database);
    }

    /** Size of the write-ahead log from which a commit waits for its readers. */
    public long walLimitBytes() {
        return config.walLimitBytes();
    }

    Connection connection() {
        return connection;
    }

    /** A connection without any setting but the time to wait for locks. */
    static Connection connect(final Path database, final int busyTimeoutMs) throws SQLException {
        final Properties properties = new Properties();
        properties.setProperty("busy_timeout", Integer.toString(busyTimeoutMs));
        // reading the key back after every insert costs 900 bytes and a third of the speed
        properties.setProperty("jdbc.get_generated_keys", "false");
        // as a URI, so that '?' and '%' in a path are no parameters
        return DriverManager.getConnection("jdbc:sqlite:" + database.toUri(), properties);
    }

    /** A connection that cannot write. */
    static Connection connectReadOnly(final Path database, final int busyTimeoutMs) throws SQLException {
        final SQLiteConfig config = new SQLiteConfig();
        config.setReadOnly(true);
        config.setBusyTimeout(busyTimeoutMs);
        return config.createConnection("jdbc:sqlite:" + database.toUri());
    }

    static void requireVersion(final String version) {
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

    private static void setUp(final Connection connection, final PersistConfig config) throws SQLException {
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
            // the last resort: the log is copied by LogCheckpointer before
            statement.execute(
                    "PRAGMA wal_autocheckpoint = " + LogCheckpointer.WRITER_FACTOR * config.walAutocheckpointPages());
            statement.execute("PRAGMA journal_size_limit = " + WAL_KEPT_BYTES);
            // ids come from the dictionaries in the same transaction; checking them again would cost two lookups a row
            statement.execute("PRAGMA foreign_keys = OFF");
        }
    }

    private static void storeLabels(final Connection connection, final Map<Integer, String> labels)
            throws SQLException {
        if (labels.isEmpty()) {
            return;
        }
        try (PreparedStatement find = connection.prepareStatement("SELECT label FROM programs WHERE id = ?");
                PreparedStatement insert =
                        connection.prepareStatement("INSERT INTO programs (id, label) VALUES (?, ?)")) {
            for (final Map.Entry<Integer, String> entry : labels.entrySet()) {
                find.setInt(1, entry.getKey());
                final String stored = firstText(find);
                if (stored == null) {
                    insert.setInt(1, entry.getKey());
                    insert.setString(2, entry.getValue());
                    insert.executeUpdate();
                } else if (!stored.equals(entry.getValue())) {
                    throw new StoreException("program code " + entry.getKey() + " is '" + stored
                            + "' in the database, given '" + entry.getValue() + "'; a label never changes");
                }
            }
        }
    }

    private static String firstText(final PreparedStatement statement) throws SQLException {
        try (ResultSet rows = statement.executeQuery()) {
            return rows.next() ? rows.getString(1) : null;
        }
    }

    private static String text(final Connection connection, final String query) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            return firstText(statement);
        }
    }

    static Path realPath(final Path path) {
        final Path absolute = path.toAbsolutePath().normalize();
        final Path folder = absolute.getParent();
        if (folder == null || Files.isDirectory(absolute)) {
            throw new StoreException("database " + absolute + " is a folder, allowed: a file");
        }
        if (!Files.isDirectory(folder)) {
            throw new StoreException("database " + absolute + ": its folder " + folder + " does not exist");
        }
        try {
            return Files.exists(absolute)
                    ? absolute.toRealPath()
                    : folder.toRealPath().resolve(absolute.getFileName());
        } catch (final IOException e) {
            throw new StoreException("database " + absolute + " cannot be reached: " + e, e);
        }
    }

    private static void closeAll(final Connection connection, final DatabaseLock lock) {
        try (lock;
                connection) {
            // closing is the point; a failure to open is already on its way
        } catch (final SQLException ignored) {
            // the failure to open is the one to report
        }
    }

    private static long size(final Path file) {
        try {
            return Files.size(file);
        } catch (final IOException e) {
            return 0;
        }
    }
}
