package io.solflow.app.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import io.solflow.app.support.AnsweringServer;
import io.solflow.app.support.AnsweringServer.Stream;
import io.solflow.app.support.GrpcRun;
import io.solflow.app.support.LogCapture;
import io.solflow.app.support.PipelineRun;
import io.solflow.app.support.ServedMarket;
import io.solflow.app.support.Tables;
import io.solflow.app.support.TestToken;
import io.solflow.ingest.server.Delivery;
import io.solflow.ingest.server.GeyserServer;
import io.solflow.ingest.server.GeyserServerConfig;
import io.solflow.ingest.simulator.ExpectedTrade;
import io.solflow.ingest.simulator.MarketConfig;
import io.solflow.ingest.source.Commitment;
import io.solflow.ingest.source.connect.GeyserConfig;
import io.solflow.ingest.source.connect.GeyserEndpoint;
import io.solflow.ingest.source.connect.ReconnectPolicy;
import io.solflow.ingest.source.connect.StreamTuning;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers that stay silent, refuse to replay or no longer can: what the client does then, down to the tables. */
@Timeout(120)
class AnsweredStreamTest {

    private static final long SEED = 20_261_122;
    private static final ServedMarket MARKET =
            new ServedMarket(MarketConfig.of(40, 20, SEED).lasting(40));

    /** Blocks that the first run stores, and the first one that a live stream brings later. */
    private static final int STORED = 30;

    private static final int LIVE = 60;

    /** The default policy, a hundred times as fast. */
    private static final int SCALE = 100;

    private static final ReconnectPolicy STANDARD = ReconnectPolicy.standard(SEED);
    private static final ReconnectPolicy SCALED = new ReconnectPolicy(
            STANDARD.initialMs() / SCALE,
            STANDARD.capMs() / SCALE,
            STANDARD.settledMs() / SCALE,
            STANDARD.replayRetryMs() / SCALE,
            STANDARD.replayTries(),
            SEED);

    private static final long PING_MS = 10;
    private static final long STALL_MS = 300;
    private static final long NOTICED_MS = 30_000;

    @TempDir
    Path folder;

    private Path database;

    @BeforeEach
    void nameDatabase() {
        database = folder.resolve("answered.db");
    }

    @Test
    void shouldNoticeAStreamThatOnlyPingsAndMissNothing() throws Exception {
        final StreamTuning watchful = new StreamTuning(10, 64 << 20, 8 << 20, 256, NOTICED_MS, STALL_MS, false);
        try (LogCapture log = LogCapture.start();
                AnsweringServer server = AnsweringServer.start(
                        stream -> play(stream, stream.fromSlot(), stream.hasFromSlot() ? MARKET.size() : STORED));
                GrpcRun run = GrpcRun.start(database, config(server.port(), watchful))) {
            run.awaitCommitted(MARKET.lastSlot());
            run.stop();

            final int last = server.streams().size() - 1;
            assertThat(server.streams().get(last).fromSlot()).isBetween(MARKET.slot(0) - 32, MARKET.slot(STORED - 1));
            assertThat(log.text()).contains("no slot, block meta or transaction for " + STALL_MS + " ms");
            final long noticedMs =
                    TimeUnit.NANOSECONDS.toMillis(server.streams().get(last).openedNs()
                            - server.streams().get(last - 1).openedNs());
            assertThat(noticedMs).as("stall timeout %d ms", STALL_MS).isBetween(STALL_MS, NOTICED_MS);
        }
        assertUndisturbed();
    }

    @Test
    void shouldNoticeSilenceWithin30SecondsByDefault() {
        final long watchedEveryMs = 250;
        assertThat(Math.max(StreamTuning.DEFAULT.stallMs(), StreamTuning.DEFAULT.dataStallMs()) + watchedEveryMs)
                .isLessThan(NOTICED_MS);
    }

    @Test
    void shouldGiveUpAReplayThatAlwaysFailsAndRecordOneGap() throws Exception {
        storeTheFirst();
        try (AnsweringServer server = AnsweringServer.start(stream -> {
                    if (stream.hasFromSlot()) {
                        stream.end(Status.INTERNAL.withDescription("failed to get replay response"));
                    } else {
                        play(stream, MARKET.slot(LIVE), MARKET.size());
                    }
                });
                GrpcRun run = GrpcRun.start(database, config(server.port(), StreamTuning.DEFAULT))) {
            run.awaitCommitted(MARKET.lastSlot());
            run.stop();

            assertThat(server.streams().stream().map(Stream::hasFromSlot))
                    .containsExactly(true, true, true, true, true, true, false);
            assertAtMostTenTriesAMinute(server.streams());
        }
        assertGap("replay unavailable");
    }

