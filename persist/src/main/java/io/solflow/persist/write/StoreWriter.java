package io.solflow.persist.write;

import io.solflow.core.event.BotFlags;
import io.solflow.core.event.ChainPosition;
import io.solflow.core.event.MetricsRows;
import io.solflow.core.event.SignalList;
import io.solflow.core.event.Trade;
import io.solflow.core.event.TradeList;
import io.solflow.core.event.UpdateEvent;
import io.solflow.persist.file.LazyStatement;
import io.solflow.persist.file.PersistConfig;
import io.solflow.persist.file.RowStatement;
import io.solflow.persist.file.SqliteErrors;
import io.solflow.persist.status.PersistCounters;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;

/**
 * One transaction at a time over all tables: opened by its first row, ended by {@link #commit} or {@link #rollback}.
 * Trades, metrics, signals, gaps and checkpoint become visible together. Writer thread only.
 */
final class StoreWriter implements AutoCloseable {

    private static final byte[] NO_TEXT = {};

    private final PersistCounters counters;
    private final Base58Text texts = new Base58Text();
    private final LatestMetrics latestMetrics = new LatestMetrics();
    private final KeyDictionary mints;
    private final KeyDictionary wallets;
    private final DictionaryChanges dictionaryChanges;
    private final TradeWriter trades;
    private final BotFlagWriter botFlags;
    private final DeadSlotWriter deadSlots;
    private final MetricsWriter metrics;
    private final SignalWriter signals;
    private final CheckpointWriter checkpoint;
    private final LazyStatement insertGap;
    private final RowStatement begin;
    private final RowStatement end;
    private final Statement undo;
    private boolean open;
    private int rows;
    private int gaps;

    StoreWriter(final Connection connection, final PersistConfig config, final PersistCounters counters)
            throws SQLException {
        this.counters = counters;
        mints = new KeyDictionary(connection, "mints", config.mintCacheEntries());
        wallets = new KeyDictionary(connection, "wallets", config.walletCacheEntries());
        dictionaryChanges = new DictionaryChanges(connection);
        trades = new TradeWriter(connection);
        botFlags = new BotFlagWriter(connection);
        deadSlots = new DeadSlotWriter(connection);
        metrics = new MetricsWriter(connection);
        signals = new SignalWriter(connection);
        checkpoint = new CheckpointWriter(connection);
        insertGap = new LazyStatement(
                connection,
                "INSERT INTO ingest_gaps (from_slot, to_slot, reason, noticed_at)"
                        + " VALUES (?, ?, ?, ?) ON CONFLICT (from_slot, to_slot, reason) DO NOTHING");
        // takes the write lock at once: busy is met here and not in the middle
        begin = new RowStatement(connection, "BEGIN IMMEDIATE");
        end = new RowStatement(connection, "COMMIT");
        undo = connection.createStatement();
        counters.checkpointSlot().set(checkpoint.storedSlot());
    }

    /** True while a transaction is open. */
    boolean isOpen() {
        return open;
    }

    /** Rows that the open transaction holds, each mint's metrics counted once. */
    int rows() {
        return rows + latestMetrics.size();
    }

    /** True when there is a checkpoint to store. */
    boolean hasNewCheckpoint() {
        return checkpoint.isAhead();
    }

    /** Begins a transaction, unless one is open. */
    void begin() throws SQLException {
        if (!open) {
            begin.execute();
            open = true;
            if (dictionaryChanges.haveRemoved()) {
                mints.forget();
                wallets.forget();
            }
        }
    }

    /** Adds an event's trades, true at this watermark, and the verdicts on trades of events before it. */
    void addTrades(final TradeList list, final BotFlags bots, final long watermark) throws SQLException {
        final byte[] signature = list.size() == 0 ? NO_TEXT : texts.of(list.signature(), TradeList.SIGNATURE_LENGTH);
        if (list.size() > 0 && ChainPosition.slot(list.get(0).id()) <= checkpoint.storedSlot()) {
            dictionaryChanges.outOfOrder();
        }
        botFlags.watermark(watermark);
        for (int i = 0; i < list.size(); i++) {
            final Trade trade = list.get(i);
            if (trade.movedFromId() == Trade.NOT_MOVED) {
                final long mintId = mints.id(trade.mint());
                trades.add(trade, bots.isBot(i), mintId, wallets.id(trade.wallet()), signature);
                botFlags.added(mintId, trade.timestampSeconds());
            } else {
                botFlags.flushFlips();
                trades.move(trade);
                botFlags.moved(mints.id(trade.mint()), trade.id());
            }
        }
        rows += list.size() + botFlags.take(bots);
    }

