package io.solflow.ingest.source.stream;

import io.solflow.ingest.source.connect.StreamTuning;
import java.util.concurrent.TimeUnit;

/** Finds streams that are open but silent. Asked at regular intervals by the source's thread. */
final class StallWatch {

    private static final long MAX_TICK_MS = 250;

    private final StreamTuning tuning;
    private final long tickMs;
    private long lastTickNs;

    StallWatch(final StreamTuning tuning) {
        this.tuning = tuning;
        tickMs = Math.min(MAX_TICK_MS, Math.min(tuning.stallMs(), tuning.dataStallMs()) / 4);
    }

    /** How often to ask. */
    long tickMs() {
        return tickMs;
    }

    /** Begins to watch. */
    void begin(final long nowNs) {
        lastTickNs = nowNs;
    }

    /** What is wrong with the stream, null when nothing is. */
    String check(final SubscribeStream stream, final long nowNs) {
        // a late call shows that this thread waited for the ring, which says nothing about the server
        final boolean heldUp = nowNs - lastTickNs > TimeUnit.MILLISECONDS.toNanos(tickMs * 3);
        lastTickNs = nowNs;
        if (stream == null) {
            return null;
        }
        if (heldUp) {
            stream.excuseSilence(nowNs);
        }
        if (nowNs - stream.lastUpdateNs() > TimeUnit.MILLISECONDS.toNanos(tuning.stallMs())) {
            return "no update for " + tuning.stallMs() + " ms";
        }
        if (nowNs - stream.lastDataNs() > TimeUnit.MILLISECONDS.toNanos(tuning.dataStallMs())) {
            return "no slot, block meta or transaction for " + tuning.dataStallMs() + " ms";
        }
        return null;
    }
}
