package io.solflow.app.jar;

import static org.assertj.core.api.Assertions.assertThat;

import io.solflow.app.support.DrillTable;
import io.solflow.app.support.ForeignLock;
import io.solflow.app.support.GatedFeed;
import io.solflow.app.support.Jar;
import io.solflow.app.support.LiveJar;
import io.solflow.app.support.PipelineRun;
import io.solflow.app.support.ServedMarket;
import io.solflow.app.support.Tables;
import io.solflow.app.support.Undisturbed;
import io.solflow.ingest.server.GeyserServer;
import io.solflow.ingest.simulator.MarketConfig;
import io.solflow.ingest.simulator.MarketSimulator;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SIGTERM at the worst time: the ring is full and another process holds the database. */
class StopSignalIT {

    private static final long SEED = 20_261_126;
    private static final int RING_ENTRIES = 256;
    private static final int GATE = 10;
    private static final MarketConfig MARKET = MarketConfig.of(200, 60, SEED).lasting(60);
    private static final DrillTable TABLE = new DrillTable(
            "SIGTERM, the ring full and the database locked, seed " + SEED,
            "then",
            "exit",
            "seconds",
            "log bytes",
            "after the next start");

    private static Path undisturbed;
    private static long lastSlot;

    private final GatedFeed feed = new GatedFeed(new MarketSimulator(MARKET), GATE);
    private GeyserServer server;
    private LiveJar run;
    private ForeignLock lock;

    @TempDir
    Path folder;

    @BeforeAll
    static void runUndisturbed(@TempDir final Path folder) throws Exception {
        lastSlot = new ServedMarket(MARKET).lastSlot();
        undisturbed = Undisturbed.run(folder.resolve("undisturbed.db"), new MarketSimulator(MARKET), lastSlot);
    }

    @BeforeEach
    void fillTheRing() throws Exception {
        server = GeyserServer.start(Undisturbed.lossless(), feed);
        run = new LiveJar(folder.resolve("run.db"), server.port()).withRing(RING_ENTRIES);
        run.start();
        run.awaitSlot(MarketConfig.DEFAULT_START_SLOT);
        lock = ForeignLock.take(run.database());
        feed.open();
        feed.awaitStandstill();
    }

    @AfterEach
    void leaveNothing() throws SQLException {
        run.kill();
        lock.close();
        server.close();
    }

    @AfterAll
    static void print() {
        TABLE.print(System.out);
    }

    @Test
    void shouldDrainCommitAndFoldTheLogWhenTheDatabaseIsFreeInTime() throws Exception {
        final long before = run.committed().trades();
        final long startNs = System.nanoTime();
        run.terminate();
        run.awaitText("ENDED");
        lock.close();
        final Jar.Result result = run.awaitStop();
        final long tookMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNs);
        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(run.committed().trades()).isGreaterThan(before);
        final long logBytes = logBytes();
        assertThat(logBytes).isZero();
        assertThat(PipelineRun.verify(run.database()).details()).isEmpty();
        TABLE.row("free at once", result.exitCode(), seconds(tookMs), logBytes, resume());
    }

    @Test
    void shouldSayHowManyUpdatesComeAgainWhenTheDatabaseStaysLocked() throws Exception {
        final LiveJar.Committed before = run.committed();
        final long startNs = System.nanoTime();
        run.terminate();
        final Jar.Result result = run.awaitStop();
        final long tookMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNs);
        assertThat(result.exitCode()).as(result.err()).isEqualTo(1);
        assertThat(result.err())
                .containsPattern("[1-9][0-9]* updates were not committed within [0-9]+ ms: database .*run.db: .*lock")
                .contains("they come again with from_slot at the next start");
        assertThat(run.committed()).isEqualTo(before);
        final long logBytes = logBytes();
        lock.close();
        TABLE.row("stays locked", result.exitCode(), seconds(tookMs), logBytes, resume());
    }

    @Test
    void shouldEndAtOnceOnASecondSignal() throws Exception {
        run.terminate();
        run.awaitText("ENDED");
        final long startNs = System.nanoTime();
        run.terminate();
        final Jar.Result result = run.awaitStop();
        final long tookMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNs);
        assertThat(result.exitCode()).isEqualTo(130);
        assertThat(result.err()).doesNotContain("were not committed");
        final long logBytes = logBytes();
        lock.close();
        TABLE.row("second signal", result.exitCode(), seconds(tookMs), logBytes, resume());
    }

    /** The next start: everything that came too late comes again, nothing twice. */
    private String resume() throws Exception {
        run.start();
        run.awaitSlot(lastSlot);
        run.stop();
        final long trades = Tables.assertUndisturbed("seed " + SEED, run.database(), undisturbed);
        return trades + " trades, 0 missing, 0 doubled, tables equal";
    }

    private long logBytes() throws Exception {
        final Path log = run.database().resolveSibling("run.db-wal");
        return Files.exists(log) ? Files.size(log) : 0;
    }

    private static String seconds(final long ms) {
        return String.format(Locale.ROOT, "%.1f", ms / 1000.0);
    }
}