    /** Adds metrics, true at this watermark. */
    void addMetrics(final MetricsRows changed, final long watermark) {
        for (int row = 0; row < changed.size(); row++) {
            latestMetrics.put(changed.values(), row * MetricsRows.STRIDE, watermark);
        }
    }

    /** Adds an event's signals. */
    void addSignals(final SignalList list) throws SQLException {
        signals.add(list);
        rows += list.size();
    }

    /** Adds a hole of the stream, noticed at its time or else at the watermark. */
    void addGap(final UpdateEvent gap) throws SQLException {
        final long noticedAtSeconds =
                gap.timeSeconds() == UpdateEvent.NO_TIME ? checkpoint.watermark() : gap.timeSeconds();
        final PreparedStatement statement = insertGap.get();
        statement.setLong(1, gap.gapFromSlot());
        statement.setLong(2, gap.gapToSlot());
        statement.setString(3, gap.gapReason().label());
        if (noticedAtSeconds == UpdateEvent.NO_TIME) {
            statement.setNull(4, Types.BIGINT);
        } else {
            statement.setLong(4, noticedAtSeconds);
        }
        gaps += statement.executeUpdate();
        rows++;
    }

    /** Takes the trades of a dead slot or transaction back that came before, and leaves room for those that come when it is made again. */
    void takeBack(final UpdateEvent death) throws SQLException {
        if (death.takenBack()) {
            botFlags.flushFlips();
            rows += signals.takeBack(death.slot());
            rows += deadSlots.takeBack(death);
            rows += botFlags.take(death.botFlags());
        } else {
            deadSlots.keep();
        }
    }

    /** Raises the slot and the watermark of the checkpoint. */
    CheckpointWriter checkpoint() {
        return checkpoint;
    }

    /** Writes what is left and commits; after a failure the caller rolls back. */
    void commit() throws SQLException {
        botFlags.flush();
        metrics.write(latestMetrics);
        checkpoint.write();
        dictionaryChanges.write();
        end.execute();
        open = false;
        count();
        mints.committed();
        wallets.committed();
        dictionaryChanges.committed();
        checkpoint.settle();
        checkpoint.stored();
        counters.checkpointSlot().set(checkpoint.storedSlot());
        trades.committed();
        botFlags.committed();
        deadSlots.committed();
        signals.committed();
        forgetRows();
    }

    /** Undoes the transaction because of {@code reason}; false when even that failed. */
    boolean rollback(final Throwable reason) {
        final boolean undone = !open || SqliteErrors.rollback(undo, reason);
        open = false;
        forgetRows();
        try {
            mints.rolledBack();
            wallets.rolledBack();
            dictionaryChanges.rolledBack();
            trades.rolledBack();
            botFlags.rolledBack();
            deadSlots.rolledBack();
            signals.rolledBack();
            checkpoint.rolledBack();
            insertGap.close();
            return undone;
        } catch (final SQLException e) {
            reason.addSuppressed(e);
            return false;
        }
    }

    /** Ends an open transaction without storing it and closes the statements. */
    @Override
    public void close() throws SQLException {
        try (mints;
                wallets;
                dictionaryChanges;
                trades;
                botFlags;
                deadSlots;
                signals;
                metrics;
                checkpoint;
                insertGap;
                begin;
                end;
                undo) {
            if (open) {
                undo.executeUpdate("ROLLBACK");
                open = false;
            }
        }
    }

    private void count() {
        counters.tradesWritten().add(trades.written());
        counters.tradesKnown().add(trades.known());
        counters.tradesMoved().add(trades.moved());
        counters.botFlips().add(botFlags.flips());
        counters.deadSlots().add(deadSlots.deadSlots());
        counters.tradesTakenBack().add(deadSlots.trades());
        counters.deadSlotsKept().add(deadSlots.kept());
        counters.signals().add(signals.stored());
        counters.metricUpserts().add(latestMetrics.size());
        counters.gaps().add(gaps);
        counters.commits().increment();
    }

    private void forgetRows() {
        latestMetrics.clear();
        rows = 0;
        gaps = 0;
    }
}
