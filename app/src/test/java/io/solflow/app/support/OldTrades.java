package io.solflow.app.support;

import io.solflow.core.event.ChainPosition;
import io.solflow.ingest.feed.Block;
import io.solflow.ingest.feed.BlockUpdates;
import io.solflow.ingest.simulator.MarketConfig;
import io.solflow.ingest.simulator.MarketSimulator;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Trades of days ago in a database that a market has filled, as if it had run since then. */
public final class OldTrades {

    /** Names of wallets that only old trades have begin so. */
    static final String WALLETS = "old-";

    /** Those that an age of seven days removes. */
    public static final String SELECT_OLD =
            "SELECT count(*) FROM trades, checkpoint WHERE timestamp < watermark - 7 * 86400";

    private static final long SEED = 20_261_126;
    private static final long SLOT_IDS = ChainPosition.of(1, 0, 0);

    private OldTrades() {}

    /** Makes a database that a market of 20 s has filled. */
    public static void market(final Path database) {
        final List<byte[]> updates = new ArrayList<>();
        try (MarketSimulator simulator =
                new MarketSimulator(MarketConfig.of(200, 40, SEED).lasting(20))) {
            for (Block block = simulator.next(); block != null; block = simulator.next()) {
                updates.addAll(BlockUpdates.plain().bytes(block));
            }
        }
        PipelineRun.play(database, updates);
    }

    /** Adds so many, eight days old and older, in slots before the market's first; every tenth by a wallet of its own. */
    public static void add(final Path database, final int trades) throws SQLException {
        final long firstId = ChainPosition.of(MarketConfig.DEFAULT_START_SLOT - 10L - trades, 0, 0);
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            final String numbers =
                    "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < " + trades + " - 1) ";
            statement.executeUpdate(
                    numbers + "INSERT INTO wallets (address) SELECT '" + WALLETS + "' || i FROM n WHERE i % 10 = 0");
            statement.executeUpdate(
                    numbers + "INSERT INTO mints (address) SELECT '" + WALLETS + "' || i FROM n WHERE i % 1000 = 0");
            statement.executeUpdate(numbers
                    + "INSERT INTO trades (id, mint_id, timestamp, wallet_id, side, lamports, token_amount, program,"
                    + " signature) SELECT " + firstId + " + i * " + SLOT_IDS
                    + ", (SELECT max(id) FROM mints) - (i * 7919) % (SELECT count(*) FROM mints),"
                    + " (SELECT watermark FROM checkpoint) - 8 * 86400 - " + trades + " + i,"
                    + " (SELECT max(id) FROM wallets) - (i / 10),"
                    + " i % 2, 1000 + i, i / 3.0, 1, hex(randomblob(43)) FROM n");
            connection.commit();
        }
    }

    /** What a reader must find after a prune to seven days: nothing old, nothing without its addresses, no difference. */
    public static List<String> remains(final Path database) throws SQLException {
        return PipelineRun.rows(
                database,
                "SELECT (" + SELECT_OLD + "), (SELECT count(*) FROM trades) - (SELECT count(*) FROM token_trades),"
                        + " (SELECT count(*) FROM wallets WHERE address GLOB '" + WALLETS + "*')");
    }

    public static long count(final Path database, final String query) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            return row.getLong(1);
        }
    }
}
