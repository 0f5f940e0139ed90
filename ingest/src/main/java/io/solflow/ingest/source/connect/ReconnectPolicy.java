package io.solflow.ingest.source.connect;

/**
 * How fast and how often to connect again.
 *
 * @param initialMs shortest wait, 1 or more.
 * @param capMs longest wait, not below the shortest.
 * @param settledMs a stream that carried data for so long starts the waits over.
 * @param replayRetryMs wait between tries of a {@code from_slot} that the server fails to replay.
 * @param replayTries tries before going on live without {@code from_slot}, 1 or more.
 * @param seed of the jitter.
 */
public record ReconnectPolicy(
        long initialMs, long capMs, long settledMs, long replayRetryMs, int replayTries, long seed) {

    /** Checks the values. */
    public ReconnectPolicy {
        if (initialMs < 1 || capMs < initialMs) {
            throw new IllegalArgumentException(
                    "reconnect waits " + initialMs + " to " + capMs + " ms, allowed: 1 or more, ascending");
        }
        if (settledMs < 0 || replayRetryMs < 1 || replayTries < 1) {
            throw new IllegalArgumentException("settled after " + settledMs + " ms, replay tries " + replayTries
                    + " every " + replayRetryMs + " ms, allowed: from 0, 1 and 1");
        }
    }

    /** Waits of 100 ms to 30 s; a replay is tried 6 times, at most ten times a minute. */
    public static ReconnectPolicy standard(final long seed) {
        return new ReconnectPolicy(100, 30_000, 10_000, 6_000, 6, seed);
    }
}
