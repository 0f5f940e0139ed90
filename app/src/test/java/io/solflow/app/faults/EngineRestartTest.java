package io.solflow.app.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.solflow.app.config.UsageException;
import io.solflow.app.engine.Engine;
import io.solflow.app.live.LiveRun;
import io.solflow.app.live.StopSignals;
import io.solflow.app.support.GrpcRun;
import io.solflow.app.support.LogCapture;
import io.solflow.app.support.PipelineRun;
import io.solflow.app.support.ServedMarket;
import io.solflow.app.support.Undisturbed;
import io.solflow.ingest.feed.BlockUpdates;
import io.solflow.ingest.server.GeyserServer;
import io.solflow.ingest.server.GeyserServerConfig;
import io.solflow.ingest.simulator.MarketConfig;
import io.solflow.ingest.simulator.MarketSimulator;
import io.solflow.ingest.source.Commitment;
import io.solflow.ingest.source.UpdateRouter;
import io.solflow.ingest.source.connect.GeyserConfig;
import io.solflow.ingest.source.connect.GeyserEndpoint;
import io.solflow.ingest.source.slots.AssemblerConfig;
import io.solflow.ingest.source.slots.SlotAssembler;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.management.ObjectName;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a start makes of what an earlier run, cut off within its very first slot, has left. */
@Timeout(120)
class EngineRestartTest {

    private static final long SEED = 20_261_123;
    private static final int BLOCKS = 20;
    private static final String TRADE_IDS = "SELECT id FROM trades ORDER BY id";

    private final ServedMarket market =
            new ServedMarket(MarketConfig.of(100, 40, SEED).lasting(8));

    @TempDir
    Path folder;

    private Path database;
    private long storedTrades;

    @BeforeEach
    void cutOffWithinTheFirstSlot() throws Exception {
        assertThat(market.size()).as("seed %d", SEED).isGreaterThanOrEqualTo(BLOCKS);
        database = folder.resolve("cut.db");
        final List<byte[]> block;
        try (MarketSimulator simulator =
                new MarketSimulator(MarketConfig.of(100, 40, SEED).lasting(8))) {
            block = BlockUpdates.plain()
                    .withCreatedAt(Instant.ofEpochSecond(MarketConfig.DEFAULT_START_TIME_SECONDS))
                    .bytes(simulator.next());
        }
        try (Engine engine = PipelineRun.open(database)) {
            assertThat(engine.resumeAfterSlot()).isEqualTo(-1);
            final UpdateRouter router = new UpdateRouter(
                    new SlotAssembler(AssemblerConfig.live(Commitment.PROCESSED), engine.publisher(), -1));
            for (final byte[] update : block.subList(0, block.size() / 2)) {
                router.onUpdate(update, 0, update.length, System.nanoTime());
            }
            engine.finish();
        }
        assertThat(PipelineRun.rows(database, "SELECT slot FROM checkpoint WHERE slot IS NOT NULL"))
                .isEmpty();
        storedTrades = PipelineRun.rows(database, TRADE_IDS).size();
        assertThat(storedTrades).as("seed %d", SEED).isPositive();
    }

    @Test
    void shouldAskAgainForTheFirstSlotWhenTheFirstRunWasCutOffWithinIt() throws Exception {
        final GeyserServerConfig playedToTheEnd =
                GeyserServerConfig.defaults().withSpeed(0).withReplaySlots(1_000);
        try (GeyserServer server = GeyserServer.start(playedToTheEnd, market.feed(BLOCKS, Map.of()))) {
            server.ended().get(60, TimeUnit.SECONDS);
            try (GrpcRun run = GrpcRun.start(
                    database,
                    GeyserConfig.standard(
                            new GeyserEndpoint(false, "127.0.0.1", server.port()),
                            "",
                            Commitment.CONFIRMED,
                            GrpcRun.allPrograms(),
                            SEED))) {
                run.awaitCommitted(market.slot(BLOCKS - 1));
                run.stop();
            }
        }
        assertThat(PipelineRun.rows(database, TRADE_IDS))
                .as("seed %d", SEED)
                .isEqualTo(market.expected().stream()
                        .filter(trade -> trade.slot() <= market.slot(BLOCKS - 1))
                        .map(ServedMarket::row)
                        .map(row -> row.substring(0, row.indexOf('|')))
                        .toList());
        assertThat(PipelineRun.rows(database, "SELECT * FROM ingest_gaps")).isEmpty();
        assertThat(PipelineRun.verify(database).details()).isEmpty();
    }

    /** The source has connected by then, and its first update waits. The trades are read from the opening on, addresses are not. */
    @Test
    void shouldEndARunWhoseWindowsCannotBeRefilledAndLetGoOfTheDatabase() throws Exception {
        try (GeyserServer server = GeyserServer.start(Undisturbed.lossless(), market.feed())) {
            try (Engine engine = Engine.open(PipelineRun.options(database), null);
                    Connection other = DriverManager.getConnection("jdbc:sqlite:" + database);
                    Statement statement = other.createStatement()) {
                statement.execute("ALTER TABLE mints RENAME COLUMN address TO was_address");
                final LiveRun run = new LiveRun(engine, Undisturbed.client(server.port()));
                assertThatThrownBy(() -> run.run(new StopSignals(), () -> false, PipelineRun.nowhere()))
                        .isInstanceOf(UsageException.class)
                        .hasMessageContaining("no such column");
                statement.execute("ALTER TABLE mints RENAME COLUMN was_address TO address");
            }
            try (GrpcRun next = GrpcRun.start(database, Undisturbed.client(server.port()))) {
                next.awaitCommitted(market.lastSlot());
                next.stop();
            }
        }
        assertThat(PipelineRun.verify(database).details()).isEmpty();
    }

    /** Ten megabytes, for months. */
    @Test
    void shouldKeepNothingOfWhatRefilledTheWindows() throws Exception {
        try (Engine engine = PipelineRun.open(database)) {
            final Object liveClasses = ManagementFactory.getPlatformMBeanServer()
                    .invoke(
                            new ObjectName("com.sun.management:type=DiagnosticCommand"),
                            "gcClassHistogram",
                            new Object[] {new String[0]},
                            new String[] {String[].class.getName()});
            assertThat(liveClasses.toString())
                    .contains(engine.getClass().getName())
                    .doesNotContain("io.solflow.persist.read.TradeRows");
        }
    }

    @Test
    void shouldSayHowManyTradesRefilledTheWindows() {
        try (LogCapture log = LogCapture.start();
                Engine engine = PipelineRun.open(database)) {
            assertThat(log.text()).contains("windows refilled from " + storedTrades + " stored trades, 0 skipped");
            assertThat(engine.resumeAfterSlot()).isEqualTo(market.slot(0) - 1);
        }
    }
}
