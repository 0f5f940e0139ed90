package io.solflow.persist;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A moment without commits, in which the copying thread comes to the end of the write-ahead log: the copier asks for it, and
 * the writer grants it between two commits. However long the disk takes, the writer goes on when its time is over; the copier
 * asks again later. One copying thread, one writer thread.
 */
final class CommitPause {

    /** Where few pages are left; copying and syncing them takes about as long as some commits. */
    static final long SHORT_NS = TimeUnit.MILLISECONDS.toNanos(8);
    /** Where a writer is as fast as the copying, so that it would never end; such a writer is behind by more than that. */
    static final long LONG_NS = TimeUnit.MILLISECONDS.toNanos(50);

    /** A writer that does not commit meanwhile need not pause. */
    private static final long ANSWER_NS = TimeUnit.MILLISECONDS.toNanos(100);

    private volatile Thread copier;
    private volatile Thread pausing;
    private volatile long pauseNs;
    private volatile long asked;
    // the copying thread's count of what it has asked for
    private long pauses;
    // the writer's
    private long granted;

    /** Asks for a pause of so long at most, and returns when it has begun, or when no commit has come. Copying thread. */
    void begin(final long longestNs) {
        pauseNs = longestNs;
        copier = Thread.currentThread();
        asked = ++pauses;
        final long deadlineNs = System.nanoTime() + ANSWER_NS;
        for (long leftNs = ANSWER_NS; pausing == null && leftNs > 0; leftNs = deadlineNs - System.nanoTime()) {
            LockSupport.parkNanos(this, leftNs);
        }
    }

    /** Lets the writer go on. Copying thread. */
    void end() {
        copier = null;
        LockSupport.unpark(pausing);
    }

    /** Pauses when that is asked for, once each time; between two commits. Writer thread. */
    void grant() {
        final long nowAsked = asked;
        final Thread asking = copier;
        if (nowAsked == granted || asking == null) {
            return;
        }
        granted = nowAsked;
        final long deadlineNs = System.nanoTime() + pauseNs;
        pausing = Thread.currentThread();
        LockSupport.unpark(asking);
        for (long leftNs = pauseNs; copier != null && leftNs > 0; leftNs = deadlineNs - System.nanoTime()) {
            LockSupport.parkNanos(this, leftNs);
        }
        pausing = null;
    }
}
