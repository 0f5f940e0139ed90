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
    static final long BUY = 0;
    /** {@code trades.side} of a sell. */
    static final long SELL = 1;

    // executeBatch is a fifth faster than a call a row; more than this many rows gain nothing and live long
    private static final int CHUNK_ROWS = 256;

    private static final int INITIAL_FLIPS = 16;

    // ON CONFLICT (id) and not OR IGNORE, which would also swallow a row that breaks a CHECK
    private static final String INSERT =
            "INSERT INTO trades (id, mint_id, timestamp, wallet_id, side, lamports, is_bot,"
                    + " is_dca, token_amount, program, signature)"
                    + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, CAST(? AS TEXT))"
                    + " ON CONFLICT (id) DO NOTHING";

    private static final String FLIP = "UPDATE trades SET is_bot = 1 WHERE id = ?";

    private final LazyStatement insert;
    private final LazyStatement flip;
    private final BoxedLong timestamp = new BoxedLong();
    private int chunkRows;
    private long[] flippedIds = new long[INITIAL_FLIPS];
    private int flippedSize;
    private long flips;
    private long written;
    private long known;

    TradeWriter(final Connection connection) {
        insert = new LazyStatement(connection, INSERT);
        flip = new LazyStatement(connection, FLIP);
    }

    /** Appends a trade; the bytes of its signature's text are the caller's no longer. */
    void add(final Trade trade, final boolean bot, final long mintId, final long walletId, final byte[] signature)
            throws SQLException {
        final PreparedStatement statement = insert.get();
        statement.setLong(1, trade.id());
        statement.setLong(2, mintId);
        statement.setObject(3, timestamp.of(trade.timestampSeconds()));
        statement.setLong(4, walletId);
        statement.setObject(5, trade.side() == Side.BUY ? BUY : SELL);
        statement.setLong(6, trade.lamports());
        statement.setObject(7, bot ? 1L : 0L);
        statement.setObject(8, trade.dca() ? 1L : 0L);
        statement.setDouble(9, TokenAmount.of(trade.baseUnits(), trade.decimals()));
        statement.setObject(10, (long) trade.programCode());
        statement.setBytes(11, signature);
        statement.addBatch();
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
            final PreparedStatement statement = flip.get();
            statement.setLong(1, flippedIds[i]);
            statement.executeUpdate();
        }
        flips += flippedSize;
        flippedSize = 0;
    }

    /** Trades inserted in this transaction, as far as they were sent. */
    long written() {
        return written;
    }

    /** Trades of this transaction that were stored already. */
    long known() {
        return known;
    }

    /** Trades flagged in this transaction, as far as they were sent. */
    long flips() {
        return flips;
    }

    /** The transaction is over, with everything sent. */
    void committed() {
        chunkRows = 0;
        flippedSize = 0;
        flips = 0;
        written = 0;
        known = 0;
    }

    /** The transaction is gone, with what was not sent yet. */
    void rolledBack() throws SQLException {
        committed();
        close();
    }

    /** Closes the statements; a later use prepares them anew. */
    @Override
    public void close() throws SQLException {
        insert.close();
        flip.close();
    }

    private void insertChunk() throws SQLException {
        if (chunkRows == 0) {
            return;
        }
        chunkRows = 0;
        for (final int inserted : insert.get().executeBatch()) {
            written += inserted;
            known += 1 - inserted;
        }
    }
}
