package io.solflow.ingest.source.connect;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * Which servers are reached through an HTTP proxy. Java's own properties ({@code https.proxyHost}, {@code https.proxyPort},
 * {@code http.nonProxyHosts}) win over the variables {@code HTTPS_PROXY} and {@code NO_PROXY}. As everywhere with gRPC a
 * server without TLS is reached through the same proxy. Immutable.
 */
public final class ProxyRules {

    /** Every server is reached directly. */
    public static final ProxyRules DIRECT = new ProxyRules(null, endpoint -> false);

    /** What a proxy's address looks like. */
    public static final String ALLOWED = "http://host:port or http://user:password@host:port";

    private static final int PROPERTY_PORT = 443;
    private static final int HTTP_PORT = 80;

    /** What Java says where {@code http.nonProxyHosts} is not set. */
    private static final String NON_PROXY_HOSTS = "localhost|127.*|[::1]|0.0.0.0|[::0]";

    private final HttpProxy proxy;
    private final Predicate<GeyserEndpoint> direct;

    private ProxyRules(final HttpProxy proxy, final Predicate<GeyserEndpoint> direct) {
        this.proxy = proxy;
        this.direct = direct;
    }

    /**
     * The rules that properties and variables make.
     *
     * @param properties gives the value of a system property, null where it is not set.
     * @param httpsProxy value of {@code HTTPS_PROXY}, empty where it is not set.
     * @param noProxy value of {@code NO_PROXY}, empty where it is not set.
     * @throws IllegalArgumentException when the proxy's address cannot be used; never shows user or password.
     */
    public static ProxyRules of(final UnaryOperator<String> properties, final String httpsProxy, final String noProxy) {
        final String host = properties.apply("https.proxyHost");
        if (host != null && !host.isBlank()) {
            final String hosts = properties.apply("http.nonProxyHosts");
            return new ProxyRules(
                    new HttpProxy(host.strip(), propertyPort(properties.apply("https.proxyPort")), "", ""),
                    nonProxyHosts(hosts == null ? NON_PROXY_HOSTS : hosts));
        }
        return httpsProxy.isBlank() ? DIRECT : new ProxyRules(parse(httpsProxy.strip()), NoProxy.parse(noProxy));
    }

    /** The proxy on the way to a server, empty where it is reached directly. */
    public Optional<HttpProxy> proxyFor(final GeyserEndpoint endpoint) {
        return proxy == null || direct.test(endpoint) ? Optional.empty() : Optional.of(proxy);
    }

    private static int propertyPort(final String text) {
        if (text == null || text.isBlank()) {
            return PROPERTY_PORT;
        }
        try {
            return Integer.parseInt(text.strip());
        } catch (final NumberFormatException e) {
            throw new IllegalArgumentException("https.proxyPort is '" + text + "', allowed: 1 to 65535", e);
        }
    }

    private static HttpProxy parse(final String text) {
        final URI uri;
        try {
            uri = new URI(text.contains("://") ? text : "http://" + text);
        } catch (final URISyntaxException e) {
            throw new IllegalArgumentException("HTTPS_PROXY is not a URL, allowed: " + ALLOWED);
        }
        if (!"http".equalsIgnoreCase(uri.getScheme())) {
            throw new IllegalArgumentException(
                    "HTTPS_PROXY is of scheme '" + uri.getScheme() + "', allowed: " + ALLOWED);
        }
        // a host with an underscore stands in the authority only
        final String authority = uri.getRawAuthority() == null ? "" : uri.getRawAuthority();
        final String hostAndPort = authority.substring(authority.lastIndexOf('@') + 1);
        final String user = authority.substring(0, Math.max(0, authority.lastIndexOf('@')));
        final int colon = hostAndPort.lastIndexOf(':');
        final boolean port = colon > hostAndPort.lastIndexOf(']');
        final String host = port ? hostAndPort.substring(0, colon) : hostAndPort;
        try {
            return new HttpProxy(
                    withoutBrackets(host),
                    port ? Integer.parseInt(hostAndPort.substring(colon + 1)) : HTTP_PORT,
                    decoded(user.split(":", 2)[0]),
                    user.contains(":") ? decoded(user.substring(user.indexOf(':') + 1)) : "");
        } catch (final IllegalArgumentException e) {
            throw new IllegalArgumentException("HTTPS_PROXY is not the address of a proxy, allowed: " + ALLOWED);
        }
    }

    private static String decoded(final String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private static String withoutBrackets(final String host) {
        return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    }

    /** Names and addresses separated by {@code |}, each with a {@code *} at its begin or end for anything. */
    private static Predicate<GeyserEndpoint> nonProxyHosts(final String text) {
        final List<String> patterns = new ArrayList<>();
        for (final String part : text.split("\\|", -1)) {
            if (!part.isBlank()) {
                patterns.add(withoutBrackets(part.strip()));
            }
        }
        return endpoint -> patterns.stream().anyMatch(pattern -> matches(pattern, endpoint.host()));
    }

    private static boolean matches(final String pattern, final String host) {
        final boolean open = pattern.startsWith("*");
        final boolean openEnd = pattern.length() > 1 && pattern.endsWith("*");
        final String fixed = pattern.substring(open ? 1 : 0, pattern.length() - (openEnd ? 1 : 0));
        final int offset = open ? host.length() - fixed.length() : 0;
        if (open && openEnd) {
            return host.toLowerCase(Locale.ROOT).contains(fixed.toLowerCase(Locale.ROOT));
        }
        return host.regionMatches(true, offset, fixed, 0, fixed.length())
                && (open || openEnd || host.length() == fixed.length());
    }
}
