package io.solflow.persist;

import io.solflow.core.chain.Base58Encoder;
import io.solflow.core.chain.Key32;
import io.solflow.core.chain.Pubkey;
import io.solflow.core.event.MetricsCount;
import io.solflow.core.event.MetricsRows;
import io.solflow.core.event.Window;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Arrays;

/** Upserts rows of {@code token_rolling_metrics} within the caller's transaction. Writer thread only. */
final class MetricsWriter implements AutoCloseable {

    /** Lamports of one SOL. */
    static final double LAMPORTS_PER_SOL = 1e9;

    private static final int CHUNK_ROWS = 256;

    private static final String UPSERT = """
            INSERT INTO token_rolling_metrics (mint, updated_at, net_flow_60s, net_flow_300s, net_flow_900s,
                net_flow_3600s, net_flow_7200s, net_flow_14400s, unique_wallets_300s, bot_wallets_300s,
                bot_trades_300s, bot_flow_300s, dca_flow_300s, dca_unique_wallets_300s, dca_ratio_300s,
                trades_300s, buys_300s)
            VALUES (CAST(? AS TEXT), ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (mint) DO UPDATE SET
                updated_at = excluded.updated_at,
                net_flow_60s = excluded.net_flow_60s,
                net_flow_300s = excluded.net_flow_300s,
                net_flow_900s = excluded.net_flow_900s,
                net_flow_3600s = excluded.net_flow_3600s,
                net_flow_7200s = excluded.net_flow_7200s,
                net_flow_14400s = excluded.net_flow_14400s,
                unique_wallets_300s = excluded.unique_wallets_300s,
                bot_wallets_300s = excluded.bot_wallets_300s,
                bot_trades_300s = excluded.bot_trades_300s,
                bot_flow_300s = excluded.bot_flow_300s,
                dca_flow_300s = excluded.dca_flow_300s,
                dca_unique_wallets_300s = excluded.dca_unique_wallets_300s,
                dca_ratio_300s = excluded.dca_ratio_300s,
                trades_300s = excluded.trades_300s,
                buys_300s = excluded.buys_300s
            """;

    // most tokens have no flow in most windows
    private static final Double ZERO = 0.0;

    private final BoxedLong updatedAt = new BoxedLong();
    private final Base58Encoder encoder = new Base58Encoder();
    private final Key32 mint = new Key32();
    private final byte[] keyBytes = new byte[Pubkey.LENGTH];
    private final byte[] text = new byte[Base58Encoder.MAX_TEXT_LENGTH];
    private final LazyStatement upsert;

    MetricsWriter(final Connection connection) {
        upsert = new LazyStatement(connection, UPSERT);
    }

    /** Writes all rows. */
    void write(final LatestMetrics rows) throws SQLException {
        if (rows.size() == 0) {
            return;
        }
        final PreparedStatement statement = upsert.get();
        for (int row = 0; row < rows.size(); row++) {
            bind(statement, rows, row);
            statement.addBatch();
            if ((row + 1) % CHUNK_ROWS == 0 || row + 1 == rows.size()) {
                statement.executeBatch();
            }
        }
    }

    /** Closes the statement; a later use prepares it anew. */
    @Override
    public void close() throws SQLException {
        upsert.close();
    }

    private void bind(final PreparedStatement statement, final LatestMetrics rows, final int row) throws SQLException {
        int at = 1;
        statement.setBytes(at++, address(rows.mint(row, mint)));
        statement.setObject(at++, updatedAt.of(rows.updatedAt(row)));
        for (int window = 0; window < Window.COUNT; window++) {
            statement.setObject(at++, boxed(sol(rows.get(row, MetricsRows.NET_FLOW_LAMPORTS + window))));
        }
        final long dcaLamports = rows.get(row, MetricsRows.DCA_FLOW_LAMPORTS_300S);
        statement.setObject(at++, rows.count(row, MetricsCount.UNIQUE_WALLETS_300S));
        statement.setObject(at++, rows.count(row, MetricsCount.BOT_WALLETS_300S));
        statement.setObject(at++, rows.count(row, MetricsCount.BOT_TRADES_300S));
        statement.setObject(at++, boxed(sol(rows.get(row, MetricsRows.BOT_FLOW_LAMPORTS_300S))));
        statement.setObject(at++, boxed(sol(dcaLamports)));
        statement.setObject(at++, rows.count(row, MetricsCount.DCA_UNIQUE_WALLETS_300S));
        final long netLamports = rows.get(row, MetricsRows.NET_FLOW_LAMPORTS + Window.S300.index());
        statement.setObject(at++, boxed(ratio(dcaLamports, netLamports)));
        statement.setObject(at++, rows.count(row, MetricsCount.TRADES_300S));
        statement.setObject(at, rows.count(row, MetricsCount.BUYS_300S));
    }

    private byte[] address(final Key32 key) {
        key.copyTo(keyBytes, 0);
        final int length = encoder.encode(keyBytes, 0, Pubkey.LENGTH, text, 0);
        return Arrays.copyOf(text, length);
    }

    private static Double boxed(final double value) {
        return value == 0 ? ZERO : value;
    }

    private static double sol(final long lamports) {
        return lamports / LAMPORTS_PER_SOL;
    }

    private static double ratio(final long dcaLamports, final long netLamports) {
        return netLamports == 0 ? 0 : (double) dcaLamports / netLamports;
    }
}
