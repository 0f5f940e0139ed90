package io.solflow.ingest.source.connect;

import io.grpc.netty.shaded.io.netty.util.NetUtil;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Reads {@code NO_PROXY}, a list by commas or blanks: {@code *} for all; a host, which stands for the names below it too;
 * {@code .suffix} for the names below it only; either with {@code :port}; an address, or a range of them as
 * {@code 10.0.0.0/8}, which is compared with servers given by address.
 */
final class NoProxy {

    private NoProxy() {}

    /** True for servers that are reached directly. What cannot be read is taken as the name of a host. */
    static Predicate<GeyserEndpoint> parse(final String text) {
        final List<Predicate<GeyserEndpoint>> rules = new ArrayList<>();
        for (final String part : text.split("[,\\s]+", -1)) {
            if (!part.isEmpty()) {
                rules.add(rule(part));
            }
        }
        return endpoint -> rules.stream().anyMatch(rule -> rule.test(endpoint));
    }

    private static Predicate<GeyserEndpoint> rule(final String part) {
        if (part.equals("*")) {
            return endpoint -> true;
        }
        final int slash = part.indexOf('/');
        if (slash > 0) {
            final byte[] network = address(part.substring(0, slash));
            final int bits = bits(part.substring(slash + 1));
            return endpoint -> contains(network, bits, address(endpoint.host()));
        }
        final byte[] whole = address(part);
        if (whole.length > 0) {
            return endpoint -> contains(whole, whole.length * Byte.SIZE, address(endpoint.host()));
        }
        final int colon = part.lastIndexOf(':');
        final int port = colon < 0 ? -1 : bits(part.substring(colon + 1));
        final String host = port < 0 ? part : part.substring(0, colon);
        final byte[] address = address(host);
        return endpoint -> (port < 0 || endpoint.port() == port)
                && (address.length > 0
                        ? contains(address, address.length * Byte.SIZE, address(endpoint.host()))
                        : isBelow(host, endpoint.host()));
    }

    private static boolean isBelow(final String rule, final String host) {
        final String suffix = rule.startsWith("*.") ? rule.substring(1) : rule;
        if (suffix.startsWith(".")) {
            return endsWith(host, suffix);
        }
        return host.equalsIgnoreCase(suffix) || endsWith(host, "." + suffix);
    }

    private static boolean endsWith(final String host, final String suffix) {
        return host.length() > suffix.length()
                && host.regionMatches(true, host.length() - suffix.length(), suffix, 0, suffix.length());
    }

    private static boolean contains(final byte[] network, final int bits, final byte[] address) {
        if (address.length == 0 || network.length != address.length || bits < 0 || bits > address.length * Byte.SIZE) {
            return false;
        }
        for (int bit = 0; bit < bits; bit++) {
            final int mask = 0x80 >> (bit % Byte.SIZE);
            if (((network[bit / Byte.SIZE] ^ address[bit / Byte.SIZE]) & mask) != 0) {
                return false;
            }
        }
        return true;
    }

    /** The bytes of a literal address, none for a name: no name server is asked. */
    private static byte[] address(final String host) {
        final String literal = host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
        final byte[] address = NetUtil.createByteArrayFromIpAddressString(literal);
        return address == null ? new byte[0] : address;
    }

    private static int bits(final String text) {
        try {
            return Integer.parseInt(text);
        } catch (final NumberFormatException e) {
            return -1;
        }
    }
}
