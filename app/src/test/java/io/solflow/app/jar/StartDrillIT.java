package io.solflow.app.jar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.solflow.app.config.DatabaseReader;
import io.solflow.app.engine.Engine;
import io.solflow.app.support.DrillTable;
import io.solflow.app.support.Jar;
import io.solflow.app.support.LiveJar;
import io.solflow.app.support.PipelineRun;
import io.solflow.app.support.Undisturbed;
import io.solflow.ingest.feed.Block;
import io.solflow.ingest.feed.BlockUpdates;
import io.solflow.ingest.server.GeyserServer;
import io.solflow.ingest.simulator.MarketConfig;
import io.solflow.ingest.simulator.MarketSimulator;
import io.solflow.ingest.source.UpdateRouter;
import io.solflow.ingest.source.UpdateSink;
import io.solflow.ingest.source.slots.AssemblerConfig;
import io.solflow.ingest.source.slots.SlotAssembler;
import io.solflow.persist.file.PersistConfig;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * How long a start takes: from the launch of the finished jar to the first new commit that a reader sees, with
 * {@code -Dsolflow.startTrades} stored within the longest window, {@code -Dsolflow.starts} times, and when
 * that is more than once, as often with a class archive, and with the flags of the service as well. It is measured and printed; what is asserted is that the windows are right.
 */
class StartDrillIT {

    private static final int TRADES = Integer.getInteger("solflow.startTrades", 20_000);
    private static final int STARTS = Integer.getInteger("solflow.starts", 1);
    private static final boolean WITH_ARCHIVE = STARTS > 1;
    private static final long SEED = 20_261_129;
    private static final int TRADES_PER_SECOND = 100;
    private static final long SERVED_SECONDS = 600;
    private static final long DRAIN_MS = 120_000;
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Pattern REFILLED =
            Pattern.compile("windows refilled from ([0-9]+) stored trades.* in ([0-9]+) ms");

    @TempDir
    Path folder;

    @Test
    void shouldCommitAgainSoonAfterALaunchBehindFullWindows() throws Exception {
        final Path database = folder.resolve("start.db");
        final MarketConfig market = MarketConfig.of(TRADES_PER_SECOND, 2_000, SEED);
        final long storedSeconds = Math.max(1, TRADES / TRADES_PER_SECOND);
        final long lastSlot = store(database, market.lasting(storedSeconds));
        final Starts plain = new Starts("java -jar");
        final Starts archived = new Starts("with a class archive");
        final Starts service = new Starts("as the service does");
        final Path archive = folder.resolve("solflow.jsa");
        try (GeyserServer server = GeyserServer.start(
                Undisturbed.lossless(),
                behind(new MarketSimulator(market.lasting(storedSeconds + SERVED_SECONDS)), lastSlot))) {
            if (WITH_ARCHIVE) {
                archiveAsTheServiceDoes(archive);
            }
            for (int start = 0; start < STARTS; start++) {
                plain.measure(live(database, server));
                if (WITH_ARCHIVE) {
                    final String withArchive = "-XX:SharedArchiveFile=" + archive;
                    archived.measure(live(database, server).withJvmFlags(withArchive));
                    service.measure(live(database, server).withJvmFlags(withArchive + ' ' + flagsOfTheService()));
                }
            }
        }
        assertThat(PipelineRun.verify(database).details()).as("seed %d", SEED).isEmpty();
        final DrillTable table = new DrillTable(
                "back to live, seed " + SEED,
                "launched",
                "stored trades",
                "starts",
                "launch to commit s: best",
                "median",
                "worst",
                "of it refill, median",
                "load",
                "cores");
        plain.addTo(table);
        if (WITH_ARCHIVE) {
            archived.addTo(table);
            service.addTo(table);
        }
        table.print(System.out);
    }

    /** As users launch it: with its page. */
    private static LiveJar live(final Path database, final GeyserServer server) {
        return new LiveJar(database, server.port()).withPage();
    }

