package io.solflow.persist.write;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.agrona.concurrent.NanoClock;

/**
 * Rests after the commit of a small batch, so that what comes meanwhile makes one larger batch. Every commit writes each
 * page that it touches to the log, so a trade alone costs thirty times the log of one among hundreds. The first trade
 * behind a pause is committed at once; under load there is no rest, because a batch that is large already gains little.
 * No transaction is open and no lock is held meanwhile. Writer thread only.
 */
final class CommitRest {

    /** A batch of so many rows is no small one. */
    static final int SMALL_ROWS = 1_000;

    /** How a thread waits. */
    interface Waiter {
        /** Returns after about so many nanoseconds, earlier when the thread is woken or interrupted. */
        void waitNs(long ns);
    }

    private final NanoClock clock;
    private final Waiter waiter;
    private final long restNs;

    CommitRest(final NanoClock clock, final int restMs) {
        this(clock, restMs, LockSupport::parkNanos);
    }

    CommitRest(final NanoClock clock, final int restMs, final Waiter waiter) {
        this.clock = clock;
        this.waiter = waiter;
        this.restNs = TimeUnit.MILLISECONDS.toNanos(restMs);
    }

    /** Rests behind a commit of so many rows that ended at {@code committedNs}; a thread that is woken early goes on. */
    void after(final int rows, final long committedNs) {
        if (restNs == 0 || rows >= SMALL_ROWS) {
            return;
        }
        final long leftNs = restNs - (clock.nanoTime() - committedNs);
        if (leftNs > 0) {
            waiter.waitNs(leftNs);
        }
    }
}
