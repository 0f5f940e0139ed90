package io.solflow.app;

import io.solflow.core.program.DexProgram;
import io.solflow.ingest.source.Commitment;
import io.solflow.ingest.source.GeyserConfig;
import io.solflow.ingest.source.GeyserEndpoint;
import io.solflow.ingest.source.ReconnectPolicy;
import io.solflow.ingest.source.StreamTuning;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** Flags of the commands that subscribe to a server. The token has none: flags show in the process list. */
final class SourceOptions {

    @Option(
            names = "--geyser-url",
            paramLabel = "URL",
            description = "Yellowstone server, https://host:port or http://host:port (GEYSER_URL). A token goes into"
                    + " X_TOKEN, in the environment or in .env.")
    private String geyserUrl;

    @Option(
            names = "--commitment",
            paramLabel = "LEVEL",
            description = "processed, confirmed or finalized (SOLFLOW_COMMITMENT; default: confirmed).")
    private String commitment;

    @Option(
            names = "--tls-ca",
            paramLabel = "FILE",
            description =
                    "PEM file of the authority to trust instead of the system's, for servers with a certificate of"
                            + " their own.")
    private Path tlsCa;

    Map<String, String> flags() {
        final Map<String, String> flags = new HashMap<>();
        flags.put(Settings.GEYSER_URL, geyserUrl);
        flags.put(Settings.COMMITMENT, commitment);
        return flags;
    }

    GeyserConfig resolve(final Settings settings, final List<DexProgram> programs) {
        final GeyserEndpoint endpoint = endpoint(settings);
        try {
            return new GeyserConfig(
                    endpoint,
                    settings.text(Settings.X_TOKEN).orElse(""),
                    commitment(settings),
                    programs.stream()
                            .map(program -> program.programId().toString())
                            .toList(),
                    tlsCa,
                    StreamTuning.DEFAULT,
                    ReconnectPolicy.standard(System.nanoTime()));
        } catch (final IllegalArgumentException e) {
            throw new UsageException(e.getMessage(), e);
        }
    }

    static GeyserEndpoint endpoint(final Settings settings) {
        final String url =
                settings.required(Settings.GEYSER_URL, "--geyser-url", "https://host:port or http://host:port");
        try {
            return GeyserEndpoint.parse(url);
        } catch (final IllegalArgumentException e) {
            throw new UsageException(Settings.GEYSER_URL + ": " + e.getMessage(), e);
        }
    }

    static Commitment commitment(final Settings settings) {
        return settings.oneOf(Settings.COMMITMENT, Commitment.CONFIRMED, Settings.byName(Commitment.values()));
    }
}
