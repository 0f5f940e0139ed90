package io.solflow.bench.line;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * A database with millions of trades of the same mints and wallets as the market that will be played into it: what a run of the
 * product stored, laid down again and again further back in the past, in chain order, with the indexes in place. The copies are
 * too far apart to share a bot flag, and all lie before the longest window.
 */
final class FullStore {

    private static final long APART_SECONDS = 120;
    private static final long BEFORE_WINDOW_SECONDS = 15_000;
    private static final int SLOT_SHIFT = 29;

    private FullStore() {}

    private record Span(long trades, long firstSlot, long slots, long firstSeconds, long seconds) {}

    /** Fills a database that the product's {@code migrate} has made; gives the number of trades in it. */
    static long fill(final Path database, final Path run, final long wanted) throws SQLException, IOException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database.toUri());
                Statement statement = connection.createStatement()) {
            for (final String sql : new String[] {
                "PRAGMA synchronous = OFF",
                "PRAGMA cache_size = -2000000",
                "PRAGMA wal_autocheckpoint = 100000",
                "ATTACH '" + run + "' AS run",
                "INSERT INTO mints SELECT * FROM run.mints",
                "INSERT INTO wallets SELECT * FROM run.wallets"
            }) {
                statement.execute(sql);
            }
            final Span span = span(statement);
            final long copies = (wanted + span.trades() - 1) / span.trades();
            for (long copy = copies; copy > 0; copy--) {
                statement.execute(
                        "INSERT INTO trades (id, mint_id, timestamp, wallet_id, side, lamports, is_bot, is_dca,"
                                + " token_amount, program, signature) SELECT id - "
                                + ((copy * span.slots()) << SLOT_SHIFT)
                                + ", mint_id, timestamp - " + (copy * span.seconds() + BEFORE_WINDOW_SECONDS)
                                + ", wallet_id, side, lamports, is_bot, is_dca, token_amount, program, signature"
                                + " FROM run.trades ORDER BY id");
            }
            statement.execute("INSERT INTO checkpoint (id, slot, watermark) VALUES (1, " + (span.firstSlot() - 1) + ", "
                    + (span.firstSeconds() - 1) + ")");
            statement.execute("PRAGMA wal_checkpoint(TRUNCATE)");
            return copies * span.trades();
        }
    }

    private static Span span(final Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery(
                "SELECT count(*), min(id) >> 29, max(id) >> 29, min(timestamp), max(timestamp) FROM run.trades")) {
            return new Span(
                    row.getLong(1),
                    row.getLong(2),
                    row.getLong(3) - row.getLong(2) + 1,
                    row.getLong(4),
                    row.getLong(5) - row.getLong(4) + APART_SECONDS);
        }
    }
}
