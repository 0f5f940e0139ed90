package io.solflow.ingest.source;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/**
 * Where a Yellowstone server listens.
 *
 * @param tls true for {@code https}.
 * @param host name or address; IPv6 addresses without brackets.
 * @param port 1 to 65535.
 */
public record GeyserEndpoint(boolean tls, String host, int port) {

    private static final String ALLOWED = "https://host:port or http://host:port";

    /** Checks the values. */
    public GeyserEndpoint {
        if (host == null || host.isBlank()) {
            throw new IllegalArgumentException("endpoint without a host, allowed: " + ALLOWED);
        }
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("endpoint port " + port + ", allowed: 1 to 65535");
        }
    }

    /**
     * The endpoint that a URL names; without a port it is 443 or 80.
     *
     * @throws IllegalArgumentException that says what is allowed. Of what was given it repeats scheme, host and port
     *     only: paths, queries and user names often hold a provider's token.
     */
    public static GeyserEndpoint parse(final String url) {
        final URI uri;
        try {
            uri = new URI(url.strip());
        } catch (final URISyntaxException e) {
            throw new IllegalArgumentException("endpoint is no URL (" + e.getReason() + "), allowed: " + ALLOWED);
        }
        final String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        final boolean tls = scheme.equals("https");
        final boolean web = tls || scheme.equals("http");
        if (!web || uri.getHost() == null) {
            throw new IllegalArgumentException("endpoint of scheme '" + scheme + "' and host '"
                    + (uri.getHost() == null ? "" : uri.getHost()) + "', allowed: " + ALLOWED);
        }
        final boolean bare = uri.getUserInfo() == null
                && uri.getQuery() == null
                && uri.getFragment() == null
                && (uri.getPath().isEmpty() || uri.getPath().equals("/"));
        if (!bare) {
            throw new IllegalArgumentException("endpoint " + scheme + "://" + uri.getHost()
                    + " has more than host and port, allowed: " + ALLOWED + "; a token goes into X_TOKEN");
        }
        return new GeyserEndpoint(tls, withoutBrackets(uri.getHost()), port(uri, tls));
    }

    private static int port(final URI uri, final boolean tls) {
        if (uri.getPort() != -1) {
            return uri.getPort();
        }
        return tls ? 443 : 80;
    }

    private static String withoutBrackets(final String host) {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    /** Host and port as HTTP writes them. */
    String authority() {
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }

    @Override
    public String toString() {
        return (tls ? "https://" : "http://") + authority();
    }
}
