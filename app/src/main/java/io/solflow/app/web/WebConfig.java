package io.solflow.app.web;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where the server listens and who may ask, checked when built. The token never appears in a message.
 *
 * @param host as the user wrote it, without brackets.
 * @param port 0 for a free one.
 * @param address host and port, resolved.
 * @param token what clients have to know, empty when they need not.
 */
public record WebConfig(String host, int port, InetSocketAddress address, String token) {

    /** Where it listens unless told. */
    public static final String DEFAULT_ADDRESS = "127.0.0.1:8787";

    /** What addresses look like. */
    public static final String ALLOWED = "host:port, as " + DEFAULT_ADDRESS + ", or off";

    private static final int MIN_TOKEN_LENGTH = 16;

    /** What tokens look like. */
    public static final String ALLOWED_TOKEN =
            "at least " + MIN_TOKEN_LENGTH + " printable ASCII characters without spaces";

    private static final Pattern HOST_AND_PORT =
            Pattern.compile("(?:\\[([0-9A-Fa-f:.]+)]|([A-Za-z0-9.-]+)):(\\d{1,5})");
    private static final Pattern TOKEN = Pattern.compile("[!-~]*");
    private static final int MAX_PORT = 65_535;

    /**
     * Reads {@code host:port}.
     *
     * @throws IllegalArgumentException when it is not of that form, its host is unknown, others can reach it and there is
     *     no token, or the token is too short; the message says so without the name of the setting.
     */
    public static WebConfig parse(final String text, final String token) {
        final Matcher matcher = HOST_AND_PORT.matcher(text);
        if (!matcher.matches() || Integer.parseInt(matcher.group(3)) > MAX_PORT) {
            throw new IllegalArgumentException("is '" + text + "', allowed: " + ALLOWED);
        }
        final String host = (matcher.group(1) == null ? matcher.group(2) : matcher.group(1)).toLowerCase(Locale.ROOT);
        final int port = Integer.parseInt(matcher.group(3));
        final WebConfig config = new WebConfig(host, port, resolve(text, host, port), token);
        if (token.isEmpty() && !config.isLoopback()) {
            throw new IllegalArgumentException("is '" + text
                    + "', which others can reach; allowed without SOLFLOW_HTTP_TOKEN: an address of this machine alone, as "
                    + DEFAULT_ADDRESS);
        }
        if (!token.isEmpty()
                && (token.length() < MIN_TOKEN_LENGTH || !TOKEN.matcher(token).matches())) {
            throw new IllegalArgumentException(
                    "needs SOLFLOW_HTTP_TOKEN with " + ALLOWED_TOKEN + "; the one given has " + token.length());
        }
        return config;
    }

    private static InetSocketAddress resolve(final String text, final String host, final int port) {
        try {
            return new InetSocketAddress(InetAddress.getByName(host), port);
        } catch (final UnknownHostException e) {
            throw new IllegalArgumentException("is '" + text + "', but its host is not known; allowed: " + ALLOWED, e);
        }
    }

    boolean isLoopback() {
        return address.getAddress().isLoopbackAddress();
    }

    boolean isWildcard() {
        return address.getAddress().isAnyLocalAddress();
    }

    @Override
    public String toString() {
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }
}
