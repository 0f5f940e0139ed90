package io.solflow.app.market;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * Looks up the details of tokens one by one: one seek in idx_trades_mint_timestamp for the last trade, and where the row
 * does not hold the counts of 300 s a walk over the index's last 300 s. One thread at a time.
 */
final class DetailReader implements AutoCloseable {

    private static final int WINDOW_SECONDS = 300;
    private static final String OF_MINT = " WHERE mint_id = (SELECT id FROM mints WHERE address = ?)";

    private final Connection connection;
    private PreparedStatement lastTrade;
    private PreparedStatement counts;

    DetailReader(final Connection connection) {
        this.connection = connection;
    }

    TokenDetails read(final Token token) throws SQLException {
        final long lastTradeAt = lastTradeAt(token.mint());
        if (token.trades300s() != Token.NOT_COUNTED) {
            return new TokenDetails(lastTradeAt, token.buys300s(), token.trades300s() - token.buys300s());
        }
        if (token.wallets300s() == 0) {
            return new TokenDetails(lastTradeAt, 0, 0);
        }
        return counted(token, lastTradeAt);
    }

    private long lastTradeAt(final String mint) throws SQLException {
        if (lastTrade == null) {
            lastTrade = connection.prepareStatement("SELECT max(timestamp) FROM trades" + OF_MINT);
        }
        lastTrade.setString(1, mint);
        try (ResultSet row = lastTrade.executeQuery()) {
            return row.getLong(1);
        }
    }

    private TokenDetails counted(final Token token, final long lastTradeAt) throws SQLException {
        if (counts == null) {
            counts = connection.prepareStatement(
                    "SELECT coalesce(sum(side = 0), 0), coalesce(sum(side = 1), 0) FROM trades" + OF_MINT
                            + " AND timestamp BETWEEN ? AND ?");
        }
        counts.setString(1, token.mint());
        counts.setLong(2, token.updatedAtSeconds() - WINDOW_SECONDS);
        counts.setLong(3, token.updatedAtSeconds());
        try (ResultSet row = counts.executeQuery()) {
            return new TokenDetails(lastTradeAt, row.getLong(1), row.getLong(2));
        }
    }

    @Override
    public void close() throws SQLException {
        if (lastTrade != null) {
            lastTrade.close();
        }
        if (counts != null) {
            counts.close();
        }
    }
}
