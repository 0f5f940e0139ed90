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
import java.util.List;
import picocli.CommandLine.Option;

/** How a command subscribes to servers: its settings, and the flag that is none. */
public final class SourceOptions {

    @Option(
            names = "--tls-ca",
            paramLabel = "FILE",
            description =
                    "PEM file of the authority to trust instead of the system's, for servers with a certificate of"
                            + " their own.")
    private Path tlsCa;

    /** The servers that are named, in order, each with its token and the proxy on the way to it. */
    public GeyserServers resolve(final Settings settings, final List<DexProgram> programs) {
        final List<GeyserEndpoint> endpoints = endpoints(settings);
        final List<String> tokens = tokens(settings, endpoints.size());
        requireCertificate(endpoints);
        final ProxyRules proxies = proxies(settings);
        final List<String> programIds =
                programs.stream().map(program -> program.programId().toString()).toList();
        final Commitment level = settings.get(Setting.COMMITMENT, Commitment.class);
        final StreamTuning tuning = StreamTuning.DEFAULT.withGzip(settings.get(Setting.COMPRESSION, Boolean.class));
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
        return GeyserServers.of(servers, settings.wholeNumber(Setting.MAX_LAG_SECONDS));
    }

    /**
     * Checks the certificate authority.
     *
     * @throws UsageException when a server cannot be held against it.
     */
    public void requireCertificate(final List<GeyserEndpoint> endpoints) {
        try {
            endpoints.forEach(
                    endpoint -> GeyserConfig.requireCertificate(certificateFor(endpoint, endpoints), endpoint));
        } catch (final IllegalArgumentException e) {
            throw new UsageException(e.getMessage(), e);
        }
    }

    /** A server without TLS has no use for it beside one with. */
    private Path certificateFor(final GeyserEndpoint endpoint, final List<GeyserEndpoint> all) {
        return endpoint.tls() || all.stream().noneMatch(GeyserEndpoint::tls) ? tlsCa : null;
    }

    public static List<GeyserEndpoint> endpoints(final Settings settings) {
        return List.of(settings.get(Setting.GEYSER_URL, GeyserEndpoint[].class));
    }

    /** A token for each server: one for all, or as many as servers, of which some may be empty. */
    public static List<String> tokens(final Settings settings, final int servers) {
        final List<String> tokens =
                split(settings.find(Setting.X_TOKEN, String.class).orElse(""), servers);
        try {
            tokens.forEach(GeyserConfig::requireToken);
        } catch (final IllegalArgumentException e) {
            throw new UsageException(Setting.X_TOKEN, e.getMessage(), e);
        }
        return tokens;
    }

    private static List<String> split(final String text, final int servers) {
        final List<String> tokens =
                Arrays.stream(text.split(",", -1)).map(String::strip).toList();
        if (tokens.size() == 1 || servers == 1) {
            return Collections.nCopies(servers, text);
        }
        if (tokens.size() != servers) {
            throw new UsageException(
                    Setting.X_TOKEN,
                    Setting.X_TOKEN.variable() + " has " + tokens.size() + " tokens (not shown) for " + servers
                            + " servers, allowed: one for all, or one for each in the order of "
                            + Setting.GEYSER_URL.variable() + ", separated by commas",
                    null);
        }
        return tokens;
    }

    public static ProxyRules proxies(final Settings settings) {
        try {
            return ProxyRules.of(
                    System::getProperty,
                    settings.find(Setting.HTTPS_PROXY, String.class).orElse(""),
                    settings.find(Setting.NO_PROXY, String.class).orElse(""));
        } catch (final IllegalArgumentException e) {
            throw new UsageException(Setting.HTTPS_PROXY, e.getMessage(), e);
        }
    }
}
