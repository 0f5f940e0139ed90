package io.solflow.persist.read;

import io.solflow.persist.file.RowStatement;
import io.solflow.persist.file.SideColumn;
import java.sql.SQLException;

/** Some stored trades as they come out of the database: ids of mints and wallets, no addresses. One thread at a time. */
final class TradeRows {

    static final int CAPACITY = 4096;
    /** Stands for a wallet that was not asked for; no id that SQLite gives out. */
    static final long NO_WALLET = Long.MIN_VALUE;

    // In the table's own order: the index on time would look every trade up, which takes more than twice as long. The
    // plus
    // sign keeps SQLite from taking it. Numbers are packed into one, because each column read is a call into SQLite.
    static final String SELECT = "SELECT id, mint_id, lamports,"
            + " (timestamp << 3) | side | (is_bot << 1) | (is_dca << 2), wallet_id"
            + " FROM trades WHERE id BETWEEN ? AND ? AND +timestamp >= ?";

    private static final int SIDE_BIT = 1;
    private static final int BOT_BIT = 2;
    private static final int DCA_BIT = 4;
    private static final int TIMESTAMP_SHIFT = 3;

    private static final int ID = 0;
    private static final int MINT_ID = 1;
    private static final int LAMPORTS = 2;
    private static final int PACKED = 3;
    private static final int WALLET_ID = 4;
    private static final int STRIDE = 5;

    private final long[] values = new long[CAPACITY * STRIDE];
    private int size;

    /**
     * Adds the row on which {@code rows} of {@link #SELECT} stands, when there is room.
     *
     * @param walletsFromSeconds older trades get {@link #NO_WALLET}.
     */
    void add(final RowStatement rows, final long walletsFromSeconds) throws SQLException {
        final int at = size++ * STRIDE;
        final long packed = rows.column(PACKED);
        values[at + ID] = rows.column(ID);
        values[at + MINT_ID] = rows.column(MINT_ID);
        values[at + LAMPORTS] = rows.column(LAMPORTS);
        values[at + PACKED] = packed;
        values[at + WALLET_ID] = packed >> TIMESTAMP_SHIFT >= walletsFromSeconds ? rows.column(WALLET_ID) : NO_WALLET;
    }

    int size() {
        return size;
    }

    void clear() {
        size = 0;
    }

    boolean isFull() {
        return size == CAPACITY;
    }

    long id(final int row) {
        return values[row * STRIDE + ID];
    }

    long mintId(final int row) {
        return values[row * STRIDE + MINT_ID];
    }

    long walletId(final int row) {
        return values[row * STRIDE + WALLET_ID];
    }

    long lamports(final int row) {
        return values[row * STRIDE + LAMPORTS];
    }

    long timestampSeconds(final int row) {
        return values[row * STRIDE + PACKED] >> TIMESTAMP_SHIFT;
    }

    boolean isBuy(final int row) {
        return (values[row * STRIDE + PACKED] & SIDE_BIT) == SideColumn.BUY;
    }

    boolean isBot(final int row) {
        return (values[row * STRIDE + PACKED] & BOT_BIT) != 0;
    }

    boolean isDca(final int row) {
        return (values[row * STRIDE + PACKED] & DCA_BIT) != 0;
    }
}
