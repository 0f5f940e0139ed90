package io.solflow.app.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.grpc.Status;
import io.solflow.app.support.GrpcRun;
import io.solflow.app.support.LogCapture;
import io.solflow.app.support.PipelineRun;
import io.solflow.app.support.ServedMarket;
import io.solflow.app.support.TestCertificate;
import io.solflow.app.support.TestToken;
import io.solflow.ingest.server.Delivery;
import io.solflow.ingest.server.GeyserServer;
import io.solflow.ingest.server.GeyserServerConfig;
import io.solflow.ingest.server.TlsFiles;
import io.solflow.ingest.simulator.ExpectedTrade;
import io.solflow.ingest.simulator.MarketConfig;
import io.solflow.ingest.source.Commitment;
import io.solflow.ingest.source.connect.GeyserConfig;
import io.solflow.ingest.source.connect.GeyserEndpoint;
import io.solflow.ingest.source.connect.ReconnectPolicy;
import io.solflow.ingest.source.connect.StreamTuning;
import io.solflow.ingest.source.stream.SourceEnd;
import io.solflow.ingest.source.stream.SourceState;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Server, gRPC, source, engine and SQLite together, over real sockets into real files, with whatever may go wrong. */
@Timeout(180)
class GrpcEndToEndTest {

    private static final long SEED = 20_261_001;
    private static final int SECONDS = 70;
    private static final String ALL_TRADES = "SELECT * FROM token_trades ORDER BY id";
    private static final String ALL_METRICS = "SELECT * FROM token_rolling_metrics ORDER BY mint";
    private static final String ALL_GAPS = "SELECT from_slot, to_slot, reason FROM ingest_gaps";

    private static final ServedMarket MARKET =
            new ServedMarket(MarketConfig.of(80, 40, SEED).lasting(SECONDS));
    private static List<String> undisturbedTrades;
    private static List<String> undisturbedMetrics;

    @TempDir
    Path folder;

    @BeforeAll
    static void runUndisturbed(@TempDir final Path folder) throws Exception {
        final Path database = folder.resolve("undisturbed.db");
        try (GeyserServer server = GeyserServer.start(lossless(), MARKET.feed());
                GrpcRun run = GrpcRun.start(database, client(server.port(), Commitment.CONFIRMED))) {
            run.awaitCommitted(MARKET.lastSlot());
            run.stop();
            assertThat(run.status().reconnects()).isZero();
        }
        undisturbedTrades = PipelineRun.rows(database, ALL_TRADES);
        undisturbedMetrics = PipelineRun.rows(database, ALL_METRICS);
        assertGroundTruth(database, trade -> true);
    }

    @Test
    void shouldStoreTheGroundTruthOverTls() throws Exception {
        final TlsFiles tls = TestCertificate.make(folder);
        final Path database = folder.resolve("tls.db");
        try (GeyserServer server =
                        GeyserServer.start(lossless().withTls(tls).withToken(TestToken.RIGHT), MARKET.feed());
                GrpcRun run = GrpcRun.start(
                        database,
                        new GeyserConfig(
                                new GeyserEndpoint(true, "127.0.0.1", server.port()),
                                TestToken.RIGHT,
                                Commitment.CONFIRMED,
                                GrpcRun.allPrograms(),
                                tls.certificateChain(),
                                StreamTuning.DEFAULT,
                                fastReconnect()))) {
            run.awaitCommitted(MARKET.lastSlot());
            run.stop();
        }
        assertUndisturbed(database);
    }

    @Test
    void shouldEndRefusedAndShowTheTokenNowhereWhenItIsWrong() throws Exception {
        final Path database = folder.resolve("refused.db");
        try (LogCapture log = LogCapture.start();
                GeyserServer server = GeyserServer.start(lossless().withToken(TestToken.RIGHT), MARKET.feed());
                GrpcRun run = GrpcRun.start(
                        database,
                        GeyserConfig.standard(
                                new GeyserEndpoint(false, "127.0.0.1", server.port()),
                                TestToken.WRONG,
                                Commitment.CONFIRMED,
                                GrpcRun.allPrograms(),
                                SEED))) {
            final SourceEnd end = run.awaitSourceEnd();
            run.stop();

            assertThat(end.kind()).isEqualTo(SourceEnd.Kind.REFUSED);
            assertThat(end.status()).isEqualTo("UNAUTHENTICATED");
            assertThat(end.message()).contains("127.0.0.1:" + server.port(), "check X_TOKEN");
            assertThat(run.status().state()).isEqualTo(SourceState.ENDED);
            assertThat(log.text()).contains("check X_TOKEN");
            assertThat(end + "\n" + run.status() + "\n" + log.text()).doesNotContain(TestToken.MARKER);
        }
        try (Stream<Path> files = Files.list(folder)) {
            for (final Path file : files.toList()) {
                assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                        .as(file.toString())
                        .doesNotContain(TestToken.MARKER);
            }
        }
    }

