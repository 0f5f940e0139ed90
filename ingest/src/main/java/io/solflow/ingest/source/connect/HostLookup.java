package io.solflow.ingest.source.connect;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** Finds the addresses of a host on a thread of its own, because name servers may take their time. */
public final class HostLookup {

    private HostLookup() {}

    /**
     * Begins; one of the three is called on the loop, the thread of the source.
     *
     * @param unknown takes what is said of a host that has no address.
     */
    public static void begin(
            final GeyserConfig config,
            final Executor loop,
            final Consumer<InetAddress[]> found,
            final Consumer<String> unknown,
            final Consumer<RuntimeException> failed) {
        final Thread resolver = new Thread(
                () -> {
                    try {
                        final InetAddress[] addresses = InetAddress.getAllByName(config.nearestHost());
                        loop.execute(() -> found.accept(addresses));
                    } catch (final UnknownHostException e) {
                        loop.execute(() -> unknown.accept(unknown(config)));
                    } catch (final RuntimeException e) {
                        loop.execute(() -> failed.accept(e));
                    }
                },
                "solflow-resolve");
        resolver.setDaemon(true);
        resolver.start();
    }

    /** What is said of a host that has no address. */
    public static String unknown(final GeyserConfig config) {
        return config.proxy() == null
                ? "unknown host '" + config.endpoint().host() + "'; check GEYSER_URL and the name server"
                : "unknown host '" + config.proxy().host() + "' of the proxy; check HTTPS_PROXY and the name server";
    }
}
