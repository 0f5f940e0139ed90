package io.solflow.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.solflow.ingest.feed.Block;
import io.solflow.ingest.feed.BlockUpdates;
import io.solflow.ingest.simulator.MarketConfig;
import io.solflow.ingest.simulator.MarketSimulator;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A database that an earlier version has filled, opened by this one. */
class UpgradeTest {

    private static final long SEED = 20_261_125;
    private static final String ROWS = "SELECT * FROM token_rolling_metrics ORDER BY mint";

    @TempDir
    Path folder;

    @Test
    void shouldCountTheTradesOfRowsThatWereStoredBefore() throws Exception {
        final Path database = folder.resolve("old.db");
        PipelineRun.play(database, market());
        final List<String> rows = PipelineRun.rows(database, ROWS);
        execute(
                database,
                "ALTER TABLE token_rolling_metrics DROP COLUMN trades_300s",
                "ALTER TABLE token_rolling_metrics DROP COLUMN buys_300s",
                "DROP TABLE token_signals",
                "DROP TABLE token_blocklist",
                "DROP TRIGGER token_trades_inserted",
                "DROP TRIGGER mints_removed",
                "DROP TRIGGER wallets_removed",
                "DROP TABLE dictionary_changes",
                "DELETE FROM schema_migrations WHERE version > 1");

        assertThat(Cli.run("migrate", "--db", database.toString()).out()).contains("applied V002__signals.sql");

        assertThat(PipelineRun.rows(database, ROWS)).as("seed %d", SEED).isEqualTo(rows);
        assertThat(PipelineRun.rows(database, "SELECT 1 FROM token_rolling_metrics WHERE trades_300s > buys_300s"))
                .isNotEmpty();
        assertThat(PipelineRun.verify(database).details()).isEmpty();
    }

    private static List<byte[]> market() {
        final List<byte[]> updates = new ArrayList<>();
        try (MarketSimulator simulator =
                new MarketSimulator(MarketConfig.of(20, 20, SEED).lasting(400))) {
            for (Block block = simulator.next(); block != null; block = simulator.next()) {
                updates.addAll(BlockUpdates.plain().bytes(block));
            }
        }
        return updates;
    }

    private static void execute(final Path database, final String... statements) throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
                Statement statement = connection.createStatement()) {
            for (final String sql : statements) {
                statement.executeUpdate(sql);
            }
        }
    }
}
