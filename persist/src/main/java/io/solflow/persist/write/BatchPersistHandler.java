package io.solflow.persist.write;

import com.lmax.disruptor.RewindableEventHandler;
import com.lmax.disruptor.RewindableException;
import io.solflow.core.event.BotFlags;
import io.solflow.core.event.MetricsRows;
import io.solflow.core.event.UpdateEvent;
import io.solflow.persist.file.PersistConfig;
import io.solflow.persist.file.SqliteErrors;
import io.solflow.persist.file.StoreException;
import io.solflow.persist.file.WalCheckpointer;
import io.solflow.persist.file.WalGuard;
import io.solflow.persist.status.PersistCounters;
import io.solflow.persist.status.PersistStatus;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.NanoClock;

/**
 * Stage 3: turns each Disruptor batch into one SQLite transaction. It begins at the batch's first row and is committed
 * at end of batch, or before when it is {@code flushMs} old or holds {@code maxBatchRows}.
 *
 * <p>A checkpoint is stored in the transaction of the rows that it covers. A batch without rows carries it over and
 * stores it once {@code flushMs} have passed since the last commit, at the ring's next timeout, or at shutdown: later
 * is always safe, it only means that a restart sees a little more again.
 *
 * <p>When SQLite is busy or out of space the transaction is rolled back and the batch rewound, see {@link BusyRewind}.
 * Events that an earlier commit of the same batch has settled are passed over. Any other failure ends the stage: every
 * later event is refused with the first cause, because rows behind a hole would look complete.
 *
 * <p>One thread, except {@link #status()}.
 */
public final class BatchPersistHandler implements RewindableEventHandler<UpdateEvent> {

    private static final long NOTHING = -1;

    private final NanoClock clock;
    private final Path database;
    private final long flushNs;
    private final int maxBatchRows;
    private final int walAutocheckpointPages;
    private final PersistCounters counters;
    private final StoreWriter writer;
    private final WalGuard walGuard;
    private final StoreHealth health;
    private final CommitRest rest;

    private long settledSequence = NOTHING;
    private long beganNs;
    private long committedNs;
    private WalCheckpointer checkpointer;

    public BatchPersistHandler(
            final Connection connection,
            final Path database,
            final PersistConfig config,
            final PersistCounters counters,
            final NanoClock clock)
            throws SQLException {
        this.clock = clock;
        this.database = database;
        this.flushNs = TimeUnit.MILLISECONDS.toNanos(config.flushMs());
        this.maxBatchRows = config.maxBatchRows();
        this.walAutocheckpointPages = config.walAutocheckpointPages();
        this.counters = counters;
        this.writer = new StoreWriter(connection, config, counters);
        this.health = new StoreHealth(database, counters);
        this.rest = new CommitRest(clock, config.restMs());
        this.committedNs = clock.nanoTime();
        this.walGuard = new WalGuard(connection, database, config.walLimitBytes(), config.busyTimeoutMs(), committedNs);
    }

    /** How writing goes; any thread. */
    public PersistStatus status() {
        return health.status();
    }

    /** Begins to copy the write-ahead log on a thread of its own. */
    @Override
    public void onStart() {
        checkpointer = new WalCheckpointer(database, walAutocheckpointPages);
    }

    /**
     * Takes one event.
     *
     * @throws RewindableException when the batch is to be tried again.
     * @throws SQLException when the store has failed for good.
     */
    @Override
    public void onEvent(final UpdateEvent event, final long sequence, final boolean endOfBatch)
            throws RewindableException, SQLException {
        health.refuseBehindHole(sequence);
        if (sequence <= settledSequence) {
            return;
        }
        try {
            take(event);
            if (endOfBatch) {
                endBatch(sequence);
            } else if (writer.isOpen() && isDue()) {
                commit(sequence);
            }
        } catch (final SQLException e) {
            if (writer.rollback(e) && SqliteErrors.isPassing(e)) {
                health.rewound(sequence, e);
                throw new RewindableException(e);
            }
            throw health.failed(e);
        } catch (final RuntimeException | Error e) {
            writer.rollback(e);
            health.failed(e);
            throw e;
        }
    }

