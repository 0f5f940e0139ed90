package io.solflow.app.market;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Set;

/**
 * What a database has of the tables and columns that later versions brought, so that older files can be read too.
 *
 * @param counts true when token_rolling_metrics counts trades and buys.
 * @param blocklist true when there is a token_blocklist.
 * @param signalColumns columns of token_signals, empty without the table.
 */
record SchemaLook(boolean counts, boolean blocklist, Set<String> signalColumns) {

    static SchemaLook at(final Connection connection) throws SQLException {
        return new SchemaLook(
                columns(connection, "token_rolling_metrics").containsAll(Set.of("trades_300s", "buys_300s")),
                !columns(connection, "token_blocklist").isEmpty(),
                columns(connection, "token_signals"));
    }

    boolean signals() {
        return signalColumns.containsAll(Set.of("id", "timestamp", "mint", "kind", "strength"));
    }

    private static Set<String> columns(final Connection connection, final String table) throws SQLException {
        final Set<String> columns = new HashSet<>();
        try (PreparedStatement statement = connection.prepareStatement("SELECT name FROM pragma_table_info(?)")) {
            statement.setString(1, table);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    columns.add(rows.getString(1));
                }
            }
        }
        return columns;
    }
}
