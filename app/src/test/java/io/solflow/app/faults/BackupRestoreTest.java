package io.solflow.app.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.solflow.app.support.Cli;
import io.solflow.app.support.GrpcRun;
import io.solflow.app.support.PipelineRun;
import io.solflow.app.support.ServedMarket;
import io.solflow.ingest.server.Delivery;
import io.solflow.ingest.server.GeyserServer;
import io.solflow.ingest.server.GeyserServerConfig;
import io.solflow.ingest.simulator.MarketConfig;
import io.solflow.ingest.source.Commitment;
import io.solflow.ingest.source.connect.GeyserConfig;
import io.solflow.ingest.source.connect.GeyserEndpoint;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The restore drill: a database is backed up in the middle of a stream, then lost; a run on the backup resumes at the
 * backup's checkpoint and ends with the tables of a run that lost nothing.
 */
@Timeout(180)
class BackupRestoreTest {

    private static final long SEED = 20_261_125;
    private static final int REWIND_SLOTS = 32;
    private static final List<String> TABLES = List.of(
            "SELECT * FROM token_trades ORDER BY id",
            "SELECT * FROM token_rolling_metrics ORDER BY mint",
            "SELECT * FROM ingest_gaps",
            "SELECT slot, watermark FROM checkpoint");

    private final ServedMarket market =
            new ServedMarket(MarketConfig.of(100, 40, SEED).lasting(48));

    @TempDir
    Path folder;

    @Test
    void shouldEndWithTheTablesOfARunThatLostNothingWhenABackupIsRestored() throws Exception {
        final Path lost = folder.resolve("lost.db");
        final Path backup = folder.resolve("backup.db");
        final int middle = market.size() / 2;
        final CountDownLatch reached = new CountDownLatch(1);
        final CountDownLatch backedUp = new CountDownLatch(1);
        final Map<Integer, ServedMarket.Action> pauses =
                Map.of(middle, reached::countDown, middle + market.size() / 4, () -> assertThat(
                                backedUp.await(60, TimeUnit.SECONDS))
                        .isTrue());
        try (GeyserServer server = GeyserServer.start(lossless(), market.feed(market.size(), pauses));
                GrpcRun run = GrpcRun.start(lost, config(server))) {
            assertThat(reached.await(60, TimeUnit.SECONDS)).isTrue();
            run.awaitCommitted(market.slot(middle / 2));
            backUp(lost, backup);
            backedUp.countDown();
            run.awaitCommitted(market.lastSlot());
            run.stop();
        }
        final long slot = Long.parseLong(
                PipelineRun.rows(backup, "SELECT slot FROM checkpoint").get(0));
        assertThat(slot).as("in the middle").isBetween(market.slot(middle / 2), market.lastSlot() - 1);

        final GeyserServerConfig playedToTheEnd =
                GeyserServerConfig.defaults().withSpeed(0).withReplaySlots(1_000);
        try (GeyserServer server = GeyserServer.start(playedToTheEnd, market.feed())) {
            server.ended().get(60, TimeUnit.SECONDS);
            try (GrpcRun run = GrpcRun.start(backup, config(server))) {
                run.awaitCommitted(market.lastSlot());
                assertThat(run.status().fromSlot()).isEqualTo(slot - REWIND_SLOTS);
                run.stop();
            }
        }
        final Path undisturbed = folder.resolve("undisturbed.db");
        try (GeyserServer server = GeyserServer.start(lossless(), market.feed());
                GrpcRun run = GrpcRun.start(undisturbed, config(server))) {
            run.awaitCommitted(market.lastSlot());
            run.stop();
        }
        for (final String table : TABLES) {
            final List<String> expected = PipelineRun.rows(undisturbed, table);
            assertThat(PipelineRun.rows(backup, table))
                    .as("%s of the restored backup, seed %d", table, SEED)
                    .isEqualTo(expected);
            assertThat(PipelineRun.rows(lost, table))
                    .as("%s of the run that was backed up, seed %d", table, SEED)
                    .isEqualTo(expected);
        }
        assertThat(PipelineRun.verify(backup).details()).isEmpty();
        assertThat(PipelineRun.rows(backup, "PRAGMA journal_mode")).containsExactly("wal");
    }

    private static void backUp(final Path database, final Path target) {
        final Cli backup = Cli.run("backup", target.toString(), "--db", database.toString());
        assertThat(backup.exitCode()).as(backup.err()).isZero();
    }

    private static GeyserServerConfig lossless() {
        return GeyserServerConfig.defaults()
                .withDelivery(Delivery.LOSSLESS)
                .withSpeed(0)
                .withQueueLimit(200)
                .withReplaySlots(1_000);
    }

    private static GeyserConfig config(final GeyserServer server) {
        return GeyserConfig.standard(
                new GeyserEndpoint(false, "127.0.0.1", server.port()),
                "",
                Commitment.CONFIRMED,
                GrpcRun.allPrograms(),
                SEED);
    }
}
