package io.solflow.persist;

import io.solflow.core.event.ChainPosition;
import io.solflow.persist.file.DatabaseFile;
import io.solflow.persist.file.DatabaseLock;
import io.solflow.persist.file.DiskSpace;
import io.solflow.persist.file.FirstLook;
import io.solflow.persist.file.Migration;
import io.solflow.persist.file.PersistConfig;
import io.solflow.persist.file.ProgramLabels;
import io.solflow.persist.file.SchemaMigrations;
import io.solflow.persist.file.SqliteConnections;
import io.solflow.persist.file.StoreException;
import io.solflow.persist.read.SignalHistory;
import io.solflow.persist.read.StoredSlotReader;
import io.solflow.persist.read.TradeHistory;
import io.solflow.persist.status.Checkpoint;
import io.solflow.persist.status.PersistCounters;
import io.solflow.persist.upkeep.Retention;
import io.solflow.persist.write.BatchPersistHandler;
import io.solflow.persist.write.CheckpointWriter;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;
import org.agrona.concurrent.NanoClock;

/**
 * An open database: locked against other writers, checked, migrated, with the one connection that writes. Opened before
 * the pipeline starts and closed after stage 3 has ended; its methods are for the opening thread, except where a type
 * it returns says otherwise.
 */
public final class SqliteStore implements AutoCloseable {

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

    public static SqliteStore open(
            final PersistConfig config, final Map<Integer, String> programLabels, final SchemaMigrations migrations) {
        final Path database = DatabaseFile.realPath(config.database());
        Connection connection = null;
        DatabaseLock lock = null;
        boolean opened = false;
        try {
            FirstLook.require(config, database, migrations);
            lock = DatabaseLock.acquire(database);
            connection = SqliteConnections.open(database, config.busyTimeoutMs());
            SqliteConnections.requireVersion(SqliteConnections.text(connection, "SELECT sqlite_version()"));
            // again under the lock: another process may have been faster
            migrations.pending(connection, database.toString());
            SqliteConnections.setUpWriter(connection, config);
            final List<Migration> applied = migrations.apply(connection, database.toString());
            ProgramLabels.store(connection, programLabels);
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
        return DatabaseLock.owner(DatabaseFile.realPath(database));
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
            return Long.parseLong(SqliteConnections.text(connection, "SELECT count(*) FROM ingest_gaps"));
        } catch (final SQLException e) {
            throw new StoreException("database " + database + ": the gaps cannot be read: " + e, e);
        }
    }

    private long slotOf(final String query) {
        try {
            final String id = SqliteConnections.text(connection, query);
            return id == null ? Checkpoint.NO_SLOT : ChainPosition.slot(Long.parseLong(id));
        } catch (final SQLException e) {
            throw new StoreException("database " + database + ": the trades cannot be read: " + e, e);
        }
    }

    /**
     * Begins to read the stored trades.
     *
     * @param fromSeconds older ones are left out.
     * @param walletsFromSeconds older ones come with a wallet of zeros: reading a hundred thousand addresses takes as long as
     *     reading a million trades.
     * @throws StoreException when they cannot be read.
     */
    public TradeHistory history(final long fromSeconds, final long walletsFromSeconds) {
        return new TradeHistory(database, config.busyTimeoutMs(), fromSeconds, walletsFromSeconds);
    }

    /**
     * What is stored of each slot, for the extract stage to know what it meets again; close it when that has ended.
     *
     * @throws StoreException when it cannot be read.
     */
    public StoredSlotReader storedSlots() {
        return new StoredSlotReader(database, config.busyTimeoutMs(), newestTradeSlot());
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
        return DatabaseFile.sizeBytes(database);
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

    public Connection connection() {
        return connection;
    }

    private static void closeAll(final Connection connection, final DatabaseLock lock) {
        try (lock;
                connection) {
            // closing is the point; a failure to open is already on its way
        } catch (final SQLException ignored) {
            // the failure to open is the one to report
        }
    }
}