    @Test
    void shouldMissNothingWhenConnectionsBreakAndStreamsEnd() throws Exception {
        final Path database = folder.resolve("broken.db");
        final AtomicReference<GeyserServer> server = new AtomicReference<>();
        final CountDownLatch started = new CountDownLatch(1);
        final Map<Integer, ServedMarket.Action> faults = new HashMap<>();
        for (final int block : new int[] {10, 50, 90, 130}) {
            faults.put(block, () -> {
                assertThat(started.await(30, TimeUnit.SECONDS)).isTrue();
                server.get().disconnect();
                server.get().listen();
            });
        }
        final Map<Integer, Status> ends = Map.of(
                30, Status.UNAVAILABLE.withDescription("server is shutting down try again later"),
                60, Status.RESOURCE_EXHAUSTED.withDescription("max subscription limit exceeded"),
                70, Status.UNAVAILABLE,
                71, Status.INTERNAL.withDescription("lagged to send an update"),
                100, Status.ABORTED,
                110, Status.UNKNOWN,
                120, Status.CANCELLED,
                140, Status.DEADLINE_EXCEEDED,
                145, Status.DATA_LOSS,
                150, Status.OK);
        ends.forEach((block, status) -> faults.put(block, () -> {
            assertThat(started.await(30, TimeUnit.SECONDS)).isTrue();
            server.get().endStreams(status);
        }));
        try (GeyserServer playing = GeyserServer.start(lossless(), MARKET.feed(MARKET.size(), faults));
                GrpcRun run = GrpcRun.start(database, client(playing.port(), Commitment.CONFIRMED))) {
            server.set(playing);
            started.countDown();
            run.awaitCommitted(MARKET.lastSlot());
            run.stop();
            assertThat(run.status().reconnects()).isGreaterThanOrEqualTo(faults.size() - 2);
        }
        assertUndisturbed(database);
    }

    @Test
    void shouldMissNothingWhenTheServerIsReplacedByNewOnes() throws Exception {
        final Path database = folder.resolve("replaced.db");
        final CountDownLatch firstIsOld = new CountDownLatch(1);
        final CountDownLatch secondIsOld = new CountDownLatch(1);
        final GeyserServer first =
                GeyserServer.start(lossless(), MARKET.feed(MARKET.size(), Map.of(60, firstIsOld::countDown)));
        final GeyserServerConfig same = lossless().withPort(first.port());
        try (first;
                GrpcRun run = GrpcRun.start(database, client(first.port(), Commitment.CONFIRMED))) {
            assertThat(firstIsOld.await(60, TimeUnit.SECONDS)).isTrue();
            first.close();
            // it plays from the beginning: what the client had asked for comes again, and more
            try (GeyserServer second =
                    GeyserServer.start(same, MARKET.feed(MARKET.size(), Map.of(120, secondIsOld::countDown)))) {
                assertThat(secondIsOld.await(60, TimeUnit.SECONDS)).isTrue();
                assertThat(second.ended()).isNotDone();
            }
            // it does not wait for the client, who gets the rest from the replay window
            try (GeyserServer third =
                    GeyserServer.start(same.withDelivery(Delivery.LIVE).withReplaySlots(1_000), MARKET.feed())) {
                run.awaitCommitted(MARKET.lastSlot());
                run.stop();
                assertThat(third.ended()).isNotCompletedExceptionally();
            }
            assertThat(run.status().reconnects()).isGreaterThanOrEqualTo(2);
        }
        assertUndisturbed(database);
    }

