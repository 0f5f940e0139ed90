package io.solflow.app.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.solflow.app.support.DrillTable;
import io.solflow.app.support.Fault;
import io.solflow.app.support.Fault.Harm;
import io.solflow.app.support.Fault.Side;
import io.solflow.app.support.FaultyProxy;
import io.solflow.app.support.GrpcRun;
import io.solflow.app.support.PacedMarket;
import io.solflow.app.support.Tables;
import io.solflow.app.support.TestToken;
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
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongFunction;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A proxy breaks the connection again and again, at any byte and in every way that networks, load balancers and servers know.
 * {@code -Dsolflow.cutBytes} tells up to which byte of what the server sends a connection is cut at every one,
 * {@code -Dsolflow.cutSamples} how many bytes are drawn beyond, {@code -Dsolflow.cutSeed} from which seed.
 */
class BrokenConnectionTest {

    private static final int CUT_BYTES = Integer.getInteger("solflow.cutBytes", 1_024);
    private static final int CUT_SAMPLES = Integer.getInteger("solflow.cutSamples", 200);
    private static final long SEED = Long.getLong("solflow.cutSeed", 20_261_122L);

    private static final int FIRST_BYTES = 64 << 10;
    private static final int LATER_BYTES = 1 << 20;

    /** Less than what a client sends before it has to answer anything: preface, settings, headers and subscription. */
    private static final int CLIENT_BYTES = 512;

    /** The first connection brings some slots: before its first one a client does not know what it may miss. */
    private static final Fault FIRST = Fault.of(Side.SERVER, 48 << 10, Harm.CLOSE);

    private static final int FAULTS_OF_A_KIND = 8;

    /** Around the end of what comes a second time, some 36 KiB. */
    private static final int FROM_BYTES = 20 << 10;

    private static final int TO_BYTES = 120 << 10;

    private static final int NO_ERROR = 0;
    private static final int INTERNAL_ERROR = 2;
    private static final int REFUSED_STREAM = 7;
    private static final int CANCEL = 8;
    private static final int ENHANCE_YOUR_CALM = 11;

    private static final long STALL_MS = 300;
    private static final MarketConfig MARKET = MarketConfig.of(1, 20, SEED);
    private static final Duration PATIENCE = Duration.ofSeconds(240 + CUT_BYTES / 20);

    /** Thousands of lines about connections that are meant to fail. */
    private static final List<Logger> NOISY =
            List.of(Logger.getLogger("io.solflow.ingest.source"), Logger.getLogger("io.grpc.netty.shaded"));

    private static final DrillTable FIGURES = new DrillTable(
            "broken connections, seed " + SEED, "fault", "times", "reconnects", "slots", "trades, none missing", "ms");

    @TempDir
    Path folder;

    @BeforeAll
    static void silenceLogs() {
        NOISY.forEach(logger -> logger.setLevel(Level.OFF));
    }

    @AfterAll
    static void restoreLogs() {
        NOISY.forEach(logger -> logger.setLevel(null));
    }

    @AfterAll
    static void printFigures() {
        FIGURES.print(System.out);
    }