    /** Ten a minute are one every six seconds, as the default policy waits; here on its shortened scale. */
    private static void assertAtMostTenTriesAMinute(final List<Stream> streams) {
        assertThat(TimeUnit.MINUTES.toMillis(1) / STANDARD.replayRetryMs()).isLessThanOrEqualTo(10);
        for (int i = 1; i < STANDARD.replayTries(); i++) {
            assertThat(TimeUnit.NANOSECONDS.toMillis(
                            streams.get(i).openedNs() - streams.get(i - 1).openedNs()))
                    .as("ms before try %d", i + 1)
                    .isGreaterThanOrEqualTo(STANDARD.replayRetryMs() / SCALE);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "broadcast from 1 is not available",
                "lagged",
                "broadcast from 1 is not available, last available: 0"
            })
    void shouldGoLiveAndRecordOneGapWhenTheServerDoesNotSayWhatItStillHas(final String words) throws Exception {
        storeTheFirst();
        try (AnsweringServer server = AnsweringServer.start(stream -> {
                    if (stream.hasFromSlot()) {
                        stream.end(Status.OUT_OF_RANGE.withDescription(words));
                    } else {
                        play(stream, MARKET.slot(LIVE), MARKET.size());
                    }
                });
                GrpcRun run = GrpcRun.start(database, config(server.port(), StreamTuning.DEFAULT))) {
            run.awaitCommitted(MARKET.lastSlot());
            run.stop();

            assertThat(server.streams().stream().map(Stream::hasFromSlot)).containsExactly(true, false);
        }
        assertGap("replay too old");
    }

    /** Between refusal and next request a server's window may have moved on. */
    @Test
    void shouldFollowAWindowThatMovesOnAndRecordOneGap() throws Exception {
        storeTheFirst();
        final int refusals = 4;
        final AtomicInteger streams = new AtomicInteger();
        try (AnsweringServer server = AnsweringServer.start(stream -> {
                    final int number = streams.incrementAndGet();
                    if (number <= refusals) {
                        stream.end(Status.OUT_OF_RANGE.withDescription("broadcast from " + stream.fromSlot()
                                + " is not available, last available: " + MARKET.slot(LIVE - refusals + number)));
                    } else {
                        play(stream, stream.fromSlot(), MARKET.size());
                    }
                });
                GrpcRun run = GrpcRun.start(database, config(server.port(), StreamTuning.DEFAULT))) {
            run.awaitCommitted(MARKET.lastSlot());
            run.stop();

            assertThat(server.streams()).hasSize(refusals + 1).allMatch(Stream::hasFromSlot);
            assertThat(server.streams().get(refusals).fromSlot()).isEqualTo(MARKET.slot(LIVE));
        }
        assertGap("replay too old");
    }

    @Test
    void shouldGoLiveWhenAWindowMovesOnFasterThanItCanBeFollowed() throws Exception {
        storeTheFirst();
        try (AnsweringServer server = AnsweringServer.start(stream -> {
                    if (stream.hasFromSlot()) {
                        stream.end(Status.OUT_OF_RANGE.withDescription("broadcast from " + stream.fromSlot()
                                + " is not available, last available: " + (stream.fromSlot() + 1)));
                    } else {
                        play(stream, MARKET.slot(LIVE), MARKET.size());
                    }
                });
                GrpcRun run = GrpcRun.start(database, config(server.port(), StreamTuning.DEFAULT))) {
            run.awaitCommitted(MARKET.lastSlot());
            run.stop();

            assertThat(server.streams()).hasSize(STANDARD.replayTries() + 1);
        }
        assertGap("replay too old");
    }

    /** An earlier run, up to the last of the stored blocks. */
    private void storeTheFirst() throws Exception {
        try (AnsweringServer server = AnsweringServer.start(stream -> play(stream, 0, STORED));
                GrpcRun run = GrpcRun.start(database, config(server.port(), StreamTuning.DEFAULT))) {
            run.awaitCommitted(MARKET.slot(STORED - 1));
            run.stop();
        }
    }

    /** The blocks from a slot up to a number, then pings. */
    private static void play(final Stream stream, final long fromSlot, final int to) throws InterruptedException {
        for (int block = 0; block < to; block++) {
            if (MARKET.slot(block) >= fromSlot) {
                stream.send(MARKET.block(block));
            }
        }
        stream.pingUntilGone(PING_MS);
    }

    private void assertGap(final String reason) throws Exception {
        assertThat(PipelineRun.rows(database, "SELECT from_slot, to_slot, reason FROM ingest_gaps"))
                .containsExactly((MARKET.slot(STORED - 1) + 1) + "|" + (MARKET.slot(LIVE) - 1) + "|" + reason);
        final Predicate<ExpectedTrade> kept =
                trade -> trade.slot() <= MARKET.slot(STORED - 1) || trade.slot() >= MARKET.slot(LIVE);
        assertThat(PipelineRun.rows(database, ServedMarket.ROWS))
                .as("seed %d", SEED)
                .isEqualTo(MARKET.expected().stream()
                        .filter(kept)
                        .map(ServedMarket::row)
                        .toList());
        assertThat(PipelineRun.verify(database).details()).isEmpty();
    }

    private void assertUndisturbed() throws Exception {
        final Path undisturbed = folder.resolve("undisturbed.db");
        final GeyserServerConfig lossless =
                GeyserServerConfig.defaults().withDelivery(Delivery.LOSSLESS).withSpeed(0);
        try (GeyserServer server = GeyserServer.start(lossless, MARKET.feed());
                GrpcRun run = GrpcRun.start(undisturbed, config(server.port(), StreamTuning.DEFAULT))) {
            run.awaitCommitted(MARKET.lastSlot());
            run.stop();
        }
        Tables.assertUndisturbed("seed " + SEED, database, undisturbed);
    }

    private static GeyserConfig config(final int port, final StreamTuning tuning) {
        return new GeyserConfig(
                new GeyserEndpoint(false, "127.0.0.1", port),
                TestToken.RIGHT,
                Commitment.CONFIRMED,
                GrpcRun.allPrograms(),
                null,
                tuning,
                SCALED);
    }
}
