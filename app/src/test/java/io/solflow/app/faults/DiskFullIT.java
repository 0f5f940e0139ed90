package io.solflow.app.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.solflow.app.support.DrillTable;
import io.solflow.app.support.GatedFeed;
import io.solflow.app.support.LiveJar;
import io.solflow.app.support.SmallDisk;
import io.solflow.app.support.Tables;
import io.solflow.app.support.Undisturbed;
import io.solflow.ingest.server.GeyserServer;
import io.solflow.ingest.simulator.MarketConfig;
import io.solflow.ingest.simulator.MarketSimulator;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The disk of the database is full, for {@code -Dsolflow.fullSeconds}, then there is room again. The disk is a real one of
 * a few megabytes; where none can be mounted, {@code BatchPersistRewindTest} shows the same with {@code max_page_count}.
 */
class DiskFullIT {

    private static final int FULL_SECONDS = Integer.getInteger("solflow.fullSeconds", 2);
    private static final long DISK_BYTES = 4L << 20;
    private static final long SEED = 20_261_128;
    private static final long PATIENCE_SECONDS = 240;
    private static final MarketConfig MARKET = MarketConfig.of(300, 60, SEED).lasting(80);
    private static final Pattern FULL = Pattern.compile(
            "database (\\S+full\\.db): .*full.*the file has ([0-9]+) bytes, its disk has ([0-9]+) bytes left, the next page needs 4120");

    @TempDir
    Path folder;

    @Test
    void shouldKeepTheBatchWhileTheDiskIsFullAndMissNothingWhenThereIsRoomAgain() throws Exception {
        assumeTrue(
                SmallDisk.isPossible(),
                "no disk can be mounted here: that takes Linux, root, and util-linux' unshare and nsenter");
        final Path mount = Files.createDirectory(folder.resolve("disk"));
        final GatedFeed feed = new GatedFeed(new MarketSimulator(MARKET), Integer.MAX_VALUE);
        final Path database = folder.resolve("full.db");
        final String message;
        try (SmallDisk disk = SmallDisk.mount(mount, DISK_BYTES);
                GeyserServer server = GeyserServer.start(Undisturbed.lossless(), feed)) {
            final LiveJar run = new LiveJar(mount.resolve("full.db"), server.port())
                    .withRing(256)
                    .behind(disk.prefix(), folder);
            try {
                run.start();
                run.awaiting().until(() -> FULL.matcher(run.jar().err()).find());
                final Matcher full = FULL.matcher(run.jar().err());
                assertThat(full.find()).isTrue();
                message = full.group();
                assertThat(full.group(1)).isEqualTo(mount.resolve("full.db").toString());
                assertThat(server.ended()).as("a market larger than the disk").isNotDone();
                run.jar().process().waitFor(FULL_SECONDS, TimeUnit.SECONDS);
                disk.resize(64 * DISK_BYTES);
                run.awaiting().until(() -> disk.bytes("full.db") + disk.bytes("full.db-wal") > DISK_BYTES);
                server.ended().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
                run.stop();
                assertThat(disk.bytes("full.db-wal")).isZero();
                disk.copy("full.db", database);
            } finally {
                run.kill();
            }
            // sent is not yet received: a run without a full disk, which begins where that one ended, sees the last
            // slot
            final LiveJar next = new LiveJar(database, server.port());
            next.start();
            // it may have everything already: a signal before it listens would end it at once
            next.awaitText("STREAMING");
            next.awaitSlot(feed.lastSlot());
            next.stop();
        }
        final Path undisturbed =
                Undisturbed.run(folder.resolve("undisturbed.db"), new MarketSimulator(MARKET), feed.lastSlot());
        final long trades = Tables.assertUndisturbed("seed " + SEED, database, undisturbed);
        new DrillTable(
                        "disk full for " + FULL_SECONDS + " s, seed " + SEED,
                        "trades",
                        "missing",
                        "doubled",
                        "tables",
                        "message")
                .row(trades, 0, 0, "equal", message.replace(mount.toString(), "…"))
                .print(System.out);
    }
}
