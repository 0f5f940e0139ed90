package io.solflow.app.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import io.solflow.app.support.GrpcRun;
import io.solflow.app.support.PipelineRun;
import io.solflow.app.support.ServedMarket;
import io.solflow.app.support.Undisturbed;
import io.solflow.ingest.server.GeyserServer;
import io.solflow.ingest.simulator.MarketConfig;
import io.solflow.ingest.source.Commitment;
import io.solflow.ingest.source.connect.GeyserConfig;
import io.solflow.ingest.source.connect.GeyserEndpoint;
import io.solflow.ingest.source.connect.GeyserServers;
import io.solflow.ingest.source.connect.ReconnectPolicy;
import io.solflow.ingest.source.connect.StreamTuning;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Three real servers that play the same chain and fail one after the other: the tables are those of an undisturbed run. */
@Timeout(180)
class SeveralServersEndToEndTest {

    private static final long SEED = 20_261_201;
    private static final List<String> TABLES = List.of(
            "SELECT * FROM token_trades ORDER BY id",
            "SELECT * FROM token_rolling_metrics ORDER BY mint",
            "SELECT from_slot, to_slot, reason FROM ingest_gaps");
    private static final ServedMarket MARKET =
            new ServedMarket(MarketConfig.of(60, 30, SEED).lasting(60));

    @TempDir
    Path folder;

    @Test
    void shouldStoreTheSameWhateverServerDiesFallsSilentOrEnds() throws Exception {
        final Path undisturbed = Undisturbed.run(folder.resolve("undisturbed.db"), MARKET.feed(), MARKET.lastSlot());
        final Path database = folder.resolve("several.db");
        final CountDownLatch started = new CountDownLatch(1);
        final CountDownLatch over = new CountDownLatch(1);
        final AtomicReference<GeyserServer> first = new AtomicReference<>();
        final AtomicReference<GeyserServer> third = new AtomicReference<>();
        try (GeyserServer dies =
                        GeyserServer.start(Undisturbed.lossless(), MARKET.feed(MARKET.size(), Map.of(40, () -> {
                            started.await();
                            first.get().disconnect();
                        })));
                GeyserServer fallsSilent =
                        GeyserServer.start(Undisturbed.lossless(), MARKET.feed(MARKET.size(), Map.of(80, () -> {
                            // back when the others have failed
                            first.get().listen();
                            over.await(60, TimeUnit.SECONDS);
                        })));
                GeyserServer ends = GeyserServer.start(
                        Undisturbed.lossless(),
                        MARKET.feed(MARKET.size(), Map.of(120, () -> third.get().endStreams(Status.UNAVAILABLE))));
                GrpcRun run = GrpcRun.start(database, servers(dies, fallsSilent, ends))) {
            first.set(dies);
            third.set(ends);
            started.countDown();

            run.awaitCommitted(MARKET.lastSlot());
            run.stop();
            over.countDown();
            assertThat(run.status().reconnects()).isGreaterThanOrEqualTo(3);
        }
        for (final String table : TABLES) {
            assertThat(PipelineRun.rows(database, table)).isEqualTo(PipelineRun.rows(undisturbed, table));
        }
    }

    private static GeyserServers servers(final GeyserServer... servers) {
        final StreamTuning quick = new StreamTuning(20, 64 << 20, 8 << 20, 256, 60_000, 1_500, false);
        final ReconnectPolicy policy = new ReconnectPolicy(1, 20, 10_000, 5, 6, SEED);
        return GeyserServers.of(
                Arrays.stream(servers)
                        .map(server -> new GeyserConfig(
                                new GeyserEndpoint(false, "127.0.0.1", server.port()),
                                "",
                                Commitment.CONFIRMED,
                                GrpcRun.allPrograms(),
                                null,
                                quick,
                                policy))
                        .toList(),
                GeyserServers.DEFAULT_MAX_LAG_SECONDS);
    }
}
