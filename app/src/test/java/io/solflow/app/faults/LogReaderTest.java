package io.solflow.app.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.solflow.app.support.Cli;
import io.solflow.app.support.PipelineRun;
import io.solflow.app.support.ServedMarket;
import io.solflow.app.support.WalFile;
import io.solflow.ingest.simulator.MarketConfig;
import io.solflow.persist.file.PersistConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Beside a program that follows the write-ahead log as Litestream does: it has two tables of its own, writes to one, and
 * keeps a read transaction open from then on, so that it sees every frame before the log begins anew.
 */
@Timeout(120)
class LogReaderTest {

    private static final MarketConfig MARKET =
            MarketConfig.of(400, 60, 20_261_126).lasting(40);
    private static final int HEADER_BYTES = 32;

    @TempDir
    Path folder;

    private Path database;
    private Path log;
    private ServedMarket market;
    private long half;
    private Connection follower;
    private Statement statement;

    @BeforeEach
    void follow() throws Exception {
        database = folder.resolve("solflow.db");
        log = folder.resolve("solflow.db-wal");
        market = new ServedMarket(MARKET);
        half = (MarketConfig.DEFAULT_START_SLOT + market.lastSlot()) / 2;
        PipelineRun.play(database, market.updates(MarketConfig.DEFAULT_START_SLOT, half));
        follower = DriverManager.getConnection("jdbc:sqlite:" + database);
        statement = follower.createStatement();
        statement.execute("PRAGMA wal_autocheckpoint = 0");
        statement.execute("CREATE TABLE _litestream_seq (id INTEGER PRIMARY KEY, seq INTEGER)");
        statement.execute("CREATE TABLE _litestream_lock (id INTEGER)");
        hold();
    }

    @AfterEach
    void leave() throws SQLException {
        follower.close();
    }

    private void hold() throws SQLException {
        statement.execute(
                "INSERT INTO _litestream_seq (id, seq) VALUES (1, 1) ON CONFLICT (id) DO UPDATE SET seq = seq + 1");
        follower.setAutoCommit(false);
        statement.executeQuery("SELECT count(*) FROM _litestream_seq").close();
    }

    /** A log that would be copied, begun anew and cut often, were nobody in the way. */
    private PersistConfig eager() {
        return new PersistConfig(database, 0, 500, 1_000, 2_048, 20, 1 << 20, 1_024, 1_024, 0);
    }

    @Test
    void shouldKeepEveryFrameForAFollowerThroughCheckpointsAndTheStop() throws Exception {
        final byte[] before = Files.readAllBytes(log);
        PipelineRun.resume(eager(), market);
        final byte[] after = Files.readAllBytes(log);
        assertThat(after.length).isGreaterThan(Math.max(1 << 20, 2 * before.length));
        assertThat(Arrays.mismatch(before, after))
                .as("what was in the log stays, its header with the salts first")
                .isIn(-1, before.length);
        assertThat(before.length).isGreaterThan(HEADER_BYTES);
        try (WalFile whole = WalFile.of(database)) {
            assertThat(whole.frames())
                    .as("frames under the first salts")
                    .isEqualTo((after.length - HEADER_BYTES) / (24 + 4096));
        }
    }

    @Test
    void shouldStartRunAndVerifyWithTheFollowersTables() throws Exception {
        PipelineRun.resume(eager(), market);
        follower.commit();
        follower.setAutoCommit(true);
        statement.execute("PRAGMA wal_checkpoint(TRUNCATE)");
        hold();
        PipelineRun.resume(PersistConfig.of(database), market);
        assertThat(PipelineRun.verify(database).details()).isEmpty();
        assertThat(Cli.run("doctor", "--db", database.toString()).out())
                .as("doctor")
                .doesNotContainPattern("fail +(integrity|schema|tables)");
        final Path undisturbed = folder.resolve("undisturbed.db");
        PipelineRun.play(undisturbed, market.updates(MarketConfig.DEFAULT_START_SLOT, market.lastSlot()));
        for (final String table : List.of("token_trades ORDER BY id", "ingest_gaps")) {
            assertThat(PipelineRun.rows(database, "SELECT * FROM " + table))
                    .isEqualTo(PipelineRun.rows(undisturbed, "SELECT * FROM " + table));
        }
    }
}
