package io.solflow.persist.upkeep;

import io.solflow.persist.file.DiskSpace;
import io.solflow.persist.file.SchemaMigrations;
import io.solflow.persist.file.SqliteConnections;
import io.solflow.persist.file.SqliteErrors;
import io.solflow.persist.file.StoreException;
import io.solflow.persist.status.Checkpoint;
import io.solflow.persist.write.CheckpointWriter;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A copy of a database as of one moment, taken by {@code VACUUM INTO} over a connection that only reads: the writer goes
 * on meanwhile. The copy is made beside the target, checked, synced to disk, and only then given the target's name, so
 * that a file of that name is always whole. One thread, except {@link #cancel()} and {@link #writtenBytes()}.
 */
public final class DatabaseBackup implements AutoCloseable {

    private static final String PARTIAL = ".partial-";

    private final Path database;
    private final Path target;
    private final Path partial;
    private final Connection source;
    private volatile boolean cancelled;
    private volatile Statement running;

    /**
     * What a copy holds.
     *
     * @param bytes size of the file.
     * @param trades number of trades.
     * @param gaps number of recorded holes.
     * @param checkpoint where a run on it resumes.
     */
    public record Copy(long bytes, long trades, long gaps, Checkpoint checkpoint) {}

    private DatabaseBackup(final Path database, final Path target, final Connection source) {
        this.database = database;
        this.target = target;
        this.source = source;
        partial = target.resolveSibling(
                target.getFileName() + PARTIAL + ProcessHandle.current().pid());
    }

    /**
     * A backup that is not begun.
     *
     * @param database a database of SolFlow.
     * @param target in an existing folder.
     * @throws StoreException when the database cannot be read, is not SolFlow's, or is not of this program's schema.
     */
    public static DatabaseBackup of(final Path database, final Path target, final int busyTimeoutMs) {
        Connection connection = null;
        boolean opened = false;
        try {
            connection = SqliteConnections.openReadOnly(database, busyTimeoutMs);
            requireSchema(connection, database);
            opened = true;
            return new DatabaseBackup(database, target, connection);
        } catch (final SQLException e) {
            throw new StoreException("database " + database + " cannot be read: " + e.getMessage(), e);
        } finally {
            if (!opened) {
                closeQuietly(connection);
            }
        }
    }

    /** The most bytes that the copy will take. */
    public long neededBytes() {
        try {
            return number(
                    source,
                    "SELECT (page_count - freelist_count) * page_size"
                            + " FROM pragma_page_count, pragma_freelist_count, pragma_page_size");
        } catch (final SQLException e) {
            throw new StoreException("database " + database + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** Bytes written so far; any thread. */
    public long writtenBytes() {
        return size(partial);
    }

    /** Gives up; the thread that writes throws soon. Any thread. */
    public void cancel() {
        cancelled = true;
        final Statement statement = running;
        if (statement != null) {
            try {
                statement.cancel();
            } catch (final SQLException e) {
                throw new StoreException("backup of " + database + " cannot be stopped: " + e.getMessage(), e);
            }
        }
    }

    /**
     * Makes the copy, checks it, and puts it in the target's place, whatever is there.
     *
     * @throws StoreException when that is not possible, or was cancelled; what was begun is removed then.
     */
    public Copy write() {
        removeLeftovers();
        boolean done = false;
        try {
            copy();
            final Copy copy = check();
            sync(partial);
            refuseCancelled();
            Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            done = true;
            sync(target.toAbsolutePath().getParent());
            return copy;
        } catch (final SQLException | IOException e) {
            refuseCancelled();
            throw new StoreException("backup " + target + " failed: " + e.getMessage() + spaceLeft(e), e);
        } finally {
            if (!done) {
                remove(partial);
            }
        }
    }

    private void copy() throws SQLException {
        try (PreparedStatement statement = source.prepareStatement("VACUUM INTO ?")) {
            statement.setString(1, partial.toString());
            running = statement;
            refuseCancelled();
            statement.execute();
        } finally {
            running = null;
        }
    }

    /** Reads the copy back: its pages, its references, its migrations, what it holds. */
    private Copy check() throws SQLException {
        try (Connection copy = SqliteConnections.openReadOnly(partial, 0)) {
            requireNothing(copy, "PRAGMA integrity_check", "ok");
            requireNothing(copy, "PRAGMA foreign_key_check", "");
            requireSchema(copy, partial);
            final String schema = "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY name";
            final String migrations =
                    "SELECT version || name || checksum || applied_at FROM schema_migrations ORDER BY 1";
            if (!texts(copy, schema).equals(texts(source, schema))
                    || !texts(copy, migrations).equals(texts(source, migrations))) {
                throw new SQLException("the copy's schema differs from the database's");
            }
            return new Copy(
                    size(partial),
                    number(copy, "SELECT count(*) FROM trades"),
                    number(copy, "SELECT count(*) FROM ingest_gaps"),
                    CheckpointWriter.read(copy));
        }
    }

    private void requireNothing(final Connection copy, final String check, final String allowed) throws SQLException {
        try (Statement statement = copy.createStatement()) {
            running = statement;
            refuseCancelled();
            try (ResultSet rows = statement.executeQuery(check)) {
                while (rows.next()) {
                    if (!rows.getString(1).equals(allowed)) {
                        throw new SQLException("the copy does not pass " + check + ": " + rows.getString(1));
                    }
                }
            }
        } finally {
            running = null;
        }
    }

    private static void requireSchema(final Connection connection, final Path file) throws SQLException {
        if (!SchemaMigrations.shipped().pending(connection, file.toString()).isEmpty()) {
            throw new StoreException("database " + file + " is not SolFlow's, or of an older version; make or bring it"
                    + " up to date with 'migrate'");
        }
    }

    private void refuseCancelled() {
        if (cancelled) {
            throw new StoreException("backup " + target + " was stopped, nothing is left of it");
        }
    }

    /** Takes away what killed backups of the same target have left. */
    private void removeLeftovers() {
        final String prefix = target.getFileName() + PARTIAL;
        try (Stream<Path> siblings = Files.list(partial.toAbsolutePath().getParent())) {
            siblings.filter(file -> isLeftover(file.getFileName().toString(), prefix))
                    .forEach(DatabaseBackup::remove);
        } catch (final IOException e) {
            throw new StoreException("folder of " + target + " cannot be read: " + e, e);
        }
    }

    private static boolean isLeftover(final String name, final String prefix) {
        final String pid = name.startsWith(prefix) ? name.substring(prefix.length()) : "";
        return pid.matches("\\d{1,18}")
                && (Long.parseLong(pid) == ProcessHandle.current().pid()
                        || ProcessHandle.of(Long.parseLong(pid)).isEmpty());
    }

    private String spaceLeft(final Exception cause) {
        final long left = DiskSpace.freeBytes(target.toAbsolutePath().getParent());
        return cause instanceof SQLException e && SqliteErrors.isFull(e) && left >= 0
                ? "; its disk has " + left + " bytes left"
                : "";
    }

    private static void sync(final Path path) throws IOException {
        final StandardOpenOption mode = Files.isDirectory(path) ? StandardOpenOption.READ : StandardOpenOption.WRITE;
        try (FileChannel channel = FileChannel.open(path, mode)) {
            channel.force(true);
        }
    }

    private static void remove(final Path file) {
        for (final String suffix : List.of("", "-journal", "-wal", "-shm")) {
            try {
                Files.deleteIfExists(Path.of(file + suffix));
            } catch (final IOException e) {
                throw new StoreException("file " + file + suffix + " cannot be removed: " + e, e);
            }
        }
    }

    private static long size(final Path file) {
        try {
            return Files.size(file);
        } catch (final IOException e) {
            return 0;
        }
    }

    private static long number(final Connection connection, final String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            return rows.getLong(1);
        }
    }

    private static List<String> texts(final Connection connection, final String query) throws SQLException {
        final List<String> texts = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
        }
        return texts;
    }

    private static void closeQuietly(final Connection connection) {
        if (connection != null) {
            try {
                connection.close();
            } catch (final SQLException ignored) {
                // the failure that brought us here is the one to report
            }
        }
    }

    /** Lets go of the database. */
    @Override
    public void close() {
        closeQuietly(source);
    }
}
