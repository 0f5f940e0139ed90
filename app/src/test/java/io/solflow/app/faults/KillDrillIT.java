package io.solflow.app.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.solflow.app.support.DrillTable;
import io.solflow.app.support.Jar;
import io.solflow.app.support.KilledRun;
import io.solflow.app.support.LiveJar;
import io.solflow.app.support.PipelineRun;
import io.solflow.app.support.ServedMarket;
import io.solflow.app.support.SlowingFeed;
import io.solflow.app.support.Tables;
import io.solflow.app.support.Undisturbed;
import io.solflow.core.event.ChainPosition;
import io.solflow.ingest.server.GeyserServer;
import io.solflow.ingest.simulator.ExpectedTrade;
import io.solflow.ingest.simulator.MarketConfig;
import io.solflow.ingest.simulator.MarketSimulator;
import io.solflow.ingest.simulator.SimulatedBlock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The crash drill: the finished jar is killed with SIGKILL at random moments, {@code -Dsolflow.kills} times with the moments
 * of {@code -Dsolflow.killSeed}, and its tables must be those of a run that was never killed.
 */
class KillDrillIT {

    private static final int KILLS = Integer.getInteger("solflow.kills", 25);
    private static final long SEED = Long.getLong("solflow.killSeed", 20_261_122L);
    /** So many kills are verified in full at first, and from then on each one of so many: verifying costs seconds. */
    private static final int VERIFIED_KILLS = 25;

    private static final int SECONDS_PER_KILL = 6;
    private static final int PACE_MS = 25;
    private static final MarketConfig MARKET =
            MarketConfig.of(100, 60, 77).lasting(Math.max(60, (long) KILLS * SECONDS_PER_KILL));
    /** Nobody listens there: the source never gets further than connecting. */
    private static final String NOWHERE = "http://127.0.0.1:1";

    @TempDir
    Path folder;

