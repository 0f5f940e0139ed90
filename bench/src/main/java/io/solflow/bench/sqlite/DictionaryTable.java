package io.solflow.bench.sqlite;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** SolFlow's layout by the barest JDBC: the product's statements, ids from plain arrays. */
final class DictionaryTable implements TradeTable {

    private static final String INSERT =
            "INSERT INTO trades (id, mint_id, timestamp, wallet_id, side, lamports, is_bot, is_dca, token_amount,"
                    + " program, signature) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING";

    private MarketTrace trace;
    private PreparedStatement insert;
    private PreparedStatement flip;
    private Dictionary mints;
    private Dictionary wallets;
    private int added;

    @Override
    public void open(final Connection connection, final MarketTrace newTrace) throws SQLException {
        trace = newTrace;
        insert = connection.prepareStatement(INSERT);
        flip = connection.prepareStatement("UPDATE trades SET is_bot = 1 WHERE id = ?");
        mints = new Dictionary(connection, "mints", trace.mints());
        wallets = new Dictionary(connection, "wallets", trace.wallets());
    }

    @Override
    public void add(final int trade) throws SQLException {
        insert.setLong(1, trace.id(trade));
        insert.setLong(2, mints.id(trace.mint(trade)));
        insert.setLong(3, trace.seconds(trade));
        insert.setLong(4, wallets.id(trace.wallet(trade)));
        insert.setInt(5, trace.isBuy(trade) ? 0 : 1);
        insert.setLong(6, trace.lamports(trade));
        insert.setInt(7, trace.isBot(trade) ? 1 : 0);
        insert.setInt(8, trace.isDca(trade) ? 1 : 0);
        insert.setDouble(9, trace.tokens(trade));
        insert.setInt(10, trace.program(trade));
        insert.setString(11, trace.signature(trade));
        insert.addBatch();
        added++;
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

    private static final class Dictionary {

        private final MarketKeys keys;
        private final long[] ids;
        private final PreparedStatement insert;
        private final PreparedStatement find;

        Dictionary(final Connection connection, final String table, final MarketKeys keys) throws SQLException {
            this.keys = keys;
            ids = new long[keys.size()];
            insert = connection.prepareStatement(
                    "INSERT INTO " + table + " (address) VALUES (?) ON CONFLICT (address) DO NOTHING RETURNING id");
            find = connection.prepareStatement("SELECT id FROM " + table + " WHERE address = ?");
        }

        long id(final int number) throws SQLException {
            if (ids[number] == 0) {
                final long id = first(insert, keys.text(number));
                ids[number] = id == 0 ? first(find, keys.text(number)) : id;
            }
            return ids[number];
        }

        private static long first(final PreparedStatement statement, final String address) throws SQLException {
            statement.setString(1, address);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next() ? rows.getLong(1) : 0;
            }
        }
    }
}
