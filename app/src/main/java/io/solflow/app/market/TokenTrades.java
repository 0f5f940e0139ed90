package io.solflow.app.market;

import io.solflow.core.event.ChainPosition;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** Reads one token's stored trades through idx_trades_mint_timestamp. One thread at a time. */
final class TokenTrades {

    private static final String NET = "CASE side WHEN 0 THEN lamports ELSE -lamports END";

    private final Connection connection;
    private final long mintId;

    TokenTrades(final Connection connection, final long mintId) {
        this.connection = connection;
        this.mintId = mintId;
    }

    /** Bars up to the watermark, which the last one holds; none is wider than needed to stay within {@code most}. */
    TokenBars bars(final long watermarkSeconds, final int windowSeconds, final int most) throws SQLException {
        final int barSeconds = Math.max(1, (windowSeconds + most - 1) / most);
        final int count = (windowSeconds + barSeconds - 1) / barSeconds;
        final long from = watermarkSeconds - windowSeconds + 1;
        final TokenBars bars = TokenBars.empty(from, barSeconds, count);
        try (PreparedStatement statement = connection.prepareStatement("SELECT (timestamp - ?) / ? AS bar,"
                + " sum(CASE side WHEN 0 THEN lamports ELSE 0 END), sum(CASE side WHEN 1 THEN lamports ELSE 0 END),"
                + " sum(CASE WHEN is_bot THEN " + NET + " ELSE 0 END), sum(CASE WHEN is_dca THEN " + NET
                + " ELSE 0 END),"
                + " count(*) FROM trades WHERE mint_id = ? AND timestamp BETWEEN ? AND ? GROUP BY bar")) {
            statement.setLong(1, from);
            statement.setInt(2, barSeconds);
            statement.setLong(3, mintId);
            statement.setLong(4, from);
            statement.setLong(5, watermarkSeconds);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    final int bar = rows.getInt(1);
                    bars.buyLamports()[bar] = rows.getLong(2);
                    bars.sellLamports()[bar] = rows.getLong(3);
                    bars.botLamports()[bar] = rows.getLong(4);
                    bars.dcaLamports()[bar] = rows.getLong(5);
                    bars.trades()[bar] = rows.getLong(6);
                }
            }
        }
        return bars;
    }

    /** The wallets that moved most within a window, most first. */
    List<WalletRow> wallets(final long watermarkSeconds, final int windowSeconds, final int most) throws SQLException {
        final List<WalletRow> wallets = new ArrayList<>();
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT w.address, t.buys, t.sells, t.trades, t.bots,"
                        + " t.last_at FROM (SELECT wallet_id, sum(CASE side WHEN 0 THEN lamports ELSE 0 END) AS buys,"
                        + " sum(CASE side WHEN 1 THEN lamports ELSE 0 END) AS sells, count(*) AS trades, sum(is_bot) AS bots,"
                        + " max(timestamp) AS last_at FROM trades WHERE mint_id = ? AND timestamp BETWEEN ? AND ?"
                        + " GROUP BY wallet_id ORDER BY sum(lamports) DESC, wallet_id LIMIT ?) t JOIN wallets w ON w.id = t.wallet_id"
                        + " ORDER BY t.buys + t.sells DESC, w.id")) {
            statement.setLong(1, mintId);
            statement.setLong(2, watermarkSeconds - windowSeconds + 1);
            statement.setLong(3, watermarkSeconds);
            statement.setInt(4, most);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    wallets.add(new WalletRow(
                            rows.getString(1),
                            rows.getLong(2),
                            rows.getLong(3),
                            rows.getLong(4),
                            rows.getLong(5),
                            rows.getLong(6)));
                }
            }
        }
        return wallets;
    }

    /** The newest trades of all, newest first. */
    List<TradeRow> newest(final int most) throws SQLException {
        final List<TradeRow> trades = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement("SELECT t.id, t.timestamp, w.address, t.side,"
                + " t.lamports, t.token_amount, t.is_bot, t.is_dca, p.label, t.signature FROM (SELECT * FROM trades"
                + " WHERE mint_id = ? ORDER BY timestamp DESC, id DESC LIMIT ?) t JOIN wallets w ON w.id = t.wallet_id"
                + " LEFT JOIN programs p ON p.id = t.program ORDER BY t.timestamp DESC, t.id DESC")) {
            statement.setLong(1, mintId);
            statement.setInt(2, most);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    trades.add(trade(rows));
                }
            }
        }
        return trades;
    }

    private static TradeRow trade(final ResultSet row) throws SQLException {
        final long id = row.getLong(1);
        final double tokens = row.getDouble(6);
        final boolean unknown = row.wasNull();
        return new TradeRow(
                id,
                row.getLong(2),
                id < 0 ? OptionalLong.empty() : OptionalLong.of(ChainPosition.slot(id)),
                row.getString(3),
                row.getInt(4) == 0 ? "buy" : "sell",
                row.getLong(5),
                unknown ? OptionalDouble.empty() : OptionalDouble.of(tokens),
                row.getInt(7) == 1,
                row.getInt(8) == 1,
                text(row.getString(9)),
                text(row.getString(10)));
    }

    private static String text(final String stored) {
        return stored == null ? "" : stored;
    }
}
