package io.solflow.ingest.server;

import io.solflow.ingest.feed.SlotTime;
import java.time.Duration;
import java.util.Optional;

/**
 * How a {@link GeyserServer} listens and delivers; begin with {@link #defaults()}.
 *
 * @param bindAddress address or host name to listen on.
 * @param port to listen on, 0 for any free one; at most 65535.
 * @param token that clients must send as {@code x-token}, if any; never printed.
 * @param tls certificate and key, if connections are to be encrypted.
 * @param replaySlots blocks kept for {@code from_slot}, 0 to refuse it; at most 100 000.
 * @param replayBytes memory that the kept blocks may take, at least 1 MiB; older ones go first, but those stay that are
 *     still to be sent: the newest 32 when a client waits for finalized blocks, else the newest 3.
 * @param speed chain time against wall time: 1 as on chain, 2 twice as fast, 0 as fast as clients read; at most 10 000.
 * @param slotMs chain time from a slot to the next, 50 to 2000 ms.
 * @param delivery what gives way when a client is slow.
 * @param queueLimit updates that may wait for one client, at least 1.
 * @param pingInterval between the server's pings, at least 10 ms.
 */
public record GeyserServerConfig(
        String bindAddress,
        int port,
        Optional<String> token,
        Optional<TlsFiles> tls,
        int replaySlots,
        long replayBytes,
        double speed,
        int slotMs,
        Delivery delivery,
        int queueLimit,
        Duration pingInterval) {

    private static final int MAX_PORT = 65_535;
    private static final int MAX_REPLAY_SLOTS = 100_000;
    private static final long MIN_REPLAY_BYTES = 1L << 20;
    private static final double MAX_SPEED = 10_000;

    /** Checks the ranges; the message names the setting, what was given and what is allowed. */
    public GeyserServerConfig {
        check("port", port, 0, MAX_PORT);
        check("replaySlots", replaySlots, 0, MAX_REPLAY_SLOTS);
        check("replayBytes", replayBytes, MIN_REPLAY_BYTES, Long.MAX_VALUE);
        check("queueLimit", queueLimit, 1, Integer.MAX_VALUE);
        check("pingInterval in ms", pingInterval.toMillis(), 10, Integer.MAX_VALUE);
        SlotTime.checked(slotMs);
        if (!(speed >= 0 && speed <= MAX_SPEED)) {
            throw new IllegalArgumentException("speed is " + speed + ", allowed: 0 to " + MAX_SPEED);
        }
    }

    /** Loopback, any port, no token, no TLS, 150 replay slots within 512 MiB, real time at 200 ms a slot, live, 250 000 updates queued. */
    public static GeyserServerConfig defaults() {
        return new GeyserServerConfig(
                "127.0.0.1",
                0,
                Optional.empty(),
                Optional.empty(),
                150,
                512L << 20,
                1,
                SlotTime.DEFAULT_MS,
                Delivery.LIVE,
                250_000,
                Duration.ofSeconds(10));
    }

    /** With another address to listen on. */
    public GeyserServerConfig withBindAddress(final String value) {
        return new GeyserServerConfig(
                value, port, token, tls, replaySlots, replayBytes, speed, slotMs, delivery, queueLimit, pingInterval);
    }

    /** With another port. */
    public GeyserServerConfig withPort(final int value) {
        return new GeyserServerConfig(
                bindAddress,
                value,
                token,
                tls,
                replaySlots,
                replayBytes,
                speed,
                slotMs,
                delivery,
                queueLimit,
                pingInterval);
    }

    /** With a token that clients must send. */
    public GeyserServerConfig withToken(final String value) {
        return new GeyserServerConfig(
                bindAddress,
                port,
                Optional.of(value),
                tls,
                replaySlots,
                replayBytes,
                speed,
                slotMs,
                delivery,
                queueLimit,
                pingInterval);
    }

    /** With TLS. */
    public GeyserServerConfig withTls(final TlsFiles value) {
        return new GeyserServerConfig(
                bindAddress,
                port,
                token,
                Optional.of(value),
                replaySlots,
                replayBytes,
                speed,
                slotMs,
                delivery,
                queueLimit,
                pingInterval);
    }

    /** With another replay window. */
    public GeyserServerConfig withReplaySlots(final int value) {
        return new GeyserServerConfig(
                bindAddress, port, token, tls, value, replayBytes, speed, slotMs, delivery, queueLimit, pingInterval);
    }

    /** With another bound of the replay window's memory. */
    public GeyserServerConfig withReplayBytes(final long value) {
        return new GeyserServerConfig(
                bindAddress, port, token, tls, replaySlots, value, speed, slotMs, delivery, queueLimit, pingInterval);
    }

    /** With another speed. */
    public GeyserServerConfig withSpeed(final double value) {
        return new GeyserServerConfig(
                bindAddress,
                port,
                token,
                tls,
                replaySlots,
                replayBytes,
                value,
                slotMs,
                delivery,
                queueLimit,
                pingInterval);
    }

    /** With slots of another length. */
    public GeyserServerConfig withSlotMs(final int value) {
        return new GeyserServerConfig(
                bindAddress,
                port,
                token,
                tls,
                replaySlots,
                replayBytes,
                speed,
                value,
                delivery,
                queueLimit,
                pingInterval);
    }

    /** With another way to treat slow clients. */
    public GeyserServerConfig withDelivery(final Delivery value) {
        return new GeyserServerConfig(
                bindAddress,
                port,
                token,
                tls,
                replaySlots,
                replayBytes,
                speed,
                slotMs,
                value,
                queueLimit,
                pingInterval);
    }

    /** With another limit of the queue of a client. */
    public GeyserServerConfig withQueueLimit(final int value) {
        return new GeyserServerConfig(
                bindAddress, port, token, tls, replaySlots, replayBytes, speed, slotMs, delivery, value, pingInterval);
    }

    /** With another time between pings. */
    public GeyserServerConfig withPingInterval(final Duration value) {
        return new GeyserServerConfig(
                bindAddress, port, token, tls, replaySlots, replayBytes, speed, slotMs, delivery, queueLimit, value);
    }

    /** All settings but the token. */
    @Override
    public String toString() {
        return "GeyserServerConfig[" + bindAddress + ":" + port + " token=" + (token.isPresent() ? "set" : "none")
                + " tls=" + (tls.isPresent() ? "on" : "off") + " replaySlots=" + replaySlots + " speed=" + speed
                + " slotMs=" + slotMs
                + " delivery=" + delivery + " queueLimit=" + queueLimit + "]";
    }

    private static void check(final String name, final long given, final long min, final long max) {
        if (given < min || given > max) {
            throw new IllegalArgumentException(name + " is " + given + ", allowed: " + min + " to " + max);
        }
    }
}
