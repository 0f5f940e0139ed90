package io.solflow.app.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.solflow.app.support.DrillTable;
import io.solflow.app.support.ForeignLock;
import io.solflow.app.support.GatedFeed;
import io.solflow.app.support.Jar;
import io.solflow.app.support.LiveJar;
import io.solflow.app.support.ServedMarket;
import io.solflow.app.support.Tables;
import io.solflow.app.support.Undisturbed;
import io.solflow.ingest.server.Delivery;
import io.solflow.ingest.server.GeyserServer;
import io.solflow.ingest.server.GeyserServerConfig;
import io.solflow.ingest.simulator.MarketConfig;
import io.solflow.ingest.simulator.MarketSimulator;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Another process holds the database, for {@code -Dsolflow.lockedSeconds}, while the source goes on: the finished jar waits,
 * its ring is full, the source is slowed, and nothing is dropped.
 */
class LockedDatabaseIT {

    private static final int LOCKED_SECONDS = Integer.getInteger("solflow.lockedSeconds", 5);
    private static final long SEED = 20_261_125;
    private static final int RING_ENTRIES = 1_024;
    private static final int FIRST_SECONDS = 4;
    private static final int GATE = 15;
    private static final long PATIENCE_SECONDS = LOCKED_SECONDS + 240L;
    /** Chain time runs ahead of the clock, so that a few seconds bring more than connection and queue hold. */
    private static final int SPEED = Math.max(1, 60 / LOCKED_SECONDS);

    private static final MarketConfig MARKET = MarketConfig.of(300, 60, SEED).lasting((LOCKED_SECONDS + 4L) * SPEED);
    private static final Pattern WAITED =
            Pattern.compile("full ring +[1-9][0-9,]* times, the source waited ([0-9,.]+) s");

    private final List<LiveJar> runs = new ArrayList<>();

    @TempDir
    Path folder;

    @AfterEach
    void leaveNoProcess() {
        runs.forEach(LiveJar::kill);
    }

    /** Of the two servers one waits for its client and one cuts it off, as real nodes do. */
    @Test
    @SuppressWarnings("try") // a lock is held, not used
    void shouldSlowTheSourceAndDropNothingWhileTheRingIsFull() throws Exception {
        final GatedFeed waiting = new GatedFeed(new MarketSimulator(MARKET), GATE);
        final GatedFeed cutting = new GatedFeed(new MarketSimulator(MARKET), GATE);
        final DrillTable table = new DrillTable(
                "ring full, database locked for " + LOCKED_SECONDS + " s by another process, seed " + SEED,
                "server",
                "blocks sent while locked",
                "source waited s",
                "caught up s",
                "trades",
                "missing",
                "doubled",
                "tables");
        try (GeyserServer lossless = GeyserServer.start(server(Delivery.LOSSLESS), waiting);
                GeyserServer live = GeyserServer.start(server(Delivery.LIVE), cutting)) {
            begin("slowed.db", "cut.db");
            final LiveJar slowed = start("slowed.db", lossless);
            final LiveJar cut = start("cut.db", live);
            slowed.awaitText("STREAMING");
            cut.awaitText("STREAMING");
            final int sentSlowed;
            final int sentCut;
            try (ForeignLock first = ForeignLock.take(slowed.database());
                    ForeignLock second = ForeignLock.take(cut.database())) {
                waiting.open();
                cutting.open();
                final long untilNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(LOCKED_SECONDS);
                waiting.awaitStandstill();
                slowed.jar().process().waitFor(untilNs - System.nanoTime(), TimeUnit.NANOSECONDS);
                sentSlowed = waiting.taken();
                sentCut = cutting.taken();
            }
            assertThat(sentSlowed)
                    .as("blocks taken by the server that waits, of those of the one that does not")
                    .isLessThan(sentCut);
            final long freedNs = System.nanoTime();
            live.ended().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            lossless.ended().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            slowed.awaitSlot(waiting.lastSlot());
            cut.awaitSlot(cutting.lastSlot());
            final long caughtUpSeconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - freedNs);
            final Path undisturbed =
                    Undisturbed.run(folder.resolve("undisturbed.db"), new MarketSimulator(MARKET), waiting.lastSlot());
            assertThat(cut.jar().err()).contains("lagged to send an update");
            assertThat(slowed.jar().err()).doesNotContain("lagged to send an update");
            table.row(
                    "waits",
                    sentSlowed,
                    waitedSeconds(slowed.stop()),
                    caughtUpSeconds,
                    assertSame(slowed, undisturbed),
                    0,
                    0,
                    "equal");
            table.row(
                    "cuts off",
                    sentCut,
                    waitedSeconds(cut.stop()),
                    caughtUpSeconds,
                    assertSame(cut, undisturbed),
                    0,
                    0,
                    "equal");
        }
        table.print(System.out);
    }

    /** A start does not need the lock, only its first commit does. */
    @Test
    @SuppressWarnings("try") // a lock is held, not used
    void shouldStartAndWaitWhileAnotherProcessHoldsTheDatabase() throws Exception {
        final MarketConfig market = MarketConfig.of(200, 60, SEED).lasting(20);
        final GatedFeed feed = new GatedFeed(new MarketSimulator(market), GATE);
        try (GeyserServer server = GeyserServer.start(Undisturbed.lossless(), feed)) {
            final LiveJar run = start("held.db", server);
            run.awaitSlot(MarketConfig.DEFAULT_START_SLOT);
            run.stop();
            try (ForeignLock lock = ForeignLock.take(run.database())) {
                feed.open();
                run.start();
                run.awaitText("STREAMING");
                feed.awaitStandstill();
            }
            server.ended().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            run.awaitSlot(feed.lastSlot());
            run.stop();
            assertSame(
                    run,
                    Undisturbed.run(folder.resolve("undisturbed.db"), new MarketSimulator(market), feed.lastSlot()));
        }
    }

    /** Databases that hold the market's first blocks, so that a run resumes also from the server that does not wait. */
    private void begin(final String... names) throws Exception {
        final MarketConfig first = MARKET.lasting(FIRST_SECONDS);
        final Path begun = Undisturbed.run(
                folder.resolve("begun.db"), new MarketSimulator(first), new ServedMarket(first).lastSlot());
        for (final String name : names) {
            Files.copy(begun, folder.resolve(name));
        }
    }

    private LiveJar start(final String name, final GeyserServer server) throws Exception {
        final LiveJar run = new LiveJar(folder.resolve(name), server.port()).withRing(RING_ENTRIES);
        runs.add(run);
        run.start();
        return run;
    }

    private static long assertSame(final LiveJar run, final Path undisturbed) throws Exception {
        return Tables.assertUndisturbed("seed " + SEED, run.database(), undisturbed);
    }

    private static String waitedSeconds(final Jar.Result run) {
        final Matcher waited = WAITED.matcher(run.out());
        assertThat(waited.find()).as(run.out()).isTrue();
        return waited.group(1);
    }

    private static GeyserServerConfig server(final Delivery delivery) {
        return GeyserServerConfig.defaults()
                .withDelivery(delivery)
                .withSpeed(SPEED)
                .withQueueLimit(1_000)
                .withReplaySlots(2_000);
    }
}