    /**
     * Stores a checkpoint that quiet batches have carried over, while SQLite is busy it is carried on; and looks after the
     * write-ahead log, which a reader may have let go of.
     */
    @Override
    public void onTimeout(final long sequence) throws SQLException {
        try {
            storeCarriedCheckpoint();
            if (!health.hasFailed() && !writer.isOpen()) {
                lookAtLog(clock.nanoTime());
            }
        } catch (final SQLException e) {
            if (!writer.rollback(e) || !SqliteErrors.isPassing(e)) {
                throw health.failed(e);
            }
            health.retrying(e);
        }
    }

    /**
     * Stores a checkpoint that quiet batches have carried over, and lets go of the statements.
     *
     * @throws StoreException when that failed; the rows are stored, only the checkpoint is an older one.
     */
    @Override
    public void onShutdown() {
        if (checkpointer != null) {
            checkpointer.close();
        }
        try (writer) {
            storeCarriedCheckpoint();
        } catch (final SQLException e) {
            throw new StoreException("database " + database + ": the last checkpoint was not stored: " + e, e);
        }
    }

    private void take(final UpdateEvent event) throws SQLException {
        switch (event.kind()) {
            case EMPTY -> {
                // never filled: the stages passed over it, so their sections are another update's
            }
            case TRANSACTION -> {
                takeTrades(event);
                takeSignals(event);
                takeMetrics(event);
            }
            case SLOT_END -> {
                takeSignals(event);
                takeMetrics(event);
                writer.checkpointSlot(event.checkpointSlot());
            }
            case GAP -> {
                open();
                writer.addGap(event);
            }
            case SLOT_DEAD, TRANSACTION_DEAD -> {
                open();
                writer.takeBack(event);
                takeMetrics(event);
            }
        }
    }

    private void takeTrades(final UpdateEvent event) throws SQLException {
        final BotFlags bots = event.botFlags();
        if (event.trades().size() > 0 || bots.flippedSize() > 0) {
            open();
            writer.addTrades(event.trades(), bots, event.watermarkSeconds());
        }
    }

    private void takeSignals(final UpdateEvent event) throws SQLException {
        if (event.signals().size() > 0) {
            open();
            writer.addSignals(event.signals());
        }
    }

    private void takeMetrics(final UpdateEvent event) throws SQLException {
        final MetricsRows rows = event.metrics();
        if (rows.size() > 0) {
            open();
            writer.addMetrics(rows, event.watermarkSeconds());
        }
        writer.watermark(event.watermarkSeconds());
    }

    private void open() throws SQLException {
        if (!writer.isOpen()) {
            writer.begin();
            beganNs = clock.nanoTime();
        }
    }

    private boolean isDue() {
        return writer.rows() >= maxBatchRows || clock.nanoTime() - beganNs >= flushNs;
    }

    private void endBatch(final long sequence) throws SQLException {
        if (!writer.isOpen() && writer.hasNewCheckpoint() && clock.nanoTime() - committedNs >= flushNs) {
            open();
        }
        if (writer.isOpen()) {
            final int rows = writer.rows();
            commit(sequence);
            rest.after(rows, committedNs);
        } else {
            settled(sequence);
        }
    }

    private void commit(final long sequence) throws SQLException {
        final long startNs = clock.nanoTime();
        writer.commit();
        settled(sequence);
        committedNs = clock.nanoTime();
        final long tookNs = committedNs - startNs;
        counters.commitLastNs().set(tookNs);
        counters.commitTimes().add(tookNs);
        if (tookNs > counters.commitMaxNs().get()) {
            counters.commitMaxNs().set(tookNs);
        }
        health.stored();
        lookAtLog(committedNs);
        if (checkpointer != null) {
            checkpointer.betweenCommits();
        }
    }

    private void lookAtLog(final long nowNs) throws SQLException {
        final long walBytes = walGuard.look(nowNs);
        if (walBytes >= 0) {
            counters.walBytes().set(walBytes);
        }
    }

    private void settled(final long sequence) {
        settledSequence = sequence;
        writer.settle();
    }

    private void storeCarriedCheckpoint() throws SQLException {
        if (health.hasNoHole() && writer.hasNewCheckpoint()) {
            open();
            commit(settledSequence);
        }
    }
}