    @Test
    void shouldHaveTheTablesOfARunThatWasNeverKilled() throws Exception {
        final long startNs = System.nanoTime();
        final List<ExpectedTrade> expected = new ArrayList<>();
        final Market market = simulate(expected);
        final Path killed = folder.resolve("killed.db");
        final KilledRun run;
        final SlowingFeed feed =
                new SlowingFeed(new MarketSimulator(MARKET), market.blocks(), Duration.ofMillis(PACE_MS));
        try (GeyserServer server = GeyserServer.start(Undisturbed.lossless(), feed)) {
            run = new KilledRun(killed, server.port(), new Random(SEED));
            run.killAfterFirstCheckpoint();
            assertCommitted(killed, run.committed(), expected, "first kill");
            for (int kill = 2; kill <= KILLS; kill++) {
                final LiveJar.Committed seen = run.killAtRandomMoment();
                final String when = "kill " + kill + ", seed " + SEED;
                final LiveJar.Committed kept = run.committed();
                assertThat(kept.slot()).as(when).isGreaterThanOrEqualTo(seen.slot());
                assertThat(kept.watermarkSeconds()).as(when).isGreaterThanOrEqualTo(seen.watermarkSeconds());
                assertThat(kept.trades()).as(when).isGreaterThanOrEqualTo(seen.trades());
                if (kill <= VERIFIED_KILLS || kill % VERIFIED_KILLS == 0) {
                    assertCommitted(killed, kept, expected, when);
                } else {
                    assertComplete(killed, kept, expected, when);
                }
            }
            assertThat(run.committed().trades())
                    .as("a market that outlasts the kills, seed %d", SEED)
                    .isLessThan(expected.size());
            feed.hurry();
            run.finishAt(market.lastSlot(), Duration.ofSeconds(60 + KILLS));
        }
        assertThat(killed.resolveSibling("killed.db-wal")).doesNotExist();
        assertThat(PipelineRun.rows(killed, ServedMarket.ROWS))
                .as("seed %d", SEED)
                .isEqualTo(expected.stream().map(ServedMarket::row).toList());
        final Path undisturbed = folder.resolve("undisturbed.db");
        Undisturbed.run(undisturbed, new MarketSimulator(MARKET), market.lastSlot());
        final long trades = Tables.assertUndisturbed("seed " + SEED, killed, undisturbed);
        new DrillTable(
                        "kill, seed " + SEED,
                        "kills",
                        "at start",
                        "streaming",
                        "trades",
                        "missing",
                        "doubled",
                        "integrity",
                        "tables",
                        "seconds")
                .row(
                        KILLS,
                        run.killsAtStart(),
                        KILLS - run.killsAtStart(),
                        trades,
                        0,
                        0,
                        "ok",
                        "equal",
                        TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - startNs))
                .print(System.out);
    }

    @Test
    void shouldStartAfterAKillDuringTheVeryFirstStart() throws Exception {
        final Path whole = folder.resolve("whole.db");
        assertThat(Jar.run(folder, "migrate", "--db", whole.toString()).exitCode())
                .isZero();
        final List<String> schema = content(whole);
        final Random random = new Random(SEED);
        final int kills = Math.max(8, KILLS / 2);
        for (int kill = 1; kill <= kills; kill++) {
            final String when = "kill " + kill + ", seed " + SEED;
            final Path database = folder.resolve("first" + kill + ".db");
            killFirstStart(database, random);
            if (Files.exists(database)) {
                assertThat(rows(database, "PRAGMA integrity_check")).as(when).containsExactly("ok");
            }
            final Jar.Result next = Jar.run(folder, "migrate", "--db", database.toString());
            assertThat(next.exitCode()).as("%s: %s", when, next.err()).isZero();
            assertThat(content(database)).as(when).isEqualTo(schema);
            assertThat(PipelineRun.verify(database).details()).as(when).isEmpty();
            Files.delete(database);
        }
        new DrillTable(
                        "kill during the very first start, seed " + SEED,
                        "kills",
                        "integrity",
                        "schema after the next start")
                .row(kills, "ok", "whole")
                .print(System.out);
    }

    /** Half of the kills at any time of the start, half while the tables are made. */
    private static void killFirstStart(final Path database, final Random random) throws Exception {
        final Jar run = Jar.start(
                database.getParent(),
                Map.of("GEYSER_URL", NOWHERE, "SOLFLOW_DB_PATH", database.toString(), "SOLFLOW_LOG", "error"),
                "run");
        if (random.nextBoolean()) {
            run.process().waitFor(random.nextInt(600), TimeUnit.MILLISECONDS);
        } else {
            await().atMost(Duration.ofSeconds(60))
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(1))
                    .until(() -> Files.exists(database));
            run.process().waitFor(random.nextInt(60), TimeUnit.MILLISECONDS);
        }
        KilledRun.kill(run);
    }

    /** One commit is one: what it says is checked, complete to its checkpoint, and nothing but the market's trades. */
    private static void assertCommitted(
            final Path database,
            final LiveJar.Committed committed,
            final List<ExpectedTrade> expected,
            final String when)
            throws SQLException {
        assertThat(PipelineRun.verify(database).details()).as(when).isEmpty();
        assertComplete(database, committed, expected, when);
    }

    private static void assertComplete(
            final Path database,
            final LiveJar.Committed committed,
            final List<ExpectedTrade> expected,
            final String when)
            throws SQLException {
        assertThat(PipelineRun.rows(database, "PRAGMA quick_check")).as(when).containsExactly("ok");
        final long upToCheckpoint = expected.stream()
                .filter(trade -> trade.slot() <= committed.slot())
                .count();
        assertThat(committed.trades()).as(when).isBetween(upToCheckpoint, (long) expected.size());
        final ExpectedTrade last = expected.get((int) committed.trades() - 1);
        assertThat(committed.lastTradeId())
                .as(when)
                .isEqualTo(ChainPosition.of(last.slot(), last.txIndex(), last.ordinal()));
    }

    private record Market(int blocks, long lastSlot) {}

    /** Fills in the trades of the market. */
    private static Market simulate(final List<ExpectedTrade> expected) {
        int blocks = 0;
        long slot = 0;
        try (MarketSimulator simulator = new MarketSimulator(MARKET)) {
            for (SimulatedBlock block = simulator.nextSimulated(); block != null; block = simulator.nextSimulated()) {
                blocks++;
                slot = block.block().slot();
                expected.addAll(block.expected());
            }
        }
        return new Market(blocks, slot);
    }

    /** Everything that the first start puts into a database, but the time. */
    private static List<String> content(final Path database) throws SQLException {
        final List<String> content = new ArrayList<>(rows(database, "SELECT sql FROM sqlite_schema ORDER BY name"));
        content.addAll(rows(database, "SELECT version || name || checksum FROM schema_migrations ORDER BY version"));
        content.addAll(rows(database, "SELECT id || label FROM programs ORDER BY id"));
        content.addAll(rows(database, "PRAGMA journal_mode"));
        content.addAll(rows(database, "PRAGMA page_size"));
        return content;
    }

    /** First column of a query on a file that may not have its tables yet. */
    private static List<String> rows(final Path database, final String sql) throws SQLException {
        final List<String> rows = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            while (result.next()) {
                rows.add(result.getString(1));
            }
        }
        return rows;
    }
}
