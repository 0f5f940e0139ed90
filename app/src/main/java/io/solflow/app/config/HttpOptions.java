package io.solflow.app.config;

import io.solflow.app.web.WebConfig;
import java.io.IOException;
import java.net.ServerSocket;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import picocli.CommandLine.Option;

/** {@code --http} of the commands that show the page. */
public final class HttpOptions {

    private static final String OFF = "off";

    @Option(
            names = "--http",
            paramLabel = "HOST:PORT",
            description = "Where page, API and metrics are served, or off (SOLFLOW_HTTP; default: "
                    + WebConfig.DEFAULT_ADDRESS + "). Others than this machine need SOLFLOW_HTTP_TOKEN.")
    private String http;

    /**
     * Where to serve.
     *
     * @param config checked when it was named; else read when it is needed, so that a start does not wait for it.
     * @param explicit true when the user has named the address, so that going on without it would be wrong.
     */
    public record Resolved(Supplier<WebConfig> config, boolean explicit) {}

    public Map<String, String> flags() {
        final Map<String, String> flags = new HashMap<>();
        flags.put(Settings.HTTP, http);
        return flags;
    }

    /**
     * Checks the address, and that one that was named is free; empty when it is off.
     *
     * @throws UsageException when it cannot be used.
     */
    public static Optional<Resolved> resolve(final Settings settings) {
        final boolean explicit = settings.text(Settings.HTTP).isPresent();
        if (!explicit && settings.text(Settings.HTTP_TOKEN).isEmpty()) {
            return Optional.of(new Resolved(() -> WebConfig.parse(WebConfig.DEFAULT_ADDRESS, ""), false));
        }
        final Optional<WebConfig> config = config(settings);
        if (explicit) {
            config.ifPresent(HttpOptions::requireFree);
        }
        return config.map(known -> new Resolved(() -> known, explicit));
    }

    /** The same without looking whether it is free. */
    public static Optional<WebConfig> config(final Settings settings) {
        final String address = settings.text(Settings.HTTP).orElse(WebConfig.DEFAULT_ADDRESS);
        if (address.equalsIgnoreCase(OFF)) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    WebConfig.parse(address, settings.text(Settings.HTTP_TOKEN).orElse("")));
        } catch (final IllegalArgumentException e) {
            throw new UsageException(Settings.HTTP + " " + e.getMessage(), e);
        }
    }

    private static void requireFree(final WebConfig config) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(config.address());
        } catch (final IOException e) {
            throw taken(config, e);
        }
    }

    public static UsageException taken(final WebConfig config, final IOException cause) {
        return new UsageException(
                Settings.HTTP + " is '" + config + "', which cannot be opened (" + cause.getMessage()
                        + "); allowed: a free " + WebConfig.ALLOWED,
                cause);
    }
}
