package io.solflow.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.solflow.app.support.Cli;
import io.solflow.app.support.PipelineRun;
import io.solflow.ingest.feed.Block;
import io.solflow.ingest.feed.BlockUpdates;
import io.solflow.ingest.simulator.MarketConfig;
import io.solflow.ingest.simulator.MarketSimulator;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VerifierTest {

    @TempDir
    static Path folder;

    private static Path sound;

    @BeforeAll
    static void fill() {
        sound = folder.resolve("sound.db");
        final List<byte[]> updates = new ArrayList<>();
        try (MarketSimulator simulator =
                new MarketSimulator(MarketConfig.of(60, 20, 11).lasting(90))) {
            for (Block block = simulator.next(); block != null; block = simulator.next()) {
                updates.addAll(BlockUpdates.plain().bytes(block));
            }
        }
        PipelineRun.play(sound, updates);
    }

    @Test
    void shouldFindNothingWrongInASoundDatabase() throws SQLException {
        final Verifier.Report report = PipelineRun.verify(sound);
        assertThat(report.details()).isEmpty();
        assertThat(report.trades()).isPositive();
        assertThat(report.rows()).isPositive();
        assertThat(report.watermarkSeconds()).isPositive();
    }

    @Test
    void shouldNameATradeThatIsStoredTwice() throws Exception {
        final Path doubled = folder.resolve("doubled.db");
        Files.copy(sound, doubled);
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + doubled);
                Statement statement = connection.createStatement()) {
            statement.executeUpdate(
                    "INSERT INTO trades SELECT id + 1, mint_id, timestamp, wallet_id, side, lamports, is_bot,"
                            + " is_dca, token_amount, program, signature, is_boost FROM trades"
                            + " WHERE id = (SELECT min(id) FROM trades)");
        }
        assertThat(PipelineRun.verify(doubled).details())
                .anyMatch(detail -> detail.contains("are one trade, stored twice: signature "));
    }

    @Test
    void shouldShowTheNewestGapsWithoutFailing() throws Exception {
        final Path holed = folder.resolve("holed.db");
        Files.copy(sound, holed);
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + holed);
                Statement statement = connection.createStatement()) {
            for (int i = 1; i <= 7; i++) {
                statement.executeUpdate("INSERT INTO ingest_gaps VALUES (" + i * 100 + ", " + (i * 100 + 9)
                        + ", 'replay too old', " + (1_790_812_800 + i) + ")");
            }
        }
        final Cli verify = Cli.run("verify", "--db", holed.toString());
        assertThat(verify.exitCode()).as(verify.out()).isZero();
        assertThat(verify.out())
                .contains("gaps: 7 gaps, 70 slots")
                .contains("gap: slots 700 to 709 (10): replay too old, 2026-10-01T00:00:07Z")
                .contains("gap: slots 300 to 309 (10)")
                .doesNotContain("slots 200 to")
                .contains("gap: 2 older ones, see ingest_gaps", "ok: ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE token_rolling_metrics SET net_flow_60s = net_flow_60s + 1e-9 WHERE rowid = 1",
                "UPDATE token_rolling_metrics SET net_flow_14400s = -net_flow_14400s WHERE rowid = 1",
                "UPDATE token_rolling_metrics SET unique_wallets_300s = unique_wallets_300s + 1 WHERE rowid = 2",
                "UPDATE token_rolling_metrics SET bot_wallets_300s = bot_wallets_300s + 1 WHERE rowid = 2",
                "UPDATE token_rolling_metrics SET bot_trades_300s = bot_trades_300s + 1 WHERE rowid = 2",
                "UPDATE token_rolling_metrics SET bot_flow_300s = bot_flow_300s + 1 WHERE rowid = 2",
                "UPDATE token_rolling_metrics SET dca_flow_300s = dca_flow_300s + 1 WHERE rowid = 2",
                "UPDATE token_rolling_metrics SET dca_unique_wallets_300s = 77 WHERE rowid = 2",
                "UPDATE token_rolling_metrics SET dca_ratio_300s = dca_ratio_300s + 1 WHERE rowid = 2",
                "UPDATE token_rolling_metrics SET trades_300s = trades_300s + 1 WHERE rowid = 2",
                "UPDATE token_rolling_metrics SET buys_300s = buys_300s + 1 WHERE rowid = 2",
                "DELETE FROM token_rolling_metrics WHERE rowid = 1",
                "INSERT INTO token_rolling_metrics SELECT 'nobody', updated_at, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0 FROM"
                        + " token_rolling_metrics WHERE rowid = 1",
                "UPDATE trades SET lamports = lamports + 1 WHERE id = (SELECT max(id) FROM trades)",
                "UPDATE trades SET is_bot = 1 - is_bot WHERE id = (SELECT max(id) FROM trades)",
                "DELETE FROM trades WHERE id = (SELECT max(id) FROM trades)",
                "UPDATE checkpoint SET watermark = watermark + 61"
            })
    void shouldFindEveryKindOfDifference(final String damage) throws Exception {
        final Path damaged = Files.createTempFile(folder, "damaged", ".db");
        Files.delete(damaged);
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + sound);
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("VACUUM INTO '" + damaged + "'");
        }
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + damaged);
                Statement statement = connection.createStatement()) {
            assertThat(statement.executeUpdate(damage)).isEqualTo(1);
        }
        final Verifier.Report report = PipelineRun.verify(damaged);
        assertThat(report.ok()).isFalse();
        assertThat(report.details()).isNotEmpty();
    }
}