    @Test
    void shouldRecordExactlyTheSlotsThatTheServerNoLongerHas() throws Exception {
        final Path database = folder.resolve("gap.db");
        final int known = 40;
        try (GeyserServer server = GeyserServer.start(lossless(), MARKET.feed(known, Map.of()));
                GrpcRun run = GrpcRun.start(database, client(server.port(), Commitment.CONFIRMED))) {
            run.awaitCommitted(MARKET.slot(known - 1));
            run.stop();
        }
        final int kept = 30;
        final long firstAvailable = MARKET.slot(MARKET.size() - kept);
        try (GeyserServer server =
                GeyserServer.start(lossless().withDelivery(Delivery.LIVE).withReplaySlots(kept), MARKET.feed())) {
            server.ended().get(60, TimeUnit.SECONDS);
            try (GrpcRun run = GrpcRun.start(database, client(server.port(), Commitment.CONFIRMED))) {
                run.awaitCommitted(MARKET.lastSlot());
                run.stop();
            }
        }
        assertThat(PipelineRun.rows(database, ALL_GAPS))
                .containsExactly((MARKET.slot(known - 1) + 1) + "|" + (firstAvailable - 1) + "|replay too old");
        assertGroundTruth(database, trade -> trade.slot() <= MARKET.slot(known - 1) || trade.slot() >= firstAvailable);
    }

    @Test
    void shouldGoOnWhereAnEarlierEngineStoppedOrDied() throws Exception {
        final Path database = folder.resolve("resumed.db");
        try (GeyserServer server = GeyserServer.start(lossless(), MARKET.feed())) {
            final GeyserConfig config = client(server.port(), Commitment.CONFIRMED);
            for (final int block : new int[] {20, 55, 90, 125}) {
                try (GrpcRun run = GrpcRun.start(database, config)) {
                    run.awaitCommitted(MARKET.slot(block));
                    if (block % 2 == 0) {
                        run.stop();
                    }
                }
            }
            try (GrpcRun run = GrpcRun.start(database, config)) {
                await().atMost(Duration.ofSeconds(60)).until(() -> run.status().state() == SourceState.STREAMING);
                assertThat(run.status().fromSlot()).isBetween(MARKET.slot(125) - 40, MARKET.lastSlot());
                run.awaitCommitted(MARKET.lastSlot());
                run.stop();
            }
        }
        assertUndisturbed(database);
    }

    @Test
    void shouldStoreTheSameAtFinalized() throws Exception {
        final Path database = folder.resolve("finalized.db");
        play(database, Commitment.FINALIZED);
        assertUndisturbed(database);
    }

    /** Block times come too late at processed, so some times are estimates. */
    @Test
    void shouldStoreTheSameTradesAtProcessed() throws Exception {
        final Path database = folder.resolve("processed.db");
        play(database, Commitment.PROCESSED);
        assertThat(PipelineRun.rows(database, ServedMarket.ROWS_WITHOUT_TIME))
                .as("seed %d", SEED)
                .isEqualTo(MARKET.expected().stream()
                        .map(ServedMarket::row)
                        .map(row -> row.substring(0, row.lastIndexOf('|')))
                        .toList());
        assertThat(PipelineRun.verify(database).details()).isEmpty();
        assertThat(PipelineRun.rows(database, ALL_GAPS)).isEmpty();
    }

    /** Without a replay window, so that the server keeps what the commitment makes it wait for and nothing else. */
    private static void play(final Path database, final Commitment commitment) throws Exception {
        try (GeyserServer server = GeyserServer.start(lossless().withReplaySlots(0), MARKET.feed());
                GrpcRun run = GrpcRun.start(database, client(server.port(), commitment))) {
            run.awaitCommitted(MARKET.lastSlot());
            run.stop();
        }
    }

    /** As fast as the client reads, and never far ahead of it. */
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
                fastReconnect());
    }

    private static ReconnectPolicy fastReconnect() {
        return new ReconnectPolicy(1, 50, 0, 50, 6, SEED);
    }

    private static void assertUndisturbed(final Path database) throws SQLException {
        assertThat(PipelineRun.rows(database, ALL_GAPS)).isEmpty();
        assertThat(PipelineRun.rows(database, ALL_TRADES)).as("seed %d", SEED).isEqualTo(undisturbedTrades);
        assertThat(PipelineRun.rows(database, ALL_METRICS)).as("seed %d", SEED).isEqualTo(undisturbedMetrics);
        assertThat(PipelineRun.verify(database).details()).isEmpty();
    }

    private static void assertGroundTruth(final Path database, final Predicate<ExpectedTrade> stored)
            throws SQLException, IOException {
        final List<String> expected =
                MARKET.expected().stream().filter(stored).map(ServedMarket::row).toList();
        assertThat(expected).isNotEmpty();
        assertThat(PipelineRun.rows(database, ServedMarket.ROWS))
                .as("seed %d", SEED)
                .isEqualTo(expected);
        assertThat(PipelineRun.verify(database).details()).isEmpty();
    }
}
