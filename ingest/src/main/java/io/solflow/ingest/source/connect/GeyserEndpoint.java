package io.solflow.ingest.source.connect;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a Yellowstone server listens.
 *
 * @param tls true for {@code https}.
 * @param host name or address; IPv6 addresses without brackets. A name may hold underscores.
 * @param port 1 to 65535.
 */
public record GeyserEndpoint(boolean tls, String host, int port) {

    private static final String ALLOWED = "https://host:port or http://host:port";
    private static final int MAX_PORT = 65_535;

    /** Host and port; {@link URI} knows no host with an underscore. */
    private static final Pattern AUTHORITY =
            Pattern.compile("([A-Za-z0-9._-]{1,253}|\\[[0-9A-Fa-f:.%]{2,60}])(?::(\\d{1,6}))?");

    /** What is shown of a text without a scheme: with neither dot nor port it may as well be a token. */
    private static final Pattern LIKE_A_HOST =
            Pattern.compile("([A-Za-z0-9_-]{1,63}\\.)+([A-Za-z]{2,24}|\\d{1,3})|.*:\\d{1,6}|localhost");

    /** Checks the values. */
    public GeyserEndpoint {
        if (host == null || host.isBlank()) {
            throw new IllegalArgumentException("endpoint without a host, allowed: " + ALLOWED);
        }
        if (port < 1 || port > MAX_PORT) {
            throw new IllegalArgumentException("endpoint port " + port + ", allowed: 1 to " + MAX_PORT);
        }
    }

    /**
     * The endpoint that a URL names; without a port it is 443 or 80.
     *
     * @throws IllegalArgumentException that says what is allowed. Of what was given it repeats scheme, host and port
     *     only: paths, queries and user names often hold a provider's token.
     */
    public static GeyserEndpoint parse(final String url) {
        final String text = url.strip();
        if (!text.contains("://")) {
            throw new IllegalArgumentException("endpoint without a scheme, allowed: " + ALLOWED + example(text));
        }
        final URI uri;
        try {
            uri = new URI(text);
        } catch (final URISyntaxException e) {
            throw new IllegalArgumentException("endpoint is not a URL (" + e.getReason() + "), allowed: " + ALLOWED);
        }
        final String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        final boolean tls = scheme.equals("https");
        if (!tls && !scheme.equals("http")) {
            throw new IllegalArgumentException(
                    "endpoint of scheme '" + scheme + "', allowed: " + ALLOWED + example(withoutScheme(text)));
        }
        final String authority = uri.getRawAuthority() == null ? "" : uri.getRawAuthority();
        final Matcher hostAndPort = AUTHORITY.matcher(authority);
        if (!authority.contains("@") && !hostAndPort.matches()) {
            throw new IllegalArgumentException(
                    "endpoint without a host, or with one that holds other than letters, digits, '.', '-' and '_',"
                            + " allowed: " + ALLOWED);
        }
        if (authority.contains("@") || hasMore(uri)) {
            throw new IllegalArgumentException("endpoint " + scheme + "://"
                    + authority.substring(authority.indexOf('@') + 1)
                    + " has more than host and port, allowed: " + ALLOWED + "; a token goes into X_TOKEN");
        }
        return new GeyserEndpoint(tls, withoutBrackets(hostAndPort.group(1)), port(hostAndPort.group(2), tls));
    }

    private static boolean hasMore(final URI uri) {
        return uri.getRawQuery() != null
                || uri.getRawFragment() != null
                || !(uri.getRawPath().isEmpty() || uri.getRawPath().equals("/"));
    }

    /** How a text that lacks only the right scheme would be written, empty where it looks like no host. */
    private static String example(final String text) {
        final String host = text.split("[/?#]", 2)[0];
        return AUTHORITY.matcher(host).matches() && LIKE_A_HOST.matcher(host).matches()
                ? "; write https://" + host + ", or http://" + host + " for a server without TLS"
                : "";
    }

    private static String withoutScheme(final String text) {
        return text.substring(text.indexOf("://") + 3);
    }

    private static int port(final String port, final boolean tls) {
        if (port != null) {
            return Integer.parseInt(port);
        }
        return tls ? 443 : 80;
    }

    private static String withoutBrackets(final String host) {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    /** Host and port as HTTP writes them. */
    public String authority() {
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }

    @Override
    public String toString() {
        return (tls ? "https://" : "http://") + authority();
    }
}
