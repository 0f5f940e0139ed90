package io.solflow.app.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.solflow.app.support.DyingMarket;
import io.solflow.app.support.GrpcRun;
import io.solflow.app.support.PipelineRun;
import io.solflow.app.support.ServedMarket;
import io.solflow.ingest.feed.BlockFeed;
import io.solflow.ingest.server.Delivery;
import io.solflow.ingest.server.GeyserServer;
import io.solflow.ingest.server.GeyserServerConfig;
import io.solflow.ingest.simulator.MarketConfig;
import io.solflow.ingest.source.Commitment;
import io.solflow.ingest.source.connect.GeyserConfig;
import io.solflow.ingest.source.connect.GeyserEndpoint;
import io.solflow.ingest.source.connect.ReconnectPolicy;
import io.solflow.ingest.source.connect.StreamTuning;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A market whose slots die, over real gRPC into real files: at processed they leave no trace, later they never come. */
@Timeout(180)
class DeadSlotsEndToEndTest {

    private static final long SEED = 20_261_122;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final MarketConfig MARKET = MarketConfig.of(80, 40, SEED).lasting(45);
    private static final String ALL_TRADES = "SELECT * FROM token_trades ORDER BY id";
    private static final String METRICS_OF_TRADED_MINTS = "SELECT mint, net_flow_60s, net_flow_300s, net_flow_14400s,"
            + " unique_wallets_300s, bot_wallets_300s, bot_trades_300s, bot_flow_300s, dca_flow_300s,"
            + " dca_unique_wallets_300s, dca_ratio_300s, trades_300s, buys_300s FROM token_rolling_metrics"
            + " WHERE mint IN (SELECT mint FROM token_trades) ORDER BY mint";

    @TempDir
    Path folder;

    @Test
    void shouldStoreWhatAMarketWithoutTheDeadSlotsWouldHaveStored() throws Exception {
        final DyingMarket market = new DyingMarket(MARKET, 0.2, 0);
        final Path undisturbed = folder.resolve("undisturbed.db");
        play(undisturbed, market.chainFeed(), market, Commitment.PROCESSED);

        final Path database = folder.resolve("dying.db");
        final long takenBack = play(database, market.feed(Map.of()), market, Commitment.PROCESSED);

        assertThat(takenBack).as("seed %d", SEED).isEqualTo(market.deadTrades()).isGreaterThan(500);
        assertThat(PipelineRun.rows(database, ALL_TRADES))
                .as("seed %d", SEED)
                .isEqualTo(PipelineRun.rows(undisturbed, ALL_TRADES));
        assertThat(PipelineRun.rows(database, METRICS_OF_TRADED_MINTS))
                .as("seed %d", SEED)
                .isEqualTo(PipelineRun.rows(undisturbed, METRICS_OF_TRADED_MINTS));
        assertSettledOnly(database, market);
    }

    @Test
    void shouldTakeBackWhatTheChainAbandons() throws Exception {
        final DyingMarket market = new DyingMarket(MARKET, 0.25, 0.6);
        final Path database = folder.resolve("abandoned.db");

        final long takenBack = play(database, market.feed(Map.of()), market, Commitment.PROCESSED);

        assertThat(takenBack).as("seed %d", SEED).isEqualTo(market.deadTrades()).isGreaterThan(500);
        assertSettledOnly(database, market);
    }

    @Test
    void shouldNeverSeeADeadSlotAtConfirmed() throws Exception {
        final DyingMarket market = new DyingMarket(MARKET, 0.25, 0.6);
        final Path database = folder.resolve("confirmed.db");

        assertThat(play(database, market.feed(Map.of()), market, Commitment.CONFIRMED))
                .isZero();
        assertSettledOnly(database, market);
    }

    /** The engine goes when it has stored the abandoned slot; the next one learns of the death from what comes later. */
    @Test
    void shouldTakeBackTheTradesOfASlotThatDiesAfterARestart() throws Exception {
        final DyingMarket market = new DyingMarket(MARKET, 0.25, 0.6);
        final Path database = folder.resolve("restarted.db");
        final int abandoned = market.abandonedFrom(60);
        final CountDownLatch restarted = new CountDownLatch(1);
        // the feed stops behind the abandoned block: the next one would confirm nothing yet, and nothing has told
        final BlockFeed feed = market.feed(
                Map.of(abandoned + 1, () -> assertThat(restarted.await(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                        .isTrue()));
        final String ofAbandoned = "SELECT count(*) FROM trades WHERE id >= " + market.firstId(abandoned);
        try (GeyserServer server = GeyserServer.start(lossless(), feed)) {
            final GeyserConfig config = client(server.port(), Commitment.PROCESSED);
            try (GrpcRun run = GrpcRun.start(database, config)) {
                run.awaitUntil(() -> hasRows(database, ofAbandoned));
            }
            try (GrpcRun run = GrpcRun.start(database, config)) {
                restarted.countDown();
                run.awaitCommitted(market.lastSlot());
                run.awaitUntil(() -> storedTrades(database) == market.expected().size());
                run.stop();
            }
        }
        assertSettledOnly(database, market);
    }

    /** Returns how many trades were taken back. */
    private static long play(
            final Path database, final BlockFeed feed, final DyingMarket market, final Commitment commitment)
            throws Exception {
        try (GeyserServer server = GeyserServer.start(lossless(), feed);
                GrpcRun run = GrpcRun.start(database, client(server.port(), commitment))) {
            run.awaitCommitted(market.lastSlot());
            server.ended().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            run.awaitUntil(() -> storedTrades(database) == market.expected().size());
            run.stop();
            return run.tradesTakenBack();
        }
    }

    private static boolean hasRows(final Path database, final String count) throws SQLException {
        return !PipelineRun.rows(database, count).equals(List.of("0"));
    }

    private static long storedTrades(final Path database) throws SQLException {
        return Long.parseLong(
                PipelineRun.rows(database, "SELECT count(*) FROM trades").get(0));
    }

    private static void assertSettledOnly(final Path database, final DyingMarket market) throws SQLException {
        assertThat(PipelineRun.rows(database, ServedMarket.ROWS_WITHOUT_TIME))
                .as("seed %d", SEED)
                .isEqualTo(market.expected().stream()
                        .map(ServedMarket::row)
                        .map(row -> row.substring(0, row.lastIndexOf('|')))
                        .toList());
        assertThat(PipelineRun.verify(database).details()).isEmpty();
        assertThat(PipelineRun.rows(database, "SELECT * FROM ingest_gaps")).isEmpty();
    }

    private static GeyserServerConfig lossless() {
        return GeyserServerConfig.defaults()
                .withDelivery(Delivery.LOSSLESS)
                .withSpeed(0)
                .withQueueLimit(200);
    }

    private static GeyserConfig client(final int port, final Commitment commitment) {
        return new GeyserConfig(
                new GeyserEndpoint(false, "127.0.0.1", port),
                "",
                commitment,
                GrpcRun.allPrograms(),
                null,
                StreamTuning.DEFAULT,
                new ReconnectPolicy(1, 50, 0, 50, 6, SEED));
    }
}
