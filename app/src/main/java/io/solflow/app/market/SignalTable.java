package io.solflow.app.market;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads token_signals; has nothing to tell where the table is not there. One thread at a time. */
final class SignalTable {

    private static final String FLOW = "net_flow_300s";

    private final Connection connection;
    private final SchemaLook schema;

    SignalTable(final Connection connection, final SchemaLook schema) {
        this.connection = connection;
        this.schema = schema;
    }

    /** The newest ones, newest first; of one kind and one mint where these are not empty. */
    List<Signal> newest(final String kind, final String mint, final int limit) throws SQLException {
        final List<Signal> signals = new ArrayList<>();
        if (!schema.signals()) {
            return signals;
        }
        final String sql = "SELECT id, timestamp, mint, kind, strength, "
                + (schema.signalColumns().contains(FLOW) ? FLOW : "NULL")
                + " FROM token_signals WHERE 1"
                + (kind.isEmpty() ? "" : " AND kind = ?")
                + (mint.isEmpty() ? "" : " AND mint = ?")
                + " ORDER BY timestamp DESC, id DESC LIMIT " + limit;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            int parameter = 1;
            for (final String value : List.of(kind, mint)) {
                if (!value.isEmpty()) {
                    statement.setString(parameter++, value);
                }
            }
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    signals.add(signal(rows));
                }
            }
        }
        return signals;
    }

    private static Signal signal(final ResultSet row) throws SQLException {
        final double flow = row.getDouble(6);
        final boolean unknown = row.wasNull();
        return new Signal(
                row.getLong(1),
                row.getLong(2),
                row.getString(3),
                row.getString(4),
                row.getDouble(5),
                unknown ? Double.NaN : flow);
    }

    /** Kinds by mint of what was fired since a time, newest first, each kind once. */
    Map<String, List<String>> kindsSince(final long fromSeconds) throws SQLException {
        final Map<String, List<String>> kinds = new LinkedHashMap<>();
        if (!schema.signals()) {
            return kinds;
        }
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT mint, kind FROM token_signals WHERE timestamp >= ? ORDER BY timestamp DESC, id DESC")) {
            statement.setLong(1, fromSeconds);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    final List<String> ofMint = kinds.computeIfAbsent(rows.getString(1), unseen -> new ArrayList<>());
                    if (!ofMint.contains(rows.getString(2))) {
                        ofMint.add(rows.getString(2));
                    }
                }
            }
        }
        return kinds;
    }
}
