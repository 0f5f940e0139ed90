package io.solflow.app.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.solflow.app.config.DatabaseReader;
import io.solflow.app.engine.Engine;
import io.solflow.app.live.EngineLook;
import io.solflow.app.live.PipelineLooks;
import io.solflow.app.market.Market;
import io.solflow.app.query.SqlBox;
import io.solflow.app.support.PipelineRun;
import io.solflow.app.web.EventReader;
import io.solflow.app.web.RawHttp;
import io.solflow.app.web.WebConfig;
import io.solflow.app.web.WebServer;
import io.solflow.ingest.feed.Block;
import io.solflow.ingest.feed.BlockUpdates;
import io.solflow.ingest.simulator.MarketConfig;
import io.solflow.ingest.simulator.MarketSimulator;
import io.solflow.ingest.source.Commitment;
import io.solflow.ingest.source.UpdateRouter;
import io.solflow.ingest.source.UpdateSink;
import io.solflow.ingest.source.slots.AssemblerConfig;
import io.solflow.ingest.source.slots.SlotAssembler;
import io.solflow.persist.file.PersistConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Holds the engine's rate beside a crowd of clients against its rate without, in turns within one run: 200 clients of the
 * event stream of which none reads, and a reader of the database that keeps its transaction open.
 */
class SlowReadersTest {

    private static final int CLIENTS = 200;
    private static final int TURNS = 6;
    private static final int BLOCKS_A_TURN = 40;
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    /** What is left of the rate: far from what one waiting thread would leave, wide enough for a busy machine. */
    private static final double LEAST_SHARE = 0.5;

    @TempDir
    Path folder;

    @Test
    @EnabledIfSystemProperty(named = "solflow.crowd", matches = "true")
    void shouldBeAsFastBesideClientsAndReadersThatAreStuck() throws IOException, SQLException {
        final Path database = folder.resolve("crowd.db");
        try (Engine engine = PipelineRun.open(PipelineRun.PIPELINE, PersistConfig.of(database));
                MarketSimulator market = new MarketSimulator(MarketConfig.of(1_500, 200, 5))) {
            final SlotAssembler assembler = new SlotAssembler(
                    AssemblerConfig.live(Commitment.CONFIRMED), engine.publisher(), UpdateSink.NO_CHECKPOINT);
            final UpdateRouter router = new UpdateRouter(assembler);
            final EngineLook look = new EngineLook(engine, router, Optional.empty(), Optional.empty());
            look.take();
            // until it is compiled
            turn(engine, router, market);
            turn(engine, router, market);
            final List<Double> shares = new ArrayList<>();
            for (int i = 0; i < TURNS; i++) {
                final double alone = turn(engine, router, market);
                shares.add(crowdedTurn(engine, router, market, look, database) / alone);
            }
            System.out.printf("rate beside %d clients, by the rate without in the turn before: %s%n", CLIENTS, shares);
            assertThat(median(shares)).isGreaterThan(LEAST_SHARE);
            engine.finish(PipelineRun.DRAIN_MS);
        }
    }

    private static double crowdedTurn(
            final Engine engine,
            final UpdateRouter router,
            final MarketSimulator market,
            final EngineLook look,
            final Path database)
            throws IOException, SQLException {
        final List<EventReader> clients = new ArrayList<>();
        try (WebServer server = WebServer.open(
                        WebConfig.parse("127.0.0.1:0", ""),
                        new WebServer.Source(
                                "crowd.db",
                                new Market(() -> DatabaseReader.open(database)),
                                new SqlBox(() -> DatabaseReader.open(database))),
                        Optional.of(new PipelineLooks(engine, router, look)),
                        "test",
                        1_000);
                Connection stuck = DatabaseReader.open(database);
                Statement statement = stuck.createStatement()) {
            stuck.setAutoCommit(false);
            try (ResultSet row = statement.executeQuery("SELECT max(id) FROM trades")) {
                assertThat(row.next()).isTrue();
                for (int i = 0; i < CLIENTS; i++) {
                    clients.add(new EventReader(server.port()));
                }
                await().atMost(PATIENCE).until(() -> RawHttp.get(server.port(), "/api/pipeline")
                        .text()
                        .contains("\"clients\":" + CLIENTS + "}"));
                return turn(engine, router, market);
            }
        } finally {
            for (final EventReader client : clients) {
                client.close();
            }
        }
    }

    /** Plays some blocks to the last commit; gives updates a second. What is played is made before. */
    private static double turn(final Engine engine, final UpdateRouter router, final MarketSimulator market)
            throws IOException {
        final List<byte[]> updates = new ArrayList<>();
        for (int i = 0; i < BLOCKS_A_TURN; i++) {
            final Block block = market.next();
            updates.addAll(BlockUpdates.plain().bytes(block));
        }
        final long startNs = System.nanoTime();
        for (final byte[] update : updates) {
            router.onUpdate(update, 0, update.length, System.nanoTime());
        }
        assertThat(engine.pipeline().drain(PipelineRun.DRAIN_MS)).isTrue();
        return updates.size() * 1e9 / (System.nanoTime() - startNs);
    }

    private static double median(final List<Double> values) {
        final List<Double> sorted = new ArrayList<>(values);
        Collections.sort(sorted);
        return sorted.get(sorted.size() / 2);
    }
}
