package io.solflow.app.market;

import io.solflow.core.event.Window;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.StringJoiner;

/** Reads rows of token_rolling_metrics. One thread at a time. */
final class TokenTable {

    private static final String COUNTS =
            "unique_wallets_300s, bot_wallets_300s, bot_trades_300s, bot_flow_300s, dca_flow_300s, dca_unique_wallets_300s";

    private final Connection connection;
    private final SchemaLook schema;
    private final Set<String> blocked;

    TokenTable(final Connection connection, final SchemaLook schema, final Set<String> blocked) {
        this.connection = connection;
        this.schema = schema;
        this.blocked = blocked;
    }

    /**
     * Tokens that some window still holds. A token's row changes whenever it trades, so those that have traded within the
     * longest window are found by idx_rolling_metrics_updated_at, however many forgotten ones there are.
     */
    List<Token> living(final long watermarkSeconds) throws SQLException {
        final StringJoiner alive = new StringJoiner(" OR ");
        for (final Window window : Window.values()) {
            alive.add("net_flow_" + window.seconds() + "s <> 0");
        }
        alive.add("unique_wallets_300s <> 0").add("bot_trades_300s <> 0");
        final List<Token> tokens = new ArrayList<>();
        try (PreparedStatement statement =
                connection.prepareStatement(select() + " WHERE updated_at >= ? AND (" + alive + ")")) {
            statement.setLong(1, watermarkSeconds - Window.S14400.seconds());
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    tokens.add(token(rows));
                }
            }
        }
        return tokens;
    }

    /** A token's row, or one of zeros for a token that has none. */
    Token one(final String mint, final long watermarkSeconds) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(select() + " WHERE mint = ?")) {
            statement.setString(1, mint);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next() ? token(rows) : Token.forgotten(mint, watermarkSeconds, blocked.contains(mint));
            }
        }
    }

    private String select() {
        final StringJoiner columns = new StringJoiner(", ", "SELECT ", " FROM token_rolling_metrics");
        columns.add("mint").add("updated_at");
        for (final Window window : Window.values()) {
            columns.add("net_flow_" + window.seconds() + "s");
        }
        columns.add(COUNTS);
        if (schema.counts()) {
            columns.add("trades_300s").add("buys_300s");
        }
        return columns.toString();
    }

    private Token token(final ResultSet row) throws SQLException {
        final String mint = row.getString(1);
        final int counts = 3 + Window.COUNT;
        return new Token(
                mint,
                row.getLong(2),
                Flows.read(row, 3),
                schema.counts() ? row.getLong(counts + 6) : Token.NOT_COUNTED,
                schema.counts() ? row.getLong(counts + 7) : Token.NOT_COUNTED,
                row.getLong(counts),
                row.getLong(counts + 1),
                row.getLong(counts + 2),
                row.getDouble(counts + 3),
                row.getDouble(counts + 4),
                row.getLong(counts + 5),
                blocked.contains(mint));
    }
}