    private void archiveAsTheServiceDoes(final Path archive) throws Exception {
        final Jar.Result demo = Jar.run(
                folder,
                Map.of("JDK_JAVA_OPTIONS", "-XX:ArchiveClassesAtExit=" + archive),
                "demo",
                "--seconds",
                "3",
                "--http",
                "off",
                "--db",
                folder.resolve("archive.db").toString());
        assertThat(demo.exitCode()).as(demo.err()).isZero();
        assertThat(archive).exists();
    }

    /** Those that choose how Java runs, but for the archive's place. */
    private static String flagsOfTheService() throws IOException {
        final String flags = Pattern.compile("-XX:(?!SharedArchiveFile)\\S+")
                .matcher(Files.readString(Path.of("service/solflow.service"))
                        .lines()
                        .filter(line -> line.startsWith("ExecStart="))
                        .collect(Collectors.joining()))
                .results()
                .map(MatchResult::group)
                .collect(Collectors.joining(" "));
        assertThat(flags).isNotEmpty();
        return flags;
    }

    /** What some starts of one kind have taken. */
    private static final class Starts {

        private final String name;
        private final List<Long> millis = new ArrayList<>();
        private final List<Long> refillMillis = new ArrayList<>();
        private String refilled = "";

        Starts(final String name) {
            this.name = name;
        }

        void measure(final LiveJar run) throws Exception {
            millis.add(launchToCommit(run));
            final Matcher said = REFILLED.matcher(run.jar().err());
            assertThat(said.find()).as(run.jar().err()).isTrue();
            refilled = said.group(1);
            refillMillis.add(Long.parseLong(said.group(2)));
            run.stop();
        }

        void addTo(final DrillTable table) {
            table.row(
                    name,
                    refilled,
                    STARTS,
                    seconds(Collections.min(millis)),
                    seconds(median(millis)),
                    seconds(Collections.max(millis)),
                    seconds(median(refillMillis)),
                    String.format(
                            Locale.ROOT,
                            "%.1f",
                            ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage()),
                    Runtime.getRuntime().availableProcessors());
        }
    }

    /** The reader stands ready before the launch, so that only the jar's time counts. */
    private static long launchToCommit(final LiveJar run) throws Exception {
        try (Connection reader = DatabaseReader.open(run.database());
                Statement statement = reader.createStatement()) {
            final long before = checkpointSlot(statement);
            final long startNs = System.nanoTime();
            run.start();
            await().atMost(PATIENCE)
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(2))
                    .failFast(() -> assertThat(run.jar().process().isAlive())
                            .as(run.jar().err())
                            .isTrue())
                    .until(() -> checkpointSlot(statement) > before);
            return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNs);
        }
    }

    private static long checkpointSlot(final Statement statement) throws Exception {
        try (ResultSet row = statement.executeQuery("SELECT slot FROM checkpoint")) {
            return row.getLong(1);
        }
    }

    /** Plays a market through the engine as fast as it goes; gives its last slot. */
    private static long store(final Path database, final MarketConfig market) throws Exception {
        long slot = 0;
        try (Engine engine = PipelineRun.open(PipelineRun.PIPELINE, PersistConfig.of(database));
                MarketSimulator simulator = new MarketSimulator(market)) {
            final SlotAssembler assembler =
                    new SlotAssembler(AssemblerConfig.replay(), engine.publisher(), UpdateSink.NO_CHECKPOINT);
            final UpdateRouter router = new UpdateRouter(assembler);
            for (Block block = simulator.next(); block != null; block = simulator.next()) {
                slot = block.slot();
                for (final byte[] update : BlockUpdates.plain().bytes(block)) {
                    router.onUpdate(update, 0, update.length, System.nanoTime());
                }
            }
            assembler.flush(System.nanoTime());
            engine.finish(DRAIN_MS);
        }
        return slot;
    }

    /** The market from a little before the stored end on, as a server's replay window holds it. */
    private static MarketSimulator behind(final MarketSimulator simulator, final long lastSlot) {
        long slot = 0;
        while (slot < lastSlot - 64) {
            slot = simulator.next().slot();
        }
        return simulator;
    }

    private static long median(final List<Long> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }

    private static String seconds(final long ms) {
        return String.format(Locale.ROOT, "%.2f", ms / 1000.0);
    }
}
