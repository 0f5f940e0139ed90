package io.solflow.persist.file;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Map;

/** The labels of the program codes in a database. */
public final class ProgramLabels {

    private ProgramLabels() {}

    /**
     * Adds those that are not there.
     *
     * @throws StoreException when a code has another label there.
     */
    public static void store(final Connection connection, final Map<Integer, String> labels) throws SQLException {
        if (labels.isEmpty()) {
            return;
        }
        try (PreparedStatement find = connection.prepareStatement("SELECT label FROM programs WHERE id = ?");
                PreparedStatement insert =
                        connection.prepareStatement("INSERT INTO programs (id, label) VALUES (?, ?)")) {
            for (final Map.Entry<Integer, String> entry : labels.entrySet()) {
                find.setInt(1, entry.getKey());
                final String stored = SqliteConnections.text(find);
                if (stored == null) {
                    insert.setInt(1, entry.getKey());
                    insert.setString(2, entry.getValue());
                    insert.executeUpdate();
                } else if (!stored.equals(entry.getValue())) {
                    throw new StoreException("program code " + entry.getKey() + " is '" + stored
                            + "' in the database, given '" + entry.getValue() + "'; a label never changes");
                }
            }
        }
    }
}
