package io.solflow.bench.sqlite;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/** The usual layout: one table with the addresses as text in every row, and four plain indexes. */
final class TextTable implements TradeTable {

    /** Makes the table and its indexes; the table of metrics is SolFlow's own. */
    static final String[] SCHEMA = {
        "CREATE TABLE text_trades (id INTEGER PRIMARY KEY, mint TEXT NOT NULL, timestamp INTEGER NOT NULL, wallet TEXT"
                + " NOT NULL, side TEXT NOT NULL, sol_amount REAL NOT NULL, is_bot INTEGER NOT NULL, is_dca INTEGER NOT"
                + " NULL, token_amount REAL, program TEXT, signature TEXT)",
        "CREATE INDEX idx_text_trades_mint ON text_trades (mint)",
        "CREATE INDEX idx_text_trades_timestamp ON text_trades (timestamp)",
        "CREATE INDEX idx_text_trades_is_dca ON text_trades (is_dca)",
        "CREATE INDEX idx_text_trades_mint_timestamp ON text_trades (mint, timestamp)"
    };

    private final boolean rowByRow;
    private MarketTrace trace;
    private PreparedStatement insert;
    private PreparedStatement flip;
    private int added;

    /** Sends rows one by one, as is usual, or in JDBC batches. */
    public TextTable(final boolean rowByRow) {
        this.rowByRow = rowByRow;
    }

    @Override
    public void open(final Connection connection, final MarketTrace newTrace) throws SQLException {
        trace = newTrace;
        insert = connection.prepareStatement("INSERT INTO text_trades VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
        flip = connection.prepareStatement("UPDATE text_trades SET is_bot = 1 WHERE id = ?");
    }

    @Override
    public void add(final int trade) throws SQLException {
        insert.setLong(1, trace.id(trade));
        insert.setString(2, trace.mints().text(trace.mint(trade)));
        insert.setLong(3, trace.seconds(trade));
        insert.setString(4, trace.wallets().text(trace.wallet(trade)));
        insert.setString(5, trace.isBuy(trade) ? "buy" : "sell");
        insert.setDouble(6, trace.lamports(trade) / 1e9);
        insert.setInt(7, trace.isBot(trade) ? 1 : 0);
        insert.setInt(8, trace.isDca(trade) ? 1 : 0);
        insert.setDouble(9, trace.tokens(trade));
        insert.setString(10, trace.isDca(trade) ? "JupiterDCA" : "PumpFun");
        insert.setString(11, trace.signature(trade));
        if (rowByRow) {
            insert.executeUpdate();
        } else {
            insert.addBatch();
            added++;
        }
        if (trace.flipsEnd(trade) > trace.flipsBegin(trade)) {
            flush();
            for (int i = trace.flipsBegin(trade); i < trace.flipsEnd(trade); i++) {
                flip.setLong(1, trace.flip(i));
                flip.executeUpdate();
            }
        }
    }

    @Override
    public void flush() throws SQLException {
        if (added > 0) {
            insert.executeBatch();
            added = 0;
        }
    }
}
