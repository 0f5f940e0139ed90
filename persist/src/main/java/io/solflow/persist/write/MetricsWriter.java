package io.solflow.persist.write;

import io.solflow.core.chain.Key32;
import io.solflow.core.event.MetricsCount;
import io.solflow.core.event.MetricsRows;
import io.solflow.core.event.Window;
import io.solflow.persist.file.RowStatement;
import io.solflow.persist.status.PersistCounters;
import java.sql.Connection;
import java.sql.SQLException;

/** Upserts rows of {@code token_rolling_metrics} within the caller's transaction. Writer thread only. */
final class MetricsWriter implements TableWriter {

    /** Lamports of one SOL. */
    static final double LAMPORTS_PER_SOL = 1e9;

    private static final String UPSERT = """
            INSERT INTO token_rolling_metrics (mint, updated_at, net_flow_60s, net_flow_300s, net_flow_900s,
                net_flow_3600s, net_flow_7200s, net_flow_14400s, unique_wallets_300s, bot_wallets_300s,
                bot_trades_300s, bot_flow_300s, dca_flow_300s, dca_unique_wallets_300s, dca_ratio_300s,
                trades_300s, buys_300s)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
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

    private final Base58Text texts = new Base58Text();
    private final Key32 mint = new Key32();
    private final LatestMetrics latest = new LatestMetrics();
    private final PersistCounters counters;
    private final RowStatement upsert;

    MetricsWriter(final Connection connection, final PersistCounters counters) {
        this.counters = counters;
        upsert = new RowStatement(connection, UPSERT);
    }

    /** Takes rows, true at this watermark; of each mint the last one is written. */
    void put(final MetricsRows changed, final long watermarkSeconds) {
        for (int row = 0; row < changed.size(); row++) {
            latest.put(changed.values(), row * MetricsRows.STRIDE, watermarkSeconds);
        }
    }

    /** Mints that have a row to be written. */
    int rows() {
        return latest.size();
    }

    @Override
    public void writeOut() throws SQLException {
        for (int row = 0; row < latest.size(); row++) {
            write(latest, row);
        }
    }

    @Override
    public void committed() {
        counters.metricUpserts().add(latest.size());
        latest.clear();
    }

    @Override
    public void rolledBack() {
        latest.clear();
    }

    @Override
    public void close() throws SQLException {
        upsert.close();
    }

    private void write(final LatestMetrics rows, final int row) throws SQLException {
        int at = 1;
        upsert.bindText(at++, texts.of(rows.mint(row, mint)));
        upsert.bind(at++, rows.updatedAt(row));
        for (int window = 0; window < Window.COUNT; window++) {
            upsert.bind(at++, sol(rows.get(row, MetricsRows.NET_FLOW_LAMPORTS + window)));
        }
        final long dcaLamports = rows.get(row, MetricsRows.DCA_FLOW_LAMPORTS_300S);
        upsert.bind(at++, rows.count(row, MetricsCount.UNIQUE_WALLETS_300S));
        upsert.bind(at++, rows.count(row, MetricsCount.BOT_WALLETS_300S));
        upsert.bind(at++, rows.count(row, MetricsCount.BOT_TRADES_300S));
        upsert.bind(at++, sol(rows.get(row, MetricsRows.BOT_FLOW_LAMPORTS_300S)));
        upsert.bind(at++, sol(dcaLamports));
        upsert.bind(at++, rows.count(row, MetricsCount.DCA_UNIQUE_WALLETS_300S));
        final long netLamports = rows.get(row, MetricsRows.NET_FLOW_LAMPORTS + Window.S300.index());
        upsert.bind(at++, ratio(dcaLamports, netLamports));
        upsert.bind(at++, rows.count(row, MetricsCount.TRADES_300S));
        upsert.bind(at, rows.count(row, MetricsCount.BUYS_300S));
        upsert.execute();
    }

    private static double sol(final long lamports) {
        return lamports / LAMPORTS_PER_SOL;
    }

    private static double ratio(final long dcaLamports, final long netLamports) {
        return netLamports == 0 ? 0 : (double) dcaLamports / netLamports;
    }
}
