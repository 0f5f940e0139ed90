package io.solflow.app.command;

import io.solflow.app.config.Age;
import io.solflow.app.config.DatabaseReader;
import io.solflow.app.config.HttpSettings;
import io.solflow.app.config.MarketOptions;
import io.solflow.app.config.PipelineOptions;
import io.solflow.app.config.Setting;
import io.solflow.app.config.SettingOptions;
import io.solflow.app.config.Settings;
import io.solflow.app.engine.Engine;
import io.solflow.app.live.LivePage;
import io.solflow.app.live.LiveRun;
import io.solflow.app.live.RunSummary;
import io.solflow.app.live.StopSignals;
import io.solflow.ingest.feed.Block;
import io.solflow.ingest.feed.BlockFeed;
import io.solflow.ingest.feed.SlotTime;
import io.solflow.ingest.server.Delivery;
import io.solflow.ingest.server.GeyserServer;
import io.solflow.ingest.server.GeyserServerConfig;
import io.solflow.ingest.simulator.MarketConfig;
import io.solflow.ingest.simulator.MarketSimulator;
import io.solflow.ingest.source.Commitment;
import io.solflow.ingest.source.connect.GeyserConfig;
import io.solflow.ingest.source.connect.GeyserEndpoint;
import io.solflow.ingest.source.connect.GeyserServers;
import io.solflow.ingest.source.stream.SourceEnd;
import io.solflow.persist.status.Checkpoint;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "demo",
        description =
                "The whole job on this machine, without a network: an embedded Yellowstone server plays a simulated"
                        + " market of all five programs over gRPC on loopback into a database. A database that holds an earlier"
                        + " demo is continued.")
public final class DemoCommand implements Callable<Integer> {

    private static final String DEFAULT_DATABASE = "solflow-demo.db";
    private static final int TOP_TOKENS = 10;

    /** Waits for its one client, which is never far behind; so it keeps little, and the demo stays small. */
    private static final GeyserServerConfig SERVER = GeyserServerConfig.defaults()
            .withDelivery(Delivery.LOSSLESS)
            .withReplayBytes(16L << 20)
            .withQueueLimit(8_192);

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "30",
            description = "How long the market lasts (default: ${DEFAULT-VALUE}).")
    private int seconds;

    @Option(
            names = "--slot-ms",
            paramLabel = "MS",
            defaultValue = "" + SlotTime.DEFAULT_MS,
            description = "How long a slot takes, 50 to 2000 (default: ${DEFAULT-VALUE}).")
    private int slotMs;

    @Mixin
    private MarketOptions market;

    @Mixin
    private PipelineOptions pipeline;

    @Mixin
    private final SettingOptions flags =
            SettingOptions.of(Setting.Group.DATABASE, Setting.Group.PIPELINE, Setting.Group.PAGE);

    @Override
    public Integer call() throws IOException, InterruptedException, SQLException {
        final Settings settings = flags.readAndLog();
        final PipelineOptions.Resolved options = pipeline.resolve(settings, DEFAULT_DATABASE);
        final Optional<Age> retention = PipelineOptions.retention(settings);
        // checked before anything is opened
        market.market(1, 1, OptionalLong.of(seconds), slotMs);
        final Optional<HttpSettings.Resolved> page = HttpSettings.resolve(settings);
        SmallHeap.prefer();
        final StopSignals signals = StopSignals.install();
        final PrintStream out = System.out;
        final PrintStream err = System.err;
        try (Engine engine = Engine.open(options, out)) {
            final PlayedSlots feed = new PlayedSlots(nextMarket(engine));
            try (GeyserServer server = GeyserServer.start(SERVER.withSlotMs(slotMs), feed)) {
                final LiveRun run =
                        new LiveRun(engine, GeyserServers.of(subscription(options, server.port())), retention);
                final SourceEnd end = run.run(
                        signals,
                        () -> engine.store().counters().checkpointSlot().get() >= feed.endSlot(),
                        err,
                        LivePage.of(page, engine.store().database()));
                RunSummary.print(out, engine, run.router(), run.healthLog());
                printTopTokens(out, options.persist().database());
                return RunCommand.exitCode(end);
            }
        }
    }

    /** A market that begins when it is first played, or where the database's last demo ended. */
    private MarketSimulator nextMarket(final Engine engine) {
        final Checkpoint checkpoint = engine.checkpoint();
        // a demo that was killed may have stored part of a slot behind its checkpoint
        final long lastSlot = Math.max(checkpoint.slot(), engine.store().newestTradeSlot());
        final long leastSeconds = checkpoint.hasWatermark() ? checkpoint.watermarkSeconds() + 1 : 0;
        final long startSlot = lastSlot == Checkpoint.NO_SLOT ? MarketConfig.slotAt(nowSeconds()) : lastSlot + 1;
        return new MarketSimulator(
                market.market(startSlot, Math.max(nowSeconds(), leastSeconds), OptionalLong.of(seconds), slotMs),
                () -> Math.max(nowSeconds(), leastSeconds));
    }

    private static long nowSeconds() {
        return System.currentTimeMillis() / 1000;
    }

    private static GeyserConfig subscription(final PipelineOptions.Resolved options, final int port) {
        return GeyserConfig.standard(
                new GeyserEndpoint(false, "127.0.0.1", port),
                "",
                Commitment.CONFIRMED,
                options.programs().stream()
                        .map(program -> program.programId().toString())
                        .toList(),
                System.nanoTime());
    }

    private static void printTopTokens(final PrintStream out, final Path database) throws SQLException {
        out.printf(
                Locale.ROOT,
                "%n%-44s %14s %14s %8s %8s%n",
                "top tokens",
                "net 60s SOL",
                "net 300s SOL",
                "wallets",
                "bots");
        try (Connection connection = DatabaseReader.open(database);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT mint, net_flow_60s, net_flow_300s, unique_wallets_300s,"
                        + " bot_wallets_300s FROM token_rolling_metrics ORDER BY net_flow_300s DESC LIMIT "
                        + TOP_TOKENS)) {
            while (rows.next()) {
                out.printf(
                        Locale.ROOT,
                        "%-44s %14.3f %14.3f %8d %8d%n",
                        rows.getString(1),
                        rows.getDouble(2),
                        rows.getDouble(3),
                        rows.getLong(4),
                        rows.getLong(5));
            }
        }
        out.printf(
                Locale.ROOT, "%nnext: sqlite3 %s \"SELECT * FROM token_trades ORDER BY id DESC LIMIT 5\"%n", database);
    }

    /** Passes blocks on and remembers the last one's slot, for whoever waits until it has arrived. */
    private static final class PlayedSlots implements BlockFeed {
        private final BlockFeed feed;
        private long lastSlot;
        private volatile long endSlot = Long.MAX_VALUE;

        PlayedSlots(final BlockFeed feed) {
            this.feed = feed;
        }

        /** Slot of the last block once there are no more, until then higher than any. */
        long endSlot() {
            return endSlot;
        }

        @Override
        public Block next() throws IOException {
            final Block block = feed.next();
            if (block == null) {
                endSlot = lastSlot;
            } else {
                lastSlot = block.slot();
            }
            return block;
        }

        @Override
        public void close() throws IOException {
            feed.close();
        }
    }
}
