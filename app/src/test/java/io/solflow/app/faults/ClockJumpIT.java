package io.solflow.app.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.solflow.app.config.UsageException;
import io.solflow.app.support.GrpcRun;
import io.solflow.app.support.Jar;
import io.solflow.app.support.PipelineRun;
import io.solflow.app.support.ServedMarket;
import io.solflow.ingest.feed.Block;
import io.solflow.ingest.feed.BlockFeed;
import io.solflow.ingest.server.Delivery;
import io.solflow.ingest.server.GeyserServer;
import io.solflow.ingest.server.GeyserServerConfig;
import io.solflow.ingest.simulator.MarketConfig;
import io.solflow.ingest.source.Commitment;
import io.solflow.ingest.source.connect.GeyserConfig;
import io.solflow.ingest.source.connect.GeyserEndpoint;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The finished jar under libfaketime: its wall clock is an hour slow at the start, then an hour fast, slow and fast again
 * while it streams. The monotonic clock runs on, as it does when a real clock is set.
 */
@Timeout(900)
class ClockJumpIT {

    private static final long SEED = 20_261_127;
    private static final Duration PATIENCE = Duration.ofMinutes(4);
    /** A quarter of the market lasts two seconds, twice as long as libfaketime believes what it has read. */
    private static final long PACE_MS = 40;

    private static final String SLOW = "-3600";
    private static final String FAST = "+3600";
    private static final long JUMP_SECONDS = 3_600;
    private static final long TOLERANCE_SECONDS = 600;
    private static final Pattern LOG_TIME = Pattern.compile("(?m)^(\\d{4}-\\d\\d-\\d\\dT\\S+Z) ");
    private static final List<String> TABLES = List.of(
            "SELECT * FROM token_trades ORDER BY id",
            "SELECT * FROM token_rolling_metrics ORDER BY mint",
            "SELECT * FROM ingest_gaps",
            "SELECT slot, watermark FROM checkpoint");

    private final ServedMarket market =
            new ServedMarket(MarketConfig.of(50, 40, SEED).lasting(80));

    @TempDir
    Path folder;

    @Test
    void shouldHaveTheTablesOfAnUndisturbedRunWhenTheWallClockJumps() throws Exception {
        final Optional<Path> library = faketime();
        assumeTrue(library.isPresent(), "libfaketime is not installed (Debian package faketime)");
        final Path offset = folder.resolve("offset");
        final Path jumped = folder.resolve("jumped.db");
        set(offset, SLOW);
        try (GeyserServer server = GeyserServer.start(lossless(), paced(market.feed()))) {
            final Jar run = Jar.start(
                    folder,
                    Map.of(
                            "LD_PRELOAD",
                            library.get().toString(),
                            "FAKETIME_TIMESTAMP_FILE",
                            offset.toString(),
                            "FAKETIME_CACHE_DURATION",
                            "1",
                            "DONT_FAKE_MONOTONIC",
                            "1",
                            "FAKETIME_DONT_FAKE_MONOTONIC",
                            "1",
                            "GEYSER_URL",
                            "http://127.0.0.1:" + server.port(),
                            "SOLFLOW_DB_PATH",
                            jumped.toString()),
                    "run");
            try {
                jumpWhileItStreams(run, jumped, offset);
            } finally {
                run.process().destroyForcibly();
            }
        }
        final Path undisturbed = folder.resolve("undisturbed.db");
        playUndisturbed(undisturbed);
        for (final String table : TABLES) {
            assertThat(PipelineRun.rows(jumped, table))
                    .as("%s, seed %d", table, SEED)
                    .isEqualTo(PipelineRun.rows(undisturbed, table));
        }
        assertThat(PipelineRun.rows(jumped, TABLES.get(0))).hasSameSizeAs(market.expected());
        assertThat(PipelineRun.verify(jumped).details()).isEmpty();
    }

    private void jumpWhileItStreams(final Jar run, final Path database, final Path offset) throws Exception {
        final List<String> jumps = List.of(FAST, SLOW, FAST);
        for (int i = 0; i < jumps.size(); i++) {
            awaitCommitted(run, database, market.slot((i + 1) * market.size() / (jumps.size() + 1)));
            set(offset, jumps.get(i));
        }
        awaitCommitted(run, database, market.lastSlot());
        run.process().destroy();
        final Jar.Result result = run.await();
        assertThat(result.exitCode()).as(result.err()).isZero();
        assertJumped(result.err());
    }

    /** The jar's own log tells the time that it believed in, at its start and at its end. */
    private static void assertJumped(final String log) {
        final List<Instant> times = LOG_TIME.matcher(log)
                .results()
                .map(line -> Instant.parse(line.group(1)))
                .toList();
        final long nowSeconds = Instant.now().getEpochSecond();
        assertThat(times).as(log).hasSizeGreaterThan(1);
        assertThat(times.get(0).getEpochSecond()).isCloseTo(nowSeconds - JUMP_SECONDS, within(TOLERANCE_SECONDS));
        assertThat(times.get(times.size() - 1).getEpochSecond())
                .isCloseTo(nowSeconds + JUMP_SECONDS, within(TOLERANCE_SECONDS));
    }

    private static void awaitCommitted(final Jar run, final Path database, final long slot) {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .ignoreExceptionsMatching(e -> e instanceof UsageException || e instanceof SQLException)
                .failFast(() -> assertThat(run.process().isAlive())
                        .as("ended by itself:\n%s", run.err())
                        .isTrue())
                .until(() -> PipelineRun.rows(database, "SELECT 1 FROM checkpoint WHERE slot >= " + slot)
                                .size()
                        == 1);
    }

    private void playUndisturbed(final Path database) throws Exception {
        try (GeyserServer server = GeyserServer.start(lossless(), market.feed());
                GrpcRun run = GrpcRun.start(
                        database,
                        GeyserConfig.standard(
                                new GeyserEndpoint(false, "127.0.0.1", server.port()),
                                "",
                                Commitment.CONFIRMED,
                                GrpcRun.allPrograms(),
                                SEED))) {
            run.awaitCommitted(market.lastSlot());
            run.stop();
        }
    }

    private static GeyserServerConfig lossless() {
        return GeyserServerConfig.defaults()
                .withDelivery(Delivery.LOSSLESS)
                .withSpeed(0)
                .withQueueLimit(200)
                .withReplaySlots(1_000);
    }

    /** A block every few milliseconds. */
    private static BlockFeed paced(final BlockFeed feed) {
        return new BlockFeed() {
            @Override
            public Block next() throws IOException {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(PACE_MS));
                return feed.next();
            }

            @Override
            public void close() throws IOException {
                feed.close();
            }
        };
    }

    /** Replaces the file at once: a process that read it half written would be where it says. */
    private static void set(final Path offset, final String value) throws IOException {
        final Path next = offset.resolveSibling("offset.next");
        Files.writeString(next, value + "\n");
        Files.move(next, offset, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static Optional<Path> faketime() throws IOException {
        for (final Path root : List.of(Path.of("/usr/lib"), Path.of("/usr/local/lib"), Path.of("/usr/lib64"))) {
            if (Files.isDirectory(root)) {
                try (DirectoryStream<Path> folders = Files.newDirectoryStream(root)) {
                    for (final Path folder : folders) {
                        for (final String name : List.of("faketime/libfaketimeMT.so.1", "libfaketimeMT.so.1")) {
                            final Path library = folder.resolve(name);
                            if (Files.exists(library)) {
                                return Optional.of(library);
                            }
                        }
                    }
                }
            }
        }
        return Optional.empty();
    }
}
