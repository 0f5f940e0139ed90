package io.solflow.app.query;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Set;

/**
 * Tells from the program that SQLite would run whether a statement only reads, by the rules of sqlite3_stmt_readonly,
 * which the driver does not offer.
 */
final class ReadOnlyCheck {

    private static final Set<String> WRITING =
            Set.of("VUpdate", "VCreate", "VDestroy", "Vacuum", "JournalMode", "Checkpoint", "SetCookie", "ParseSchema");

    private ReadOnlyCheck() {}

    /** Checks a statement that may be explained: one that is no EXPLAIN itself and no PRAGMA. */
    static void require(final Connection connection, final String statement) throws SQLException, QueryException {
        try (PreparedStatement explain = connection.prepareStatement("EXPLAIN " + statement);
                ResultSet steps = explain.executeQuery()) {
            while (steps.next()) {
                final String opcode = steps.getString(2);
                if (WRITING.contains(opcode) || (opcode.equals("Transaction") && steps.getInt(4) != 0)) {
                    throw new QueryException("the query writes, allowed: one statement that reads");
                }
            }
        }
    }
}
