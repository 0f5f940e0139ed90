package io.solflow.app.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.solflow.app.engine.Engine;
import io.solflow.app.support.ChildJvm;
import io.solflow.app.support.CommitCheck;
import io.solflow.app.support.PipelineRun;
import io.solflow.app.support.ServedMarket;
import io.solflow.app.support.Tables;
import io.solflow.ingest.simulator.MarketConfig;
import io.solflow.ingest.source.UpdateRouter;
import io.solflow.ingest.source.slots.AssemblerConfig;
import io.solflow.ingest.source.slots.SlotAssembler;
import io.solflow.persist.file.PersistConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process that does nothing but write and copy its write-ahead log into the file, killed with SIGKILL in the midst of it,
 * {@code -Dsolflow.checkpointKills} times at moments drawn from {@code -Dsolflow.checkpointSeed}.
 */
@Timeout(1_200)
class CheckpointKillTest {

    private static final int KILLS = Integer.getInteger("solflow.checkpointKills", 3);
    private static final long SEED = Long.getLong("solflow.checkpointSeed", 20_261_126L);
    private static final int MAX_KILL_MS = 300;
    private static final int CHECKPOINT_PAGES = 20;
    /** What the victim prints when it may be killed. */
    private static final String CHECKPOINTS = "checkpoints";

    private static final long BLOCK_PACE_NS = TimeUnit.MILLISECONDS.toNanos(20);

    @TempDir
    Path folder;

    private static ServedMarket market(final long seed, final int kills) {
        return new ServedMarket(MarketConfig.of(50, 40, seed).lasting(8L * kills));
    }

    private static PersistConfig config(final Path database) {
        final PersistConfig of = PersistConfig.of(database);
        return new PersistConfig(
                database, 5, 40, of.busyTimeoutMs(), 1_024, CHECKPOINT_PAGES, of.walLimitBytes(), 1_024, 1_024);
    }

    /** Plays on from the checkpoint, block by block, beside a connection that checkpoints all the time. */
    static final class Victim {
        private Victim() {}

        public static void main(final String[] arguments) throws Exception {
            final Path database = Path.of(arguments[0]);
            try (Engine engine = PipelineRun.open(PipelineRun.PIPELINE, config(database))) {
                final Thread checkpoints = new Thread(() -> checkpoint(engine, database));
                checkpoints.setDaemon(true);
                checkpoints.start();
                play(engine, market(Long.parseLong(arguments[1]), Integer.parseInt(arguments[2])));
                // where nothing is left to write, the checkpoints still go on
                System.out.println(CHECKPOINTS);
                checkpoints.join();
            }
        }

        private static void play(final Engine engine, final ServedMarket market) throws Exception {
            final long after = engine.resumeAfterSlot();
            final UpdateRouter router =
                    new UpdateRouter(new SlotAssembler(AssemblerConfig.replay(), engine.publisher(), after));
            for (int block = 0; block < market.size(); block++) {
                if (market.slot(block) >= after) {
                    for (final byte[] update : market.updates(market.slot(block), market.slot(block))) {
                        router.onUpdate(update, 0, update.length, System.nanoTime());
                    }
                    LockSupport.parkNanos(BLOCK_PACE_NS);
                }
            }
        }

        private static void checkpoint(final Engine engine, final Path database) {
            try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
                    Statement statement = connection.createStatement()) {
                boolean told = false;
                while (true) {
                    for (final String mode : List.of("PASSIVE", "FULL", "RESTART", "TRUNCATE")) {
                        statement.execute("PRAGMA wal_checkpoint(" + mode + ")");
                    }
                    if (!told && engine.store().counters().commits().get() > 0) {
                        told = true;
                        System.out.println(CHECKPOINTS);
                    }
                }
            } catch (final SQLException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private static ChildJvm startVictim(final Path database) throws IOException {
        return ChildJvm.start(Victim.class, database.toString(), Long.toString(SEED), Integer.toString(KILLS));
    }

    @Test
    void shouldOpenAsOneCommitAndEndEqualAfterKillsWithinCheckpoints() throws Exception {
        final ServedMarket market = market(SEED, KILLS);
        final Path whole = folder.resolve("whole.db");
        PipelineRun.play(whole, market.updates(0, market.lastSlot()));
        final Path killed = folder.resolve("killed.db");
        final Random random = new Random(SEED);
        for (int kill = 1; kill <= KILLS; kill++) {
            final String when = "kill " + kill + ", seed " + SEED;
            try (ChildJvm victim = startVictim(killed)) {
                victim.awaitLine(CHECKPOINTS);
                final boolean ended = victim.process().waitFor(random.nextInt(MAX_KILL_MS), TimeUnit.MILLISECONDS);
                assertThat(ended).as("%s: ended by itself", when).isFalse();
            }
            CommitCheck.assertOneCommit(when, killed, market.expected());
        }
        final long trades = Long.parseLong(
                PipelineRun.rows(killed, "SELECT count(*) FROM trades").get(0));
        assertThat(trades).as("stored before the last kill, seed %d", SEED).isPositive();
        PipelineRun.resume(PersistConfig.of(killed), market);
        final long all = Tables.assertUndisturbed("seed " + SEED, killed, whole);
        System.out.printf(
                "drill: killed within checkpoints %d times, %,d of %,d trades until the last kill%n",
                KILLS, trades, all);
    }
}
