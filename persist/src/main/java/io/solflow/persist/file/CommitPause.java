package io.solflow.persist.file;

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

    /** Compared by identity: each is granted once. */
    private static final class Request {
        private final Thread copier = Thread.currentThread();
        private final long longestNs;

        Request(final long longestNs) {
            this.longestNs = longestNs;
        }
    }

    private volatile Request request;
    private volatile Thread pausing;
    // the writer's
    private Request granted;

    /** Asks for a pause of so long at most, and returns true when it has begun, false when no commit has come. Copying thread. */
    boolean begin(final long longestNs) {
        request = new Request(longestNs);
        final long deadlineNs = System.nanoTime() + ANSWER_NS;
        for (long leftNs = ANSWER_NS; pausing == null && leftNs > 0; leftNs = deadlineNs - System.nanoTime()) {
            LockSupport.parkNanos(this, leftNs);
        }
        return pausing != null;
    }

    /** Lets the writer go on. Copying thread. */
    void end() {
        request = null;
        LockSupport.unpark(pausing);
    }

    /** Pauses when that is asked for, once each time; between two commits. Writer thread. */
    void grant() {
        final Request asked = request;
        if (asked == null || asked == granted) {
            return;
        }
        granted = asked;
        final long deadlineNs = System.nanoTime() + asked.longestNs;
        pausing = Thread.currentThread();
        LockSupport.unpark(asked.copier);
        for (long leftNs = asked.longestNs; request == asked && leftNs > 0; leftNs = deadlineNs - System.nanoTime()) {
            LockSupport.parkNanos(this, leftNs);
        }
        pausing = null;
    }
}
