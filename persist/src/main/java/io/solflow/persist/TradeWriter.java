package io.solflow.persist;

import io.solflow.core.event.Side;
import io.solflow.core.event.Trade;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Arrays;

/**
 * Appends trades, and flags stored ones as bot trades, within the caller's transaction. Rows go to SQLite in chunks;
 * {@link #flush} sends the rest. A trade that is stored already is left as it is. Writer thread only.
 */
final class TradeWriter implements AutoCloseable {

    /** {@code trades.side} of a buy. */
    static final int BUY = 0;
    /** {@code trades.side} of a sell. */
    static final int SELL = 1;

    // executeBatch is a fifth faster than a call a row; more than this many rows gain nothing and live long
    private static final int CHUNK_ROWS = 256;

    private static final int INITIAL_FLIPS = 16;

    // ON CONFLICT (id) and not OR IGNORE, which would also swallow a row that breaks a CHECK
    private static final String INSERT =
            "INSERT INTO trades (id, mint_id, timestamp, wallet_id, side, lamports, is_bot,"
                    + " is_dca, token_amount, program, signature) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
                    + " ON CONFLICT (id) DO NOTHING";

    private static final String FLIP = "UPDATE trades SET is_bot = 1 WHERE id = ?";

    private final PreparedStatement insert;
    private final PreparedStatement flip;
    private int chunkRows;
    private long[] flippedIds = new long[INITIAL_FLIPS];
    private int flippedSize;
    private long written;
    private long known;

    TradeWriter(final Connection connection) throws SQLException {
        insert = connection.prepareStatement(INSERT);
        flip = connection.prepareStatement(FLIP);
    }

    /** Appends a trade. */
    void add(final Trade trade, final boolean bot, final long mintId, final long walletId, final String signature)
            throws SQLException {
        insert.setLong(1, trade.id());
        insert.setLong(2, mintId);
        insert.setLong(3, trade.timestampSeconds());
        insert.setLong(4, walletId);
        insert.setInt(5, trade.side() == Side.BUY ? BUY : SELL);
        insert.setLong(6, trade.lamports());
        insert.setInt(7, bot ? 1 : 0);
        insert.setInt(8, trade.dca() ? 1 : 0);
        insert.setDouble(9, TokenAmount.of(trade.baseUnits(), trade.decimals()));
        insert.setInt(10, trade.programCode());
        insert.setString(11, signature);
        insert.addBatch();
        if (++chunkRows == CHUNK_ROWS) {
            insertChunk();
        }
    }

    /** Flags a trade, stored or added before, as a bot trade when the transaction is flushed. */
    void flip(final long id) {
        if (flippedSize == flippedIds.length) {
            flippedIds = Arrays.copyOf(flippedIds, 2 * flippedSize);
        }
        flippedIds[flippedSize++] = id;
    }

    /** Sends everything to SQLite. */
    void flush() throws SQLException {
        insertChunk();
        for (int i = 0; i < flippedSize; i++) {
            flip.setLong(1, flippedIds[i]);
            flip.executeUpdate();
        }
    }

    /** Trades inserted in this transaction, as far as they were sent. */
    long written() {
        return written;
    }

    /** Trades of this transaction that were stored already. */
    long known() {
        return known;
    }

    /** Trades of this transaction to be flagged. */
    int flips() {
        return flippedSize;
    }

    /** Forgets the transaction. */
    void reset() throws SQLException {
        if (chunkRows > 0) {
            insert.clearBatch();
            chunkRows = 0;
        }
        flippedSize = 0;
        written = 0;
        known = 0;
    }

    @Override
    public void close() throws SQLException {
        insert.close();
        flip.close();
    }

    private void insertChunk() throws SQLException {
        if (chunkRows == 0) {
            return;
        }
        chunkRows = 0; // executeBatch empties the statement's batch even when it fails
        for (final int inserted : insert.executeBatch()) {
            written += inserted;
            known += 1 - inserted;
        }
    }
}
