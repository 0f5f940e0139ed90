package io.solflow.persist.upkeep;

import io.solflow.core.counter.Counter;
import io.solflow.core.event.Window;
import io.solflow.persist.file.DatabaseFile;
import io.solflow.persist.file.FirstLook;
import io.solflow.persist.file.ReadConnection;
import io.solflow.persist.file.SqliteConnections;
import io.solflow.persist.file.SqliteErrors;
import io.solflow.persist.file.StoreException;
import io.solflow.persist.file.WalCheckpointer;
import io.solflow.persist.status.PruneCounters;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Removes what is older than an age from a database that others may write meanwhile: trades, signals, metrics of tokens
 * without trades, and then the addresses that nothing uses any more. Age is chain time before the stored watermark. Works
 * in small transactions, each of which leaves a whole database, with pauses for whoever else writes. Gaps are kept: they
 * are few, and tell of trades that were never there.
 *
 * <p>Over a connection of its own; one thread. What fails leaves what was done before; a pruner that has failed is to be closed.
 */
public final class Pruner implements AutoCloseable {

    /** The longest window, and more than the memory of wallets and a late stream need beside it. */
    public static final long MIN_AGE_SECONDS = Window.S14400.seconds() + 360L;

    /** The cutoff of a database before its first whole slot. */
    public static final long NOTHING_IS_OLD = OldRows.NOTHING_IS_OLD;

    private static final int CACHE_KIB = 16 << 10;
    private static final int LOG_PAGES = 4_000;
    private static final long FAR_BEHIND_SECONDS = 600;
    private static final int SWEEP_TRIES = 3;
    private static final int READ_TIMEOUT_MS = 5_000;

    private final Path database;
    private final Connection connection;
    private final PruneCounters counters;
    private final PrunePace pace;
    private final Rest rest;
    private final boolean copiesLog;
    private final WriteSteps steps;
    private final OldRows old;
    private final Statement look;
    private final StepSize rowsAStep;
    private boolean ended;

    private Pruner(
            final Path database,
            final Connection connection,
            final PruneCounters counters,
            final PrunePace pace,
            final Rest rest,
            final boolean copiesLog)
            throws SQLException {
        this.database = database;
        this.connection = connection;
        this.counters = counters;
        this.pace = pace;
        this.rest = rest;
        this.copiesLog = copiesLog;
        steps = new WriteSteps(connection, rest, counters);
        old = new OldRows(connection);
        look = connection.createStatement();
        rowsAStep = new StepSize(pace.stepNs());
    }

    /**
     * Opens a database of this program's schema for somebody who waits for the end. Beside a running pipeline it takes half of
     * the time that there is for writing at most, alone nearly all.
     *
     * @throws StoreException when it cannot be used; the message says why.
     */
    public static Pruner open(final Path database, final PruneCounters counters, final Rest rest) {
        try {
            final Path file = DatabaseFile.realPath(database);
            FirstLook.requireWritable(file);
            ReadConnection.openSchema(file, READ_TIMEOUT_MS).close();
            return open(file, counters, PrunePace.ofCommand(file), rest, true);
        } catch (final SQLException e) {
            throw StoreException.cannotOpen(database, e);
        }
    }

    static Pruner open(
            final Path database,
            final PruneCounters counters,
            final PrunePace pace,
            final Rest rest,
            final boolean copiesLog)
            throws SQLException {
        final Connection connection = SqliteConnections.open(database, READ_TIMEOUT_MS);
        try {
            try (Statement statement = connection.createStatement()) {
                statement.execute("PRAGMA synchronous = NORMAL");
                statement.execute("PRAGMA mmap_size = 0");
                statement.execute("PRAGMA cache_size = -" + CACHE_KIB);
                // it is copied between the steps instead, or by the pipeline's own thread
                statement.execute("PRAGMA wal_autocheckpoint = 0");
                // a deleted address would be looked for in all trades
                statement.execute("PRAGMA foreign_keys = OFF");
            }
            return new Pruner(database, connection, counters, pace, rest, copiesLog);
        } catch (final SQLException e) {
            connection.close();
            throw e;
        }
    }

    /** Chain time before which everything is old; {@link #NOTHING_IS_OLD} before the first whole slot. */
    public long cutoffSeconds(final long ageSeconds) {
        if (ageSeconds < MIN_AGE_SECONDS) {
            throw new IllegalArgumentException("age is " + ageSeconds + " s, allowed: from " + MIN_AGE_SECONDS);
        }
        try {
            return OldRows.cutoff(connection, ageSeconds);
        } catch (final SQLException e) {
            throw failed(e);
        }
    }

