package io.solflow.app.command;

import io.solflow.app.market.Gaps;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;

/**
 * Recomputes every row of {@code token_rolling_metrics} from {@code token_trades} in plain SQL, with nothing of the
 * engine, and compares; looks for trades that are stored twice. Reads one snapshot, so it may run beside a writer.
 */
public final class Verifier {

    private static final int[] WINDOW_SECONDS = {60, 300, 900, 3600, 7200, 14400};
    private static final int REPORTED_DIFFERENCES = 20;

    /**
     * What was compared and what was found.
     *
     * @param equalTrades trades that equal another one of their transaction, as a buy, a sale and a buy again can.
     */
    public record Report(
            long trades,
            long rows,
            long watermarkSeconds,
            Gaps gaps,
            long equalTrades,
            long differenceCount,
            List<String> details) {
        boolean ok() {
            return differenceCount == 0;
        }
    }

    private final Connection connection;
    private final List<String> details = new ArrayList<>();
    private long differences;
    private long equalTrades;

    /** Works on a connection that nobody else uses; it is left in auto-commit mode. */
    public Verifier(final Connection connection) {
        this.connection = connection;
    }

    public Report verify() throws SQLException {
        connection.setAutoCommit(false);
        try {
            checkIntegrity();
            final long watermark = longOf("SELECT coalesce(max(watermark), 0) FROM checkpoint");
            compareMetrics(watermark);
            compareBotFlags(watermark);
            findRepeatedTrades();
            return new Report(
                    longOf("SELECT count(*) FROM trades"),
                    longOf("SELECT count(*) FROM token_rolling_metrics"),
                    watermark,
                    Gaps.read(connection),
                    equalTrades,
                    differences,
                    List.copyOf(details));
        } finally {
            connection.rollback();
            connection.setAutoCommit(true);
        }
    }

    private void findRepeatedTrades() throws SQLException {
        new RepeatedTrades().find(connection, new RepeatedTrades.Listener() {
            @Override
            public void repeated(final long firstId, final long secondId, final String signature) {
                differs("trades " + firstId + " and " + secondId + " are one trade, stored twice: signature "
                        + signature);
            }

            @Override
            public void equal(final long firstId, final long secondId, final String signature) {
                equalTrades++;
            }
        });
    }

