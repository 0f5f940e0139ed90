package io.solflow.persist.write;

import io.solflow.core.event.Trade;
import io.solflow.persist.file.RowStatement;
import io.solflow.persist.file.SideColumn;
import io.solflow.persist.status.PersistCounters;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * Appends trades, and moves stored ones to other ids, within the caller's transaction. A trade that is stored already is left
 * as it is. Writer thread only.
 */
final class TradeWriter implements TableWriter {

    // ON CONFLICT (id) and not OR IGNORE, which would also swallow a row that breaks a CHECK
    private static final String INSERT =
            "INSERT INTO trades (id, mint_id, timestamp, wallet_id, side, lamports, is_bot,"
                    + " is_dca, token_amount, program, signature, is_boost)"
                    + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
                    + " ON CONFLICT (id) DO NOTHING";

    private static final String MOVE = "UPDATE trades SET id = ? WHERE id = ?";

    private final PersistCounters counters;
    private final RowStatement insert;
    private final RowStatement move;
    private long moved;
    private long written;
    private long known;

    TradeWriter(final Connection connection, final PersistCounters counters) {
        this.counters = counters;
        insert = new RowStatement(connection, INSERT);
        move = new RowStatement(connection, MOVE);
    }

    /** Appends a trade with the text of its signature. */
    void add(final Trade trade, final boolean bot, final long mintId, final long walletId, final byte[] signature)
            throws SQLException {
        insert.bind(1, trade.id());
        insert.bind(2, mintId);
        insert.bind(3, trade.timestampSeconds());
        insert.bind(4, walletId);
        insert.bind(5, SideColumn.of(trade.side()));
        insert.bind(6, trade.lamports());
        insert.bind(7, bot ? 1L : 0L);
        insert.bind(8, trade.dca() ? 1L : 0L);
        insert.bind(9, TokenAmount.of(trade.baseUnits(), trade.decimals()));
        insert.bind(10, (long) trade.programCode());
        insert.bindText(11, signature);
        insert.bind(12, trade.boost() ? 1L : 0L);
        final long inserted = insert.executeUpdate();
        written += inserted;
        known += 1 - inserted;
    }

    /** Gives a trade, stored or added before, its new id; one that has been removed meanwhile stays away. */
    void move(final Trade trade) throws SQLException {
        move.bind(1, trade.id());
        move.bind(2, trade.movedFromId());
        moved += move.executeUpdate();
    }

    @Override
    public void writeOut() {
        // written as they come
    }

    @Override
    public void committed() {
        counters.tradesWritten().add(written);
        counters.tradesKnown().add(known);
        counters.tradesMoved().add(moved);
        forget();
    }

    @Override
    public void rolledBack() {
        forget();
    }

    @Override
    public void close() throws SQLException {
        insert.close();
        move.close();
    }

    private void forget() {
        written = 0;
        known = 0;
        moved = 0;
    }
}
