package io.solflow.persist.upkeep;

import io.solflow.persist.status.Checkpoint;
import io.solflow.persist.write.CheckpointWriter;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;

/** Deletes rows that are older than a chain time, oldest first, some at a time within the caller's transaction. One thread. */
final class OldRows implements AutoCloseable {

    /** The time before which everything is old, while the database has nothing to go by. */
    public static final long NOTHING_IS_OLD = Long.MIN_VALUE;

    // The ids come sorted out of the inner query, so that the table is walked in its own order.
    static final String DELETE_TRADES = "DELETE FROM trades WHERE id IN (SELECT id FROM trades"
            + " INDEXED BY idx_trades_timestamp WHERE timestamp < ? ORDER BY timestamp LIMIT ?)";

    /** Signals that go on are not old, whenever they began. */
    static final String DELETE_SIGNALS = "DELETE FROM token_signals WHERE id IN (SELECT id FROM token_signals"
            + " WHERE timestamp < ? AND ended_at IS NOT NULL ORDER BY timestamp LIMIT ?)";

    /** A row of zeros of a token without trades is what a token that was never seen has. */
    static final String DELETE_METRICS = "DELETE FROM token_rolling_metrics WHERE rowid IN"
            + " (SELECT r.rowid FROM token_rolling_metrics r INDEXED BY idx_rolling_metrics_updated_at WHERE r.updated_at < ?"
            + " AND r.net_flow_60s = 0 AND r.net_flow_300s = 0 AND r.net_flow_900s = 0 AND r.net_flow_3600s = 0"
            + " AND r.net_flow_7200s = 0 AND r.net_flow_14400s = 0 AND r.unique_wallets_300s = 0"
            + " AND r.bot_wallets_300s = 0 AND r.bot_trades_300s = 0 AND r.bot_flow_300s = 0 AND r.dca_flow_300s = 0"
            + " AND r.dca_unique_wallets_300s = 0 AND r.dca_ratio_300s = 0"
            + " AND NOT EXISTS (SELECT 1 FROM mints m JOIN trades t ON t.mint_id = m.id WHERE m.address = r.mint)"
            + " LIMIT ?)";

    private final PreparedStatement trades;
    private final PreparedStatement signals;
    private final PreparedStatement metrics;
    private final PreparedStatement oldest;

    OldRows(final Connection connection) throws SQLException {
        trades = connection.prepareStatement(DELETE_TRADES);
        signals = connection.prepareStatement(DELETE_SIGNALS);
        metrics = connection.prepareStatement(DELETE_METRICS);
        oldest = connection.prepareStatement("SELECT min(timestamp) FROM trades");
    }

    /** Chain time before which a trade is older than this age; {@link #NOTHING_IS_OLD} before the first whole slot. */
    static long cutoff(final Connection connection, final long ageSeconds) throws SQLException {
        final Checkpoint checkpoint = CheckpointWriter.read(connection);
        // before the first whole slot a run resumes at its oldest trade
        return checkpoint.hasSlot() && checkpoint.hasWatermark()
                ? checkpoint.watermarkSeconds() - ageSeconds
                : NOTHING_IS_OLD;
    }

    int deleteTrades(final long beforeSeconds, final int limit) throws SQLException {
        return delete(trades, beforeSeconds, limit);
    }

    int deleteSignals(final long beforeSeconds, final int limit) throws SQLException {
        return delete(signals, beforeSeconds, limit);
    }

    int deleteMetrics(final long beforeSeconds, final int limit) throws SQLException {
        return delete(metrics, beforeSeconds, limit);
    }

    /** Time of the oldest trade, {@link Long#MAX_VALUE} when there is none. */
    long oldestSeconds() throws SQLException {
        try (ResultSet rows = oldest.executeQuery()) {
            final long seconds = rows.getLong(1);
            return rows.wasNull() ? Long.MAX_VALUE : seconds;
        }
    }

    @Override
    public void close() throws SQLException {
        for (final Statement statement : Arrays.asList(trades, signals, metrics, oldest)) {
            statement.close();
        }
    }

    private static int delete(final PreparedStatement statement, final long beforeSeconds, final int limit)
            throws SQLException {
        statement.setLong(1, beforeSeconds);
        statement.setInt(2, limit);
        return statement.executeUpdate();
    }
}
