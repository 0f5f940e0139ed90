package io.solflow.app.config;

import io.solflow.app.web.WebConfig;
import java.io.IOException;
import java.net.ServerSocket;
import java.util.Optional;
import java.util.function.Supplier;

/** Where the commands that show the page serve it. */
public final class HttpSettings {

    private static final String OFF = "off";

    private HttpSettings() {}

    /**
     * Where to serve.
     *
     * @param config checked when it was named; else read when it is needed, so that a start does not wait for it.
     * @param explicit true when the user has named the address, so that going on without it would be wrong.
     */
    public record Resolved(Supplier<WebConfig> config, boolean explicit) {}

    /**
     * Checks the address, and that one that was named is free; empty when it is off.
     *
     * @throws UsageException when it cannot be used.
     */
    public static Optional<Resolved> resolve(final Settings settings) {
        final boolean explicit = settings.text(Setting.HTTP).isPresent();
        if (!explicit && settings.text(Setting.HTTP_TOKEN).isEmpty()) {
            return Optional.of(new Resolved(() -> WebConfig.parse(WebConfig.DEFAULT_ADDRESS, ""), false));
        }
        final Optional<WebConfig> config = config(settings);
        if (explicit) {
            config.ifPresent(HttpSettings::requireFree);
        }
        return config.map(known -> new Resolved(() -> known, explicit));
    }

    /** The same without looking whether it is free. */
    public static Optional<WebConfig> config(final Settings settings) {
        final String address = settings.get(Setting.HTTP, String.class);
        if (address.equalsIgnoreCase(OFF)) {
            return Optional.empty();
        }
        try {
            return Optional.of(WebConfig.parse(
                    address, settings.find(Setting.HTTP_TOKEN, String.class).orElse("")));
        } catch (final IllegalArgumentException e) {
            throw new UsageException(Setting.HTTP, Setting.HTTP.variable() + " " + e.getMessage(), e);
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
                Setting.HTTP,
                Setting.HTTP.variable() + " is '" + config + "', which cannot be opened (" + cause.getMessage()
                        + "); allowed: a free " + Setting.HTTP.allowed(),
                cause);
    }
}
