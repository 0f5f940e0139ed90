package io.solflow.ingest.source.connect;

import io.solflow.core.chain.Pubkey;
import io.solflow.ingest.source.Commitment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What a source connects to and asks for.
 *
 * @param token sent as {@code x-token}, empty for none; printable ASCII. Shown nowhere, {@link #toString} included.
 * @param programIds base58; transactions that name one of them are asked for. At least one.
 * @param caCertificate PEM file of the authority to trust instead of the system's, null for the system's.
 * @param proxy what is asked to connect, null for a direct way.
 */
public record GeyserConfig(
        GeyserEndpoint endpoint,
        String token,
        Commitment commitment,
        List<String> programIds,
        Path caCertificate,
        StreamTuning tuning,
        ReconnectPolicy reconnect,
        HttpProxy proxy) {

    /** Checks the values. */
    public GeyserConfig {
        if (endpoint == null || commitment == null || tuning == null || reconnect == null) {
            throw new IllegalArgumentException("endpoint, commitment, tuning or reconnect policy missing");
        }
        requireToken(token);
        programIds = List.copyOf(programIds);
        if (programIds.isEmpty()) {
            throw new IllegalArgumentException("no program ids, allowed: one or more");
        }
        programIds.forEach(Pubkey::of);
        requireCertificate(caCertificate, endpoint);
    }

    /**
     * Checks a token.
     *
     * @throws IllegalArgumentException that says what is allowed, without the token.
     */
    public static void requireToken(final String token) {
        if (token == null || !token.chars().allMatch(c -> c > 0x20 && c < 0x7F)) {
            throw new IllegalArgumentException(
                    "token (not shown) has characters that are not allowed: printable ASCII without spaces");
        }
    }

    /**
     * Checks the authority that an endpoint's certificate is held against.
     *
     * @param caCertificate null for the system's.
     * @throws IllegalArgumentException that says what is allowed.
     */
    public static void requireCertificate(final Path caCertificate, final GeyserEndpoint endpoint) {
        if (caCertificate != null && !Files.isReadable(caCertificate)) {
            throw new IllegalArgumentException("CA certificate " + caCertificate + ", allowed: a readable PEM file");
        }
        if (caCertificate != null && !endpoint.tls()) {
            throw new IllegalArgumentException(
                    "CA certificate " + caCertificate + " with " + endpoint + ", allowed with https only");
        }
    }

    /** Without a proxy. */
    public GeyserConfig(
            final GeyserEndpoint endpoint,
            final String token,
            final Commitment commitment,
            final List<String> programIds,
            final Path caCertificate,
            final StreamTuning tuning,
            final ReconnectPolicy reconnect) {
        this(endpoint, token, commitment, programIds, caCertificate, tuning, reconnect, null);
    }

    /** The usual limits; the system's certificate authorities; jitter seeded by {@code seed}. */
    public static GeyserConfig standard(
            final GeyserEndpoint endpoint,
            final String token,
            final Commitment commitment,
            final List<String> programIds,
            final long seed) {
        return new GeyserConfig(
                endpoint, token, commitment, programIds, null, StreamTuning.DEFAULT, ReconnectPolicy.standard(seed));
    }

    /** The same with another policy of reconnecting. */
    public GeyserConfig withReconnect(final ReconnectPolicy value) {
        return new GeyserConfig(endpoint, token, commitment, programIds, caCertificate, tuning, value, proxy);
    }

    /** True when updates come before their slots are settled, so that what came of a slot may have to be taken back. */
    public boolean slotsDie() {
        return commitment == Commitment.PROCESSED;
    }

    /** The host whose addresses lead to the server: the proxy's where there is one, which then looks up the server's. */
    public String nearestHost() {
        return proxy == null ? endpoint.host() : proxy.host();
    }

    /** The server and the proxy on the way to it. */
    public String way() {
        return endpoint + (proxy == null ? "" : " through proxy " + proxy);
    }

    @Override
    public String toString() {
        return way() + ", " + (token.isEmpty() ? "no token" : "token set") + ", " + commitment.label() + ", "
                + programIds.size() + " programs";
    }
}