    private void checkIntegrity() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("PRAGMA integrity_check")) {
            while (rows.next()) {
                if (!"ok".equals(rows.getString(1))) {
                    differs("integrity_check: " + rows.getString(1));
                }
            }
        }
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("PRAGMA foreign_key_check")) {
            while (rows.next()) {
                differs("foreign_key_check: table " + rows.getString(1) + " row " + rows.getLong(2));
            }
        }
    }

    private void compareMetrics(final long watermark) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(metricsSql())) {
            statement.setLong(1, watermark);
            try (ResultSet rows = statement.executeQuery()) {
                final int columns = rows.getMetaData().getColumnCount();
                while (rows.next()) {
                    final StringJoiner wrong = new StringJoiner(", ");
                    for (int column = 2; column <= columns; column += 2) {
                        final double expected = rows.getDouble(column);
                        final double stored = rows.getDouble(column + 1);
                        final boolean missing = rows.wasNull();
                        if (missing || Double.compare(expected + 0.0, stored + 0.0) != 0) {
                            wrong.add(rows.getMetaData().getColumnName(column) + " is " + (missing ? "missing" : stored)
                                    + ", recomputed " + expected);
                        }
                    }
                    if (wrong.length() > 0) {
                        differs("token_rolling_metrics " + rows.getString(1) + ": " + wrong);
                    }
                }
            }
        }
    }

    /** One row a mint: the mint, then recomputed and stored value of each column in turn. */
    static String metricsSql() {
        final StringJoiner expected = new StringJoiner(",\n  ");
        final StringJoiner compared = new StringJoiner(",\n  ");
        for (final int seconds : WINDOW_SECONDS) {
            expected.add(flow("timestamp >= w - " + seconds) + " AS net_flow_" + seconds + "s");
            compared.add(flowPair("net_flow_" + seconds + "s"));
        }
        final String in300 = "timestamp >= w - 300";
        expected.add("count(DISTINCT CASE WHEN " + in300 + " THEN wallet END) AS unique_wallets_300s");
        expected.add("count(DISTINCT CASE WHEN " + in300 + " AND is_bot THEN wallet END) AS bot_wallets_300s");
        expected.add("count(CASE WHEN " + in300 + " AND is_bot THEN 1 END) AS bot_trades_300s");
        expected.add(flow(in300 + " AND is_bot") + " AS bot_flow_300s");
        expected.add(flow(in300 + " AND is_dca") + " AS dca_flow_300s");
        expected.add("count(DISTINCT CASE WHEN " + in300 + " AND is_dca THEN wallet END) AS dca_unique_wallets_300s");
        expected.add("count(CASE WHEN " + in300 + " THEN 1 END) AS trades_300s");
        expected.add("count(CASE WHEN " + in300 + " AND side = 'buy' THEN 1 END) AS buys_300s");
        compared.add(pair("unique_wallets_300s"));
        compared.add(pair("bot_wallets_300s"));
        compared.add(pair("bot_trades_300s"));
        compared.add(flowPair("bot_flow_300s"));
        compared.add(flowPair("dca_flow_300s"));
        compared.add(pair("dca_unique_wallets_300s"));
        compared.add("CASE WHEN coalesce(e.net_flow_300s, 0) = 0 THEN 0.0"
                + " ELSE CAST(e.dca_flow_300s AS REAL) / e.net_flow_300s END AS dca_ratio_300s, m.dca_ratio_300s");
        compared.add(pair("trades_300s"));
        compared.add(pair("buys_300s"));
        return "WITH watermark(w) AS (SELECT ?),\nexpected AS (SELECT mint,\n  " + expected
                + "\n  FROM token_trades, watermark WHERE timestamp >= w - 14400 AND timestamp <= w GROUP BY mint)\n"
                + "SELECT mint,\n  " + compared
                + "\nFROM (SELECT mint FROM expected UNION SELECT mint FROM token_rolling_metrics)"
                + "\nLEFT JOIN expected e USING (mint) LEFT JOIN token_rolling_metrics m USING (mint)";
    }

    private static String flow(final String condition) {
        return "coalesce(sum(CASE WHEN " + condition
                + " THEN CASE side WHEN 'buy' THEN lamports ELSE -lamports END END), 0)";
    }

    private static String flowPair(final String column) {
        return "coalesce(e." + column + ", 0) / 1e9 AS " + column + ", m." + column;
    }

    private static String pair(final String column) {
        return "coalesce(e." + column + ", 0) AS " + column + ", m." + column;
    }

    /**
     * A trade is a bot trade when the second trade before it of the same wallet in the same mint is at most 60 s older.
     * Looked at for the trades that the metrics still count.
     */
    private void compareBotFlags(final long watermark) throws SQLException {
        final String sql = "SELECT id, is_bot, expected FROM (SELECT id, timestamp, is_bot,"
                + " coalesce(lag(timestamp, 2) OVER (PARTITION BY mint_id, wallet_id ORDER BY timestamp, id)"
                + " >= timestamp - 60, 0) AS expected FROM trades WHERE timestamp >= ? - 360)"
                + " WHERE timestamp >= ? - 300 AND is_bot <> expected";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setLong(1, watermark);
            statement.setLong(2, watermark);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    differs("trade " + rows.getLong(1) + ": is_bot is " + rows.getInt(2) + ", recomputed "
                            + rows.getInt(3));
                }
            }
        }
    }

    private void differs(final String detail) {
        differences++;
        if (details.size() < REPORTED_DIFFERENCES) {
            details.add(detail);
        }
    }

    private long longOf(final String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            return rows.next() ? rows.getLong(1) : 0;
        }
    }
}
