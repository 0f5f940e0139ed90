package io.solflow.app.command;

import io.solflow.app.config.ExitCode;
import io.solflow.app.config.MarketOptions;
import io.solflow.app.config.SettingOptions;
import io.solflow.app.config.UsageException;
import io.solflow.app.live.StopSignals;
import io.solflow.ingest.feed.BlockFeed;
import io.solflow.ingest.feed.SlotTime;
import io.solflow.ingest.server.Delivery;
import io.solflow.ingest.server.GeyserServer;
import io.solflow.ingest.server.GeyserServerConfig;
import io.solflow.ingest.server.TlsFiles;
import io.solflow.ingest.simulator.MarketConfig;
import io.solflow.ingest.simulator.MarketSimulator;
import java.io.IOException;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "serve",
        description =
                "A Yellowstone-compatible gRPC server for any client: plays a capture or JSON-RPC files, or, without"
                        + " a path, a simulated market. At the end of the input the stream stays open.")
public final class ServeCommand implements Callable<Integer> {

    private static final long POLL_MS = 1_000;

    @Parameters(arity = "0..1", paramLabel = "PATH", description = "What to play (default: the simulated market).")
    private Path path;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "10000",
            description = "Port to listen on, 0 for any free one (default: ${DEFAULT-VALUE}).")
    private int port;

    @Option(
            names = "--bind",
            paramLabel = "ADDRESS",
            defaultValue = "127.0.0.1",
            description = "Address to listen on (default: ${DEFAULT-VALUE}).")
    private String bind;

    @Option(names = "--token", paramLabel = "TOKEN", description = "x-token that clients must send (default: none).")
    private String token;

    @Option(
            names = "--speed",
            paramLabel = "X",
            defaultValue = "1",
            description =
                    "Chain time against wall time; 0 plays as fast as clients read, and then waits for the slowest"
                            + " (default: ${DEFAULT-VALUE}).")
    private double speed;

    @Option(
            names = "--slot-ms",
            paramLabel = "MS",
            defaultValue = "" + SlotTime.DEFAULT_MS,
            description =
                    "Chain time of a slot, 50 to 2000 (default: ${DEFAULT-VALUE}; mainnet before autumn 2026: 400).")
    private int slotMs;

    @Option(
            names = "--replay-slots",
            paramLabel = "N",
            defaultValue = "150",
            description = "Slots kept for from_slot, 0 refuses it (default: ${DEFAULT-VALUE}).")
    private int replaySlots;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            description = "Chain time that the simulated market lasts (default: endless).")
    private Integer seconds;

    @Option(names = "--tls-cert", paramLabel = "FILE", description = "PEM certificate chain, for TLS.")
    private Path tlsCert;

    @Option(names = "--tls-key", paramLabel = "FILE", description = "PEM key of the certificate.")
    private Path tlsKey;

    @Mixin
    private MarketOptions market;

    @Override
    public Integer call() throws IOException {
        SettingOptions.logOnly();
        final GeyserServerConfig config = config();
        final StopSignals signals = StopSignals.install();
        try (GeyserServer server = GeyserServer.start(config, feed())) {
            System.out.println("listening on " + (tlsCert == null ? "http://" : "https://") + bind + ":" + server.port()
                    + (token == null ? "" : ", token required"));
            boolean reported = false;
            while (!signals.await(POLL_MS)) {
                if (!reported && server.ended().isDone()) {
                    reported = true;
                    System.out.println("end of the input; the streams stay open until the server is stopped");
                }
            }
        }
        return ExitCode.OK;
    }

    private GeyserServerConfig config() {
        if ((tlsCert == null) != (tlsKey == null)) {
            throw new UsageException("--tls-cert and --tls-key go together");
        }
        try {
            GeyserServerConfig config = GeyserServerConfig.defaults()
                    .withBindAddress(bind)
                    .withPort(port)
                    .withSpeed(speed)
                    .withSlotMs(slotMs)
                    .withReplaySlots(replaySlots)
                    .withDelivery(speed == 0 ? Delivery.LOSSLESS : Delivery.LIVE);
            if (token != null) {
                config = config.withToken(token);
            }
            return tlsCert == null ? config : config.withTls(new TlsFiles(tlsCert, tlsKey));
        } catch (final IllegalArgumentException e) {
            throw new UsageException(e.getMessage(), e);
        }
    }

    private BlockFeed feed() throws IOException {
        if (path != null) {
            return InputFiles.openBlocks(path);
        }
        final long nowSeconds = nowSeconds();
        return new MarketSimulator(
                market.market(
                        MarketConfig.slotAt(nowSeconds),
                        nowSeconds,
                        seconds == null ? OptionalLong.empty() : OptionalLong.of(seconds),
                        slotMs),
                ServeCommand::nowSeconds);
    }

    private static long nowSeconds() {
        return System.currentTimeMillis() / 1000;
    }
}
