package io.solflow.persist.write;

import io.solflow.core.event.BotFlags;
import io.solflow.core.event.ChainPosition;
import io.solflow.core.event.MetricsRows;
import io.solflow.core.event.SignalList;
import io.solflow.core.event.Trade;
import io.solflow.core.event.TradeList;
import io.solflow.core.event.UpdateEvent;
import io.solflow.persist.file.PersistConfig;
import io.solflow.persist.file.RowStatement;
import io.solflow.persist.file.SqliteErrors;
import io.solflow.persist.status.PersistCounters;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * One transaction at a time over all tables: opened by its first row, ended by {@link #commit} or {@link #rollback}.
 * Trades, metrics, signals, gaps and checkpoint become visible together. Writer thread only.
 */
final class StoreWriter implements AutoCloseable {

    private static final byte[] NO_TEXT = {};

    private final PersistCounters counters;
    private final Base58Text texts = new Base58Text();
    private final List<TableWriter> tables = new ArrayList<>();
    private final KeyDictionary mints;
    private final KeyDictionary wallets;
    private final DictionaryChanges dictionaryChanges;
    private final TradeWriter trades;
    private final BotFlagWriter botFlags;
    private final DeadSlotWriter deadSlots;
    private final MetricsWriter metrics;
    private final SignalWriter signals;
    private final GapWriter gaps;
    private final CheckpointWriter checkpoint;
    private final RowStatement begin;
    private final RowStatement end;
    private final Statement undo;
    private boolean open;
    private int rows;

    StoreWriter(final Connection connection, final PersistConfig config, final PersistCounters counters)
            throws SQLException {
        this.counters = counters;
        mints = table(new KeyDictionary(connection, "mints", config.mintCacheEntries()));
        wallets = table(new KeyDictionary(connection, "wallets", config.walletCacheEntries()));
        dictionaryChanges = table(new DictionaryChanges(connection));
        trades = table(new TradeWriter(connection, counters));
        botFlags = table(new BotFlagWriter(connection, counters));
        deadSlots = table(new DeadSlotWriter(connection, counters));
        metrics = table(new MetricsWriter(connection, counters));
        signals = table(new SignalWriter(connection, counters));
        gaps = table(new GapWriter(connection, counters));
        checkpoint = table(new CheckpointWriter(connection, counters));
        // takes the write lock at once: busy is met here and not in the middle
        begin = new RowStatement(connection, "BEGIN IMMEDIATE");
        end = new RowStatement(connection, "COMMIT");
        undo = connection.createStatement();
    }

    /** The one list of writers: what is in it takes part in every commit, rollback and close. */
    private <T extends TableWriter> T table(final T writer) {
        tables.add(writer);
        return writer;
    }

    /** The writers in the order in which each step calls them. */
    List<TableWriter> tables() {
        return tables;
    }

    /** True while a transaction is open. */
    boolean isOpen() {
        return open;
    }

    /** Rows that the open transaction holds, each mint's metrics counted once. */
    int rows() {
        return rows + metrics.rows();
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
        metrics.put(changed, watermark);
    }

    /** Adds an event's signals. */
    void addSignals(final SignalList list) throws SQLException {
        signals.add(list);
        rows += list.size();
    }

    /** Adds a gap, noticed at its time or else at the watermark. */
    void addGap(final UpdateEvent gap) throws SQLException {
        gaps.add(gap, checkpoint.watermark());
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

    /** Raises the slot of the checkpoint. */
    void checkpointSlot(final long slot) {
        checkpoint.slot(slot);
    }

    /** Raises the watermark of the checkpoint. */
    void watermark(final long seconds) {
        checkpoint.watermark(seconds);
    }

    /** Everything taken so far is settled: committed, or without rows. */
    void settle() {
        checkpoint.settle();
    }

    /** Writes what is left and commits; after a failure the caller rolls back. */
    void commit() throws SQLException {
        for (int i = 0; i < tables.size(); i++) {
            tables.get(i).writeOut();
        }
        end.execute();
        open = false;
        rows = 0;
        for (int i = 0; i < tables.size(); i++) {
            tables.get(i).committed();
        }
        counters.commits().increment();
    }

    /** Undoes the transaction because of {@code reason}; false when even that failed. */
    boolean rollback(final Throwable reason) {
        boolean undone = !open || SqliteErrors.rollback(undo, reason);
        open = false;
        rows = 0;
        for (final TableWriter table : tables) {
            try {
                table.rolledBack();
            } catch (final SQLException e) {
                reason.addSuppressed(e);
                undone = false;
            }
        }
        return undone;
    }

    /** Ends an open transaction without storing it and closes the statements. */
    @Override
    public void close() throws SQLException {
        SQLException failure = null;
        try (begin;
                end;
                undo) {
            if (open) {
                undo.executeUpdate("ROLLBACK");
                open = false;
            }
        } catch (final SQLException e) {
            failure = e;
        }
        for (final TableWriter table : tables) {
            try {
                table.close();
            } catch (final SQLException e) {
                if (failure == null) {
                    failure = e;
                } else {
                    failure.addSuppressed(e);
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
    }
}
