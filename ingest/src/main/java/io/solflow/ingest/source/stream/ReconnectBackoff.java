package io.solflow.ingest.source.stream;

import io.solflow.ingest.source.connect.ReconnectPolicy;
import java.util.SplittableRandom;

/** Waits between connections: the ceiling doubles up to a cap, the wait is anywhere between the floor and it. */
final class ReconnectBackoff {

    private final ReconnectPolicy policy;
    private final SplittableRandom random;
    private long ceilingMs;

    ReconnectBackoff(final ReconnectPolicy policy) {
        this.policy = policy;
        random = new SplittableRandom(policy.seed());
        reset();
    }

    /** The next wait. The floor is the initial wait, so that jitter never makes it a busy loop. */
    long nextMs() {
        ceilingMs = Math.min(policy.capMs(), ceilingMs * 2);
        return random.nextLong(policy.initialMs(), ceilingMs + 1);
    }

    /** Starts over with the initial wait. */
    void reset() {
        ceilingMs = Math.max(1, policy.initialMs() / 2);
    }
}
