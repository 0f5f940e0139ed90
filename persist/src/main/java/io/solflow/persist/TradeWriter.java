package io.solflow.persist;

import io.solflow.core.event.Side;
import io.solflow.core.event.Trade;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;

/**
 * Appends trades, and flags stored ones as bot trades, within the caller's transaction. Flags are set when
 * {@link #flush} is called. A trade that is stored already is left as it is. Writer thread only.
 */
final class TradeWriter implements AutoCloseable {

    /** {@code trades.side} of a buy. */
    static final long BUY = 0;
    /** {@code trades.side} of a sell. */
    static final long SELL = 1;

    private static final int INITIAL_FLIPS = 16;

    // ON CONFLICT (id) and not OR IGNORE, which would also swallow a row that breaks a CHECK
    private static final String INSERT =
            "INSERT INTO trades (id, mint_id, timestamp, wallet_id, side, lamports, is_bot,"
                    + " is_dca, token_amount, program, signature)"
                    + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
                    + " ON CONFLICT (id) DO NOTHING";

    private static final String FLIP = "UPDATE trades SET is_bot = 1 WHERE id = ?";

    private final RowStatement insert;
    private final RowStatement flip;
    private long[] flippedIds = new long[INITIAL_FLIPS];
    private int flippedSize;
    private long flips;
    private long written;
    private long known;

    TradeWriter(final Connection connection) {
        insert = new RowStatement(connection, INSERT);
        flip = new RowStatement(connection, FLIP);
    }

    /** Appends a trade with the text of its signature. */
    void add(final Trade trade, final boolean bot, final long mintId, final long walletId, final byte[] signature)
            throws SQLException {
        insert.bind(1, trade.id());
        insert.bind(2, mintId);
        insert.bind(3, trade.timestampSeconds());
        insert.bind(4, walletId);
        insert.bind(5, trade.side() == Side.BUY ? BUY : SELL);
        insert.bind(6, trade.lamports());
        insert.bind(7, bot ? 1L : 0L);
        insert.bind(8, trade.dca() ? 1L : 0L);
        insert.bind(9, TokenAmount.of(trade.baseUnits(), trade.decimals()));
        insert.bind(10, (long) trade.programCode());
        insert.bindText(11, signature);
        final long inserted = insert.executeUpdate();
        written += inserted;
        known += 1 - inserted;
    }

    /** Flags a trade, stored or added before, as a bot trade when the transaction is flushed. */
    void flip(final long id) {
        if (flippedSize == flippedIds.length) {
            flippedIds = Arrays.copyOf(flippedIds, 2 * flippedSize);
        }
        flippedIds[flippedSize++] = id;
    }

    /** Sets the flags. */
    void flush() throws SQLException {
        for (int i = 0; i < flippedSize; i++) {
            flip.bind(1, flippedIds[i]);
            flip.execute();
        }
        flips += flippedSize;
        flippedSize = 0;
    }

    /** Trades inserted in this transaction. */
    long written() {
        return written;
    }

    /** Trades of this transaction that were stored already. */
    long known() {
        return known;
    }

    /** Trades flagged in this transaction, as far as they are set. */
    long flips() {
        return flips;
    }

    /** The transaction is over, with all flags set. */
    void committed() {
        flippedSize = 0;
        flips = 0;
        written = 0;
        known = 0;
    }

    /** The transaction is gone. */
    void rolledBack() {
        committed();
    }

    /** Closes the statements; a later use prepares them anew. */
    @Override
    public void close() throws SQLException {
        insert.close();
        flip.close();
    }
}
