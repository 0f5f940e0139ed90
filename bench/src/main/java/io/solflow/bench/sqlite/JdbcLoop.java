package io.solflow.bench.sqlite;

import io.solflow.core.event.MetricsCount;
import io.solflow.core.event.MetricsRows;
import io.solflow.core.event.Window;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Properties;
import java.util.function.Supplier;

/** A plain JDBC loop: trades, the last metrics of each mint, the checkpoint, one transaction a batch. */
final class JdbcLoop implements StoreLoop {

    private static final String UPSERT;

    static {
        final String columns = "updated_at net_flow_60s net_flow_300s net_flow_900s net_flow_3600s net_flow_7200s"
                + " net_flow_14400s unique_wallets_300s bot_wallets_300s bot_trades_300s bot_flow_300s dca_flow_300s"
                + " dca_unique_wallets_300s dca_ratio_300s trades_300s buys_300s";
        final String[] names = columns.split(" ");
        UPSERT = "INSERT INTO token_rolling_metrics (mint, " + String.join(", ", names) + ") VALUES (?"
                + ", ?".repeat(names.length) + ") ON CONFLICT (mint) DO UPDATE SET "
                + String.join(
                        ", ",
                        Arrays.stream(names)
                                .map(name -> name + " = excluded." + name)
                                .toList());
    }

    private final String name;
    private final Supplier<TradeTable> tables;
    private final String[] pragmas;

    /** Writes trades into this table, under these settings. */
    JdbcLoop(final String name, final Supplier<TradeTable> tables, final String... pragmas) {
        this.name = name;
        this.tables = tables;
        this.pragmas = pragmas;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public LoopResult run(final MarketTrace trace, final int trades, final int batch, final Path database)
            throws Exception {
        final Properties properties = new Properties();
        properties.setProperty("jdbc.get_generated_keys", "false");
        LoopResult result;
        try (Meter meter = new Meter();
                Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database.toUri(), properties);
                Statement statement = connection.createStatement()) {
            for (final String pragma : pragmas) {
                statement.execute("PRAGMA " + pragma);
            }
            final TradeTable table = tables.get();
            table.open(connection, trace);
            statement.execute("SELECT id FROM checkpoint"); // SQLite opens the log when it is first needed
            meter.start(database);
            final long upserts = write(connection, table, trace, trades, batch, meter);
            result = meter.stop(name, trades, upserts);
            statement.execute("PRAGMA wal_checkpoint(TRUNCATE)");
        }
        return Meter.withDatabaseBytes(result, database);
    }

    private static long write(
            final Connection connection,
            final TradeTable table,
            final MarketTrace trace,
            final int trades,
            final int batch,
            final Meter meter)
            throws SQLException {
        final BatchMints touched = new BatchMints(trace);
        long upserts = 0;
        long watermark = 0;
        try (PreparedStatement begin = connection.prepareStatement("BEGIN IMMEDIATE");
                PreparedStatement commit = connection.prepareStatement("COMMIT");
                PreparedStatement upsert = connection.prepareStatement(UPSERT);
                PreparedStatement checkpoint = connection.prepareStatement(
                        "INSERT OR REPLACE INTO checkpoint (id, slot, watermark) VALUES (1, ?, ?)")) {
            for (int trade = 0; trade < trades; ) {
                final int end = Math.min(trades, trade + batch);
                begin.execute();
                for (; trade < end; trade++) {
                    table.add(trade);
                    touched.add(trade);
                }
                table.flush();
                upserts += touched.size();
                for (int i = 0; i < touched.size(); i++) {
                    bind(upsert, trace, touched.row(i), touched.watermark(i));
                    upsert.addBatch();
                }
                if (touched.size() > 0) {
                    upsert.executeBatch();
                }
                touched.clear();
                if (trace.watermark(end - 1) != watermark) {
                    watermark = trace.watermark(end - 1);
                    checkpoint.setLong(1, trace.endedSlot(end - 1));
                    checkpoint.setLong(2, watermark);
                    checkpoint.executeUpdate();
                }
                commit.execute();
                meter.committed();
            }
        }
        return upserts;
    }

    static void bind(final PreparedStatement upsert, final MarketTrace trace, final int row, final long watermark)
            throws SQLException {
        int at = 1;
        upsert.setString(at++, trace.mints().text(trace.rowMint(row)));
        upsert.setLong(at++, watermark);
        for (int window = 0; window < Window.COUNT; window++) {
            upsert.setDouble(at++, trace.rowValue(row, MetricsRows.NET_FLOW_LAMPORTS + window) / 1e9);
        }
        upsert.setLong(at++, trace.rowCount(row, MetricsCount.UNIQUE_WALLETS_300S));
        upsert.setLong(at++, trace.rowCount(row, MetricsCount.BOT_WALLETS_300S));
        upsert.setLong(at++, trace.rowCount(row, MetricsCount.BOT_TRADES_300S));
        upsert.setDouble(at++, trace.rowValue(row, MetricsRows.BOT_FLOW_LAMPORTS_300S) / 1e9);
        upsert.setDouble(at++, trace.rowValue(row, MetricsRows.DCA_FLOW_LAMPORTS_300S) / 1e9);
        upsert.setLong(at++, trace.rowCount(row, MetricsCount.DCA_UNIQUE_WALLETS_300S));
        upsert.setDouble(at++, dcaRatio(trace, row));
        upsert.setLong(at++, trace.rowCount(row, MetricsCount.TRADES_300S));
        upsert.setLong(at, trace.rowCount(row, MetricsCount.BUYS_300S));
    }

    static double dcaRatio(final MarketTrace trace, final int row) {
        final long net = trace.rowValue(row, MetricsRows.NET_FLOW_LAMPORTS + Window.S300.index());
        return net == 0 ? 0 : (double) trace.rowValue(row, MetricsRows.DCA_FLOW_LAMPORTS_300S) / net;
    }
}