    @Test
    void shouldMissAndDoubleNothingWhereverAConnectionIsCut() throws Exception {
        play("cut at any byte", cuts(new Random(SEED)), StreamTuning.DEFAULT);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("kinds")
    void shouldMissAndDoubleNothingAfter(final String kind, final LongFunction<Fault> fault) throws Exception {
        final List<Fault> faults = new Random(SEED)
                .longs(FAULTS_OF_A_KIND, FROM_BYTES, TO_BYTES)
                .mapToObj(fault)
                .toList();
        play(kind, faults, StreamTuning.DEFAULT);
    }

    static Stream<Arguments> kinds() {
        return Stream.of(
                kind("connection closed", at -> Fault.of(Side.SERVER, at, Harm.CLOSE)),
                kind("connection reset", at -> Fault.of(Side.SERVER, at, Harm.RESET)),
                kind("half-open close", at -> Fault.of(Side.SERVER, at, Harm.HALF_CLOSE)),
                kind("GOAWAY", at -> Fault.goAway(at, 0, NO_ERROR)),
                kind("GOAWAY internal error", at -> Fault.goAway(at, 0, INTERNAL_ERROR)),
                kind("GOAWAY too many pings", at -> Fault.goAway(at, 0, ENHANCE_YOUR_CALM)),
                kind("RST_STREAM no error", at -> Fault.resetStream(at, NO_ERROR)),
                kind("RST_STREAM cancel", at -> Fault.resetStream(at, CANCEL)),
                kind("RST_STREAM internal error", at -> Fault.resetStream(at, INTERNAL_ERROR)),
                kind("RST_STREAM refused", at -> Fault.resetStream(at, REFUSED_STREAM)),
                kind("RST_STREAM too many pings", at -> Fault.resetStream(at, ENHANCE_YOUR_CALM)));
    }

    private static Arguments kind(final String name, final LongFunction<Fault> fault) {
        return Arguments.of(name, fault);
    }

    @Test
    void shouldStayWithAServerThatGoesAwayButServesItsStreamsToTheEnd() throws Exception {
        play(
                "GOAWAY, stream goes on",
                List.of(Fault.goAway(FROM_BYTES, Integer.MAX_VALUE, NO_ERROR)),
                StreamTuning.DEFAULT);
    }

    /** Nothing comes, the connection stays open: only a clock can tell. */
    @Test
    void shouldNoticeASilentConnectionWithinTheTimeSet() throws Exception {
        final StreamTuning watchful = new StreamTuning(10, 64 << 20, 8 << 20, 256, STALL_MS, STALL_MS, false);
        final List<Fault> faults = new Random(SEED)
                .longs(4, FROM_BYTES, TO_BYTES)
                .mapToObj(at -> Fault.of(Side.SERVER, at, Harm.SILENCE))
                .toList();
        play("silence, to be noticed in " + STALL_MS + " ms", faults, watchful);
    }

    /** Streams through a proxy with faults until all have come and the market is over, then compares. */
    private void play(final String title, final List<Fault> faults, final StreamTuning tuning) throws Exception {
        final Path broken = folder.resolve("broken.db");
        final AtomicReference<GrpcRun> client = new AtomicReference<>();
        final PacedMarket market = new PacedMarket(
                MARKET, () -> client.get() == null ? -1 : client.get().status().lastSlot());
        final long startNs = System.nanoTime();
        final long reconnects;
        try (GeyserServer server = GeyserServer.start(lossless(), market);
                FaultyProxy proxy = FaultyProxy.start(server.port(), faults);
                GrpcRun run = GrpcRun.start(broken, config(proxy.port(), tuning))) {
            client.set(run);
            run.awaiting(PATIENCE).until(proxy::allDone);
            market.end();
            server.ended().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            run.awaitCommitted(market.lastSlot());
            run.stop();
            reconnects = run.status().reconnects();
            assertThat(run.status().fromSlot() >= 0).as("resumed").isEqualTo(reconnects > 0);
            assertThat(proxy.connections()).isEqualTo((int) reconnects + 1);
        }
        final long elapsedMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNs);
        final Path undisturbed = folder.resolve("undisturbed.db");
        playUndisturbed(undisturbed, market.lastSlot());
        final long trades = Tables.assertUndisturbed("seed " + SEED, broken, undisturbed);
        assertThat(trades).as("seed %d", SEED).isEqualTo(market.expected().size());
        FIGURES.row(title, faults.size(), reconnects, market.lastSlot() - MARKET.startSlot() + 1, trades, elapsedMs);
    }

    private static void playUndisturbed(final Path database, final long lastSlot) throws Exception {
        final PacedMarket market = new PacedMarket(MARKET, () -> lastSlot).endingAt(lastSlot);
        try (GeyserServer server = GeyserServer.start(lossless(), market);
                GrpcRun run = GrpcRun.start(database, config(server.port(), StreamTuning.DEFAULT))) {
            run.awaiting(PATIENCE).until(() -> run.committedSlot() >= lastSlot);
            run.stop();
            assertThat(run.status().reconnects()).isZero();
        }
    }

    private static List<Fault> cuts(final Random random) {
        final List<Fault> cuts = new ArrayList<>();
        for (int at = 0; at < CUT_BYTES; at++) {
            cuts.add(cut(Side.SERVER, at, random));
        }
        for (int sample = 0; sample < CUT_SAMPLES; sample++) {
            final boolean later = sample % 10 == 0;
            final long at = later
                    ? FIRST_BYTES + random.nextInt(LATER_BYTES)
                    : CUT_BYTES + (long) (FIRST_BYTES - CUT_BYTES) * sample / CUT_SAMPLES;
            cuts.add(cut(Side.SERVER, at, random));
        }
        final int step = CUT_BYTES < FIRST_BYTES ? 4 : 1;
        for (int at = random.nextInt(step); at < CLIENT_BYTES; at += step) {
            cuts.add(cut(Side.CLIENT, at, random));
        }
        Collections.shuffle(cuts, random);
        cuts.add(0, FIRST);
        return cuts;
    }

    private static Fault cut(final Side side, final long at, final Random random) {
        return Fault.of(side, at, random.nextBoolean() ? Harm.CLOSE : Harm.RESET);
    }

    private static GeyserServerConfig lossless() {
        return GeyserServerConfig.defaults()
                .withToken(TestToken.RIGHT)
                .withDelivery(Delivery.LOSSLESS)
                .withSpeed(0)
                .withQueueLimit(200)
                .withReplaySlots(1_000);
    }

    private static GeyserConfig config(final int port, final StreamTuning tuning) {
        return new GeyserConfig(
                new GeyserEndpoint(false, "127.0.0.1", port),
                TestToken.RIGHT,
                Commitment.CONFIRMED,
                GrpcRun.allPrograms(),
                null,
                tuning,
                new ReconnectPolicy(1, 1, 0, 1, 6, SEED));
    }
}