    /** Removes rows before a {@link #cutoffSeconds}; false when told to end before the end. */
    public boolean removeRows(final long beforeSeconds) {
        try {
            repeat(rows -> old.deleteTrades(beforeSeconds, rows), counters.trades(), beforeSeconds);
            repeat(rows -> old.deleteSignals(beforeSeconds, rows), counters.signals(), beforeSeconds);
            repeat(rows -> old.deleteMetrics(beforeSeconds, rows), counters.metricsRows(), beforeSeconds);
            if (!ended) {
                counters.beforeSeconds().set(Math.max(counters.beforeSeconds().get(), beforeSeconds));
            }
            return !ended;
        } catch (final SQLException e) {
            throw failed(e);
        }
    }

    /**
     * Removes addresses that nothing uses, after reading all trades; false when told to end before the end, or when trades
     * kept coming out of order, so that some are left for another time.
     */
    public boolean removeAddresses() {
        if (cutoffSeconds(MIN_AGE_SECONDS) == NOTHING_IS_OLD) {
            return true;
        }
        try (UsedWallets used = new UsedWallets(connection);
                UnusedAddresses unused = new UnusedAddresses(connection, used)) {
            boolean done = false;
            for (int tries = 0; tries < SWEEP_TRIES && !done && !ended; tries++) {
                unused.begin();
                used.begin();
                done = readAll(used) && removeWallets(used, unused);
            }
            removeMints(unused);
            return done && !ended;
        } catch (final SQLException e) {
            throw failed(e);
        }
    }

    /** Bytes inside the file that hold nothing, and are used before the file grows. */
    public long freeBytes() {
        return bytes("SELECT freelist_count * page_size FROM pragma_freelist_count, pragma_page_size");
    }

    /** Bytes of the file once its log is copied. */
    public long fileBytes() {
        return bytes("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size");
    }

    @Override
    public void close() {
        try (connection;
                steps;
                old;
                look) {
            ended = true;
        } catch (final SQLException e) {
            throw failed(e);
        }
    }

    /** Removes some rows of one kind; returns how many. */
    private interface Removal {
        int remove(int limit) throws SQLException;
    }

    private void repeat(final Removal removal, final Counter tally, final long beforeSeconds) throws SQLException {
        int removed;
        int limit;
        do {
            limit = rowsAStep.rows();
            removed = step(limit, removal, tally);
            if (!ended) {
                pause(beforeSeconds - old.oldestSeconds() > FAR_BEHIND_SECONDS);
            }
        } while (removed == limit && !ended);
    }

    private int step(final int limit, final Removal removal, final Counter tally) throws SQLException {
        if (ended) {
            return WriteSteps.ENDED;
        }
        final int removed = steps.run(() -> removal.remove(limit));
        if (removed == WriteSteps.ENDED) {
            ended = true;
            return removed;
        }
        tally.add(removed);
        final long tookNs = counters.holdLastNs().get();
        if (removed == limit || tookNs > pace.stepNs()) {
            rowsAStep.took(tookNs);
        }
        if (copiesLog) {
            WalCheckpointer.copyFrom(LOG_PAGES, look);
        }
        return removed;
    }

    private void pause(final boolean farBehind) {
        ended = rest.rest(pace.afterWriteMs(counters.holdLastNs().get(), farBehind));
    }

    private boolean readAll(final UsedWallets used) throws SQLException {
        // what came while everything was read is read too, so that little is left to read under the lock
        for (int round = 0; round < 2; round++) {
            boolean more = true;
            while (more && !ended) {
                final long startNs = System.nanoTime();
                more = used.readOn();
                ended = rest.rest(pace.afterReadMs(System.nanoTime() - startNs));
            }
            if (round == 0) {
                used.beginAgain();
            }
        }
        return !ended;
    }

    /** False when it has to begin again. */
    private boolean removeWallets(final UsedWallets used, final UnusedAddresses unused) throws SQLException {
        boolean more = true;
        while (more && !ended) {
            more = unused.findWallets(rowsAStep.rows());
            if (unused.found() > 0) {
                step(unused.found(), rows -> used.bringUpToDate() ? unused.deleteWallets() : 0, counters.wallets());
                if (used.isStale()) {
                    return false;
                }
                pauseUnlessEnded();
            }
        }
        return !ended;
    }

    private void removeMints(final UnusedAddresses unused) throws SQLException {
        boolean more = true;
        while (more && !ended) {
            more = unused.findMints(rowsAStep.rows());
            if (unused.found() > 0) {
                step(unused.found(), rows -> unused.deleteMints(), counters.mints());
                pauseUnlessEnded();
            }
        }
    }

    private void pauseUnlessEnded() {
        if (!ended) {
            pause(false);
        }
    }

    private long bytes(final String query) {
        try (ResultSet row = look.executeQuery(query)) {
            return row.getLong(1);
        } catch (final SQLException e) {
            throw failed(e);
        }
    }

    private StoreException failed(final SQLException cause) {
        return new StoreException(SqliteErrors.explained(database, cause).getMessage(), cause);
    }
}
