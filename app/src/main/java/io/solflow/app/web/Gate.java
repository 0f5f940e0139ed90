package io.solflow.app.web;

import com.sun.net.httpserver.Headers;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Decides who may ask: pages of other sites may not, also when their name was made to lead here, and where others can reach
 * the server nobody may without the token. Immutable; any thread.
 */
final class Gate {

    private static final Pattern LOOPBACK = Pattern.compile("localhost|127(?:\\.\\d{1,3}){3}|\\[::1]");
    private static final Pattern PORT = Pattern.compile(":\\d{1,5}$");
    private static final String COOKIE = "solflow";
    private static final String BEARER = "Bearer ";

    private final WebConfig config;
    private final byte[] tokenHash;
    private final String cookie;

    Gate(final WebConfig config) {
        this.config = config;
        tokenHash = sha256("token " + config.token());
        // not the token itself, so that it lies in no browser's files
        cookie = HexFormat.of().formatHex(sha256("cookie " + config.token()));
    }

    /**
     * Checks the names that a request came by.
     *
     * @throws Refusal when it came by another name than this server's, or from a page of another.
     */
    void requireOwnName(final Headers headers) throws Refusal {
        final List<String> hosts = headers.getOrDefault("Host", List.of());
        if (hosts.size() != 1 || !isOwn(hosts.get(0))) {
            throw new Refusal(
                    403,
                    "Host is '" + String.join(", ", hosts) + "', allowed: " + config.host()
                            + ", localhost or a loopback address");
        }
        final List<String> origins = headers.getOrDefault("Origin", List.of());
        for (final String origin : origins) {
            if (!origin.equalsIgnoreCase("http://" + hosts.get(0))
                    && !origin.equalsIgnoreCase("https://" + hosts.get(0))) {
                throw new Refusal(403, "Origin is '" + origin + "', allowed: this server's own pages");
            }
        }
    }

    private boolean isOwn(final String hostHeader) {
        final String host = PORT.matcher(hostHeader.toLowerCase(Locale.ROOT)).replaceFirst("");
        final String bound = config.host().indexOf(':') >= 0 ? "[" + config.host() + "]" : config.host();
        // behind a wildcard the names are not known; the token stands in for them, a cookie is kept by name
        return LOOPBACK.matcher(host).matches()
                || host.equals(bound)
                || host.equals(config.address().getAddress().getHostAddress())
                || config.isWildcard();
    }

    boolean needsToken() {
        return !config.token().isEmpty();
    }

    /** True when a request carries the token or the cookie that was given for it. */
    boolean isKnown(final Headers headers) {
        for (final String value : headers.getOrDefault("Authorization", List.of())) {
            if (value.startsWith(BEARER)
                    && isToken(value.substring(BEARER.length()).strip())) {
                return true;
            }
        }
        for (final String value : headers.getOrDefault("Cookie", List.of())) {
            for (final String pair : value.split(";", -1)) {
                final String[] nameAndValue = pair.strip().split("=", 2);
                if (nameAndValue.length == 2 && nameAndValue[0].equals(COOKIE) && isSame(nameAndValue[1], cookie)) {
                    return true;
                }
            }
        }
        return false;
    }

    boolean isToken(final String given) {
        return MessageDigest.isEqual(sha256("token " + given), tokenHash);
    }

    /** The header that leaves the cookie in a browser. */
    String setCookie() {
        return COOKIE + "=" + cookie + "; Path=/; HttpOnly; SameSite=Strict";
    }

    private static boolean isSame(final String given, final String wanted) {
        return MessageDigest.isEqual(given.getBytes(StandardCharsets.UTF_8), wanted.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] sha256(final String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (final NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is missing in this Java", e);
        }
    }
}
