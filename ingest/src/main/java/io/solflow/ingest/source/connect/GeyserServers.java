package io.solflow.ingest.source.connect;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The servers of a source in order of preference. All are asked for the same.
 *
 * @param servers one to sixteen, each with its token.
 * @param maxLagMs how far the stream may be behind this machine's clock before another server is looked at; 1000 or more.
 * @param firstAgainMs how long a server other than the first is kept before those before it are looked at again, and how
 *     long one that was left because it lagged is not gone back to; 1 or more.
 * @param leftOutMs how long a server that refused is not asked again; 1 or more.
 */
public record GeyserServers(List<GeyserConfig> servers, long maxLagMs, long firstAgainMs, long leftOutMs) {

    /** Lag from which on another server is looked at when nothing else is said. */
    public static final int DEFAULT_MAX_LAG_SECONDS = 30;

    private static final int MAX_SERVERS = 16;
    private static final long MIN_LAG_MS = 1_000;
    private static final long FIRST_AGAIN_MS = 300_000;
    private static final long LEFT_OUT_MS = 3_600_000;

    /** Checks the values. */
    public GeyserServers {
        servers = List.copyOf(servers);
        requireDistinct(servers.stream().map(GeyserConfig::endpoint).toList());
        if (maxLagMs < MIN_LAG_MS || firstAgainMs < 1 || leftOutMs < 1) {
            throw new IllegalArgumentException("lag " + maxLagMs + " ms, first again after " + firstAgainMs
                    + " ms, left out for " + leftOutMs + " ms, allowed: from " + MIN_LAG_MS + ", 1 and 1");
        }
        for (final GeyserConfig server : servers) {
            if (server.commitment() != servers.get(0).commitment()
                    || !server.programIds().equals(servers.get(0).programIds())) {
                throw new IllegalArgumentException("endpoint " + server.endpoint()
                        + " with another commitment or other programs, allowed: the same for all");
            }
        }
    }

    /**
     * Checks which servers are named.
     *
     * @throws IllegalArgumentException when there are none or too many of them, or one stands twice.
     */
    public static void requireDistinct(final List<GeyserEndpoint> endpoints) {
        if (endpoints.isEmpty() || endpoints.size() > MAX_SERVERS) {
            throw new IllegalArgumentException(endpoints.size() + " endpoints, allowed: 1 to " + MAX_SERVERS);
        }
        final Set<GeyserEndpoint> seen = new HashSet<>();
        for (final GeyserEndpoint endpoint : endpoints) {
            if (!seen.add(endpoint)) {
                throw new IllegalArgumentException("endpoint " + endpoint + " twice, allowed: once each");
            }
        }
    }

    /** One server. */
    public static GeyserServers of(final GeyserConfig server) {
        return of(List.of(server), DEFAULT_MAX_LAG_SECONDS);
    }

    /** Servers with the usual times: the first is looked at again after 5 minutes, one that refused after an hour. */
    public static GeyserServers of(final List<GeyserConfig> servers, final int maxLagSeconds) {
        return new GeyserServers(servers, maxLagSeconds * 1_000L, FIRST_AGAIN_MS, LEFT_OUT_MS);
    }

    /** The first: what it is asked for all are asked for. */
    public GeyserConfig first() {
        return servers.get(0);
    }

    @Override
    public String toString() {
        return String.join(
                "; else ", servers.stream().map(GeyserConfig::toString).toList());
    }
}
