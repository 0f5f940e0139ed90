package io.solflow.bench.sqlite;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.BitSet;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/** Whether a run's work was really done, and done as the other loops did it. */
final class StoreCheck {

    private StoreCheck() {}

    /** Requires that a database holds the trades, their SOL, their bot flags and a row for each mint they touched. */
    static void require(final MarketTrace trace, final int trades, final boolean text, final Path database)
            throws SQLException {
        final Set<Long> flipped = new HashSet<>();
        final BitSet mints = new BitSet();
        double sol = 0;
        for (int trade = 0; trade < trades; trade++) {
            sol += trace.lamports(trade) / 1e9;
            if (trace.isBot(trade)) {
                flipped.add(trace.id(trade));
            }
            for (int row = trace.rowsBegin(trade); row < trace.rowsEnd(trade); row++) {
                mints.set(trace.rowMint(row));
            }
            for (int flip = trace.flipsBegin(trade); flip < trace.flipsEnd(trade); flip++) {
                if (trace.flip(flip) >= trace.id(0)) {
                    flipped.add(trace.flip(flip));
                }
            }
        }
        final String from = text ? " FROM text_trades WHERE id >= " : " FROM trades WHERE id >= ";
        try (Connection connection = StartFiles.connect(database)) {
            same("trades", trades, number(connection, "SELECT count(*)" + from + trace.id(0)));
            same("bot trades", flipped.size(), number(connection, "SELECT sum(is_bot)" + from + trace.id(0)));
            final double stored = number(
                    connection, (text ? "SELECT sum(sol_amount)" : "SELECT sum(lamports) / 1e9") + from + trace.id(0));
            if (Math.abs(stored / sol - 1) > 1e-9) {
                throw new IllegalStateException("SOL stored are " + stored + ", the trace has " + sol);
            }
            final double rows = number(connection, "SELECT count(*) FROM token_rolling_metrics");
            if (rows < mints.cardinality()) {
                throw new IllegalStateException(rows + " rows of metrics for " + mints.cardinality() + " mints");
            }
        }
    }

    /** Requires that two databases hold the same trades from an id on, and the same metrics and checkpoint. */
    static void requireSame(final Path one, final Path other, final long fromId) throws SQLException {
        try (Connection connection = StartFiles.connect(one);
                Statement statement = connection.createStatement()) {
            statement.execute("ATTACH '" + other + "' AS other");
            for (final String rows : new String[] {
                "SELECT * FROM %s.token_rolling_metrics",
                "SELECT * FROM %s.trades WHERE id >= " + fromId,
                "SELECT * FROM %s.wallets",
                "SELECT watermark FROM %s.checkpoint"
            }) {
                final String main = String.format(Locale.ROOT, rows, "main");
                final String second = String.format(Locale.ROOT, rows, "other");
                same(
                        "rows that differ in " + one + " and " + other + ": " + rows,
                        0,
                        number(
                                connection,
                                "SELECT (SELECT count(*) FROM (" + main + " EXCEPT " + second + "))"
                                        + " + (SELECT count(*) FROM (" + second + " EXCEPT " + main + "))"));
            }
        }
    }

    private static void same(final String what, final long expected, final double found) {
        if (found != expected) {
            throw new IllegalStateException(what + ": found " + found + ", expected " + expected);
        }
    }

    private static double number(final Connection connection, final String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            return rows.getDouble(1);
        }
    }
}
