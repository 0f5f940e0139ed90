package io.solflow.ingest.source.connect;

/**
 * Limits and deadlines of one stream.
 *
 * @param keepAliveSeconds HTTP/2 ping after that long without data, 10 to 30.
 * @param maxInboundBytes largest update taken, 64 KiB to 1 GiB.
 * @param flowControlWindowBytes what the server may send ahead of the ring, 64 KiB to 1 GiB.
 * @param requestBatch updates asked for at once, 1 to 65536.
 * @param stallMs without any update for so long, pings included, the stream is dead; 100 to 600000.
 * @param dataStallMs the same without a slot, block meta or transaction, while pings come.
 * @param gzip whether the server may compress.
 */
public record StreamTuning(
        int keepAliveSeconds,
        int maxInboundBytes,
        int flowControlWindowBytes,
        int requestBatch,
        long stallMs,
        long dataStallMs,
        boolean gzip) {

    /** Whole blocks pass (64 MiB), 25 s of silence end a stream, so that it is noticed within 30 s; no compression. */
    public static final StreamTuning DEFAULT = new StreamTuning(20, 64 << 20, 8 << 20, 256, 25_000, 25_000, false);

    private static final int MIN_BYTES = 64 << 10;
    private static final int MAX_BYTES = 1 << 30;
    private static final long MIN_STALL_MS = 100;
    private static final long MAX_STALL_MS = 600_000;

    /** Checks the values. */
    public StreamTuning {
        requireRange("keepalive seconds", keepAliveSeconds, 10, 30);
        requireRange("max inbound bytes", maxInboundBytes, MIN_BYTES, MAX_BYTES);
        requireRange("flow control window bytes", flowControlWindowBytes, MIN_BYTES, MAX_BYTES);
        requireRange("request batch", requestBatch, 1, 65_536);
        requireRange("stall timeout ms", stallMs, MIN_STALL_MS, MAX_STALL_MS);
        requireRange("data stall timeout ms", dataStallMs, MIN_STALL_MS, MAX_STALL_MS);
    }

    /** The same, with or without compression. */
    public StreamTuning withGzip(final boolean value) {
        return new StreamTuning(
                keepAliveSeconds, maxInboundBytes, flowControlWindowBytes, requestBatch, stallMs, dataStallMs, value);
    }

    private static void requireRange(final String name, final long value, final long min, final long max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(name + " " + value + ", allowed: " + min + " to " + max);
        }
    }
}
