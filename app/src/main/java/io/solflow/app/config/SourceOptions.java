package io.solflow.app.config;

import io.solflow.core.program.DexProgram;
import io.solflow.ingest.source.Commitment;
import io.solflow.ingest.source.connect.GeyserConfig;
import io.solflow.ingest.source.connect.GeyserEndpoint;
import io.solflow.ingest.source.connect.GeyserServers;
import io.solflow.ingest.source.connect.ProxyRules;
import io.solflow.ingest.source.connect.ReconnectPolicy;
import io.solflow.ingest.source.connect.StreamTuning;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Option;

/** Flags of the commands that subscribe to a server. The token has none: flags show in the process list. */
public final class SourceOptions {

    private static final int MIN_LAG_SECONDS = 5;
    private static final int MAX_LAG_SECONDS = 3_600;

    /** By name, in the order in which they are told. */
    private static final Map<String, Boolean> COMPRESSIONS = new TreeMap<>(Map.of("none", false, "gzip", true));

    @Option(
            names = "--geyser-url",
            paramLabel = "URLS",
            description =
                    "Yellowstone server, https://host:port or http://host:port, or several in order of preference,"
                            + " separated by commas (GEYSER_URL). A token goes into X_TOKEN, in the environment or in .env.")
    private String geyserUrl;

    @Option(
            names = "--commitment",
            paramLabel = "LEVEL",
            description = "processed, confirmed or finalized (SOLFLOW_COMMITMENT; default: confirmed).")
    private String commitment;

    @Option(
            names = "--max-lag-seconds",
            paramLabel = "N",
            description = "With several servers: how far one may be behind before another is taken"
                    + " (SOLFLOW_MAX_LAG_SECONDS; default: 30).")
    private String maxLagSeconds;

    @Option(
            names = "--compression",
            paramLabel = "NAME",
            description = "none or gzip: how the server may pack the stream (SOLFLOW_COMPRESSION; default: none).")
    private String compression;

    @Option(
            names = "--tls-ca",
            paramLabel = "FILE",
            description =
                    "PEM file of the authority to trust instead of the system's, for servers with a certificate of"
                            + " their own.")
    private Path tlsCa;

    public Map<String, String> flags() {
        final Map<String, String> flags = new HashMap<>();
        flags.put(Settings.GEYSER_URL, geyserUrl);
        flags.put(Settings.COMMITMENT, commitment);
        flags.put(Settings.MAX_LAG_SECONDS, maxLagSeconds);
        flags.put(Settings.COMPRESSION, compression);
        return flags;
    }

    /** The servers that are named, in order, each with its token and the proxy on the way to it. */
    public GeyserServers resolve(final Settings settings, final List<DexProgram> programs) {
        final List<GeyserEndpoint> endpoints = endpoints(settings);
        final List<String> tokens = tokens(settings, endpoints.size());
        final ProxyRules proxies = proxies(settings);
        final List<String> programIds =
                programs.stream().map(program -> program.programId().toString()).toList();
        final Commitment level = commitment(settings);
        final StreamTuning tuning = StreamTuning.DEFAULT.withGzip(gzip(settings));
        try {
            final List<GeyserConfig> servers = new ArrayList<>();
            for (int i = 0; i < endpoints.size(); i++) {
                final GeyserEndpoint endpoint = endpoints.get(i);
                servers.add(new GeyserConfig(
                        endpoint,
                        tokens.get(i),
                        level,
                        programIds,
                        certificateFor(endpoint, endpoints),
                        tuning,
                        ReconnectPolicy.standard(System.nanoTime()),
                        proxies.proxyFor(endpoint).orElse(null)));
            }
            return GeyserServers.of(servers, maxLagSeconds(settings));
        } catch (final IllegalArgumentException e) {
            throw new UsageException(e.getMessage(), e);
        }
    }

    /** A server without TLS has no use for it beside one with. */
    private Path certificateFor(final GeyserEndpoint endpoint, final List<GeyserEndpoint> all) {
        return endpoint.tls() || all.stream().noneMatch(GeyserEndpoint::tls) ? tlsCa : null;
    }

    public static List<GeyserEndpoint> endpoints(final Settings settings) {
        final String urls = settings.required(
                Settings.GEYSER_URL,
                "--geyser-url",
                "https://host:port or http://host:port, or several separated by commas");
        final List<GeyserEndpoint> endpoints = new ArrayList<>();
        for (final String url : urls.split(",", -1)) {
            try {
                endpoints.add(GeyserEndpoint.parse(url));
            } catch (final IllegalArgumentException e) {
                throw new UsageException(Settings.GEYSER_URL + ": " + e.getMessage(), e);
            }
        }
        return endpoints;
    }

    /** A token for each server: one for all, or as many as servers, of which some may be empty. */
    static List<String> tokens(final Settings settings, final int servers) {
        final String text = settings.text(Settings.X_TOKEN).orElse("");
        final List<String> tokens =
                Arrays.stream(text.split(",", -1)).map(String::strip).toList();
        if (tokens.size() == 1 || servers == 1) {
            return Collections.nCopies(servers, text);
        }
        if (tokens.size() != servers) {
            throw new UsageException(Settings.X_TOKEN + " has " + tokens.size() + " tokens (not shown) for " + servers
                    + " servers, allowed: one for all, or one for each in the order of " + Settings.GEYSER_URL
                    + ", separated by commas");
        }
        return tokens;
    }

    public static ProxyRules proxies(final Settings settings) {
        try {
            return ProxyRules.of(
                    System::getProperty,
                    settings.anyCase(Settings.HTTPS_PROXY).orElse(""),
                    settings.anyCase(Settings.NO_PROXY).orElse(""));
        } catch (final IllegalArgumentException e) {
            throw new UsageException(e.getMessage(), e);
        }
    }

    public static int maxLagSeconds(final Settings settings) {
        return settings.wholeNumber(
                Settings.MAX_LAG_SECONDS, GeyserServers.DEFAULT_MAX_LAG_SECONDS, MIN_LAG_SECONDS, MAX_LAG_SECONDS);
    }

    public static boolean gzip(final Settings settings) {
        return settings.oneOf(Settings.COMPRESSION, false, COMPRESSIONS);
    }

    public static Commitment commitment(final Settings settings) {
        return settings.oneOf(Settings.COMMITMENT, Commitment.CONFIRMED, Settings.byName(Commitment.values()));
    }
}
