package io.solflow.ingest.source.stream;

import io.solflow.core.chain.ChainTime;
import io.solflow.core.wire.UpdateEnvelope;
import java.util.concurrent.TimeUnit;

/**
 * Finds a stream that is behind this machine's clock for no reason of this side: one that catches up is not, nor one that
 * waits for a full ring. Asked at regular intervals by the source's thread.
 */
final class LagWatch {

    private static final long LONGEST_PERIOD_MS = 10_000;
    /** Catching up gains at least a fifth of the time that passes; block times are whole seconds. */
    private static final long GAIN_DIVISOR = 5;

    private final long maxLagMs;
    private final long periodNs;
    private long newestSeconds;
    private boolean behind;
    private long sinceNs;
    private long lagThenMs;
    private long waitedThenNs;

    LagWatch(final long maxLagMs) {
        this.maxLagMs = maxLagMs;
        periodNs = TimeUnit.MILLISECONDS.toNanos(Math.min(LONGEST_PERIOD_MS, maxLagMs));
        onStream();
    }

    /** A stream begins. */
    void onStream() {
        newestSeconds = UpdateEnvelope.NO_TIME;
        behind = false;
    }

    /** A block meta came. */
    void onBlockTime(final long seconds) {
        if (ChainTime.plausible(seconds) && seconds > newestSeconds) {
            newestSeconds = seconds;
        }
    }

    /** Newest block time of the stream, {@link UpdateEnvelope#NO_TIME} before the first. */
    long newestSeconds() {
        return newestSeconds;
    }

    /**
     * True when the stream lags.
     *
     * @param nowMs wall clock.
     * @param waitedNs time that this side has kept the stream waiting.
     */
    boolean lags(final long nowNs, final long nowMs, final long waitedNs) {
        final long lagMs = nowMs - newestSeconds * 1_000;
        if (newestSeconds == UpdateEnvelope.NO_TIME || lagMs <= maxLagMs) {
            behind = false;
            return false;
        }
        if (!behind) {
            begin(nowNs, lagMs, waitedNs);
            return false;
        }
        if (nowNs - sinceNs < periodNs) {
            return false;
        }
        final long passedMs = TimeUnit.NANOSECONDS.toMillis(nowNs - sinceNs);
        final boolean catchesUp = lagThenMs - lagMs >= passedMs / GAIN_DIVISOR;
        final boolean keptWaiting = waitedNs - waitedThenNs >= (nowNs - sinceNs) / GAIN_DIVISOR;
        begin(nowNs, lagMs, waitedNs);
        return !catchesUp && !keptWaiting;
    }

    private void begin(final long nowNs, final long lagMs, final long waitedNs) {
        behind = true;
        sinceNs = nowNs;
        lagThenMs = lagMs;
        waitedThenNs = waitedNs;
    }
}
