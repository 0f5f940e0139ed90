package io.solflow.persist.write;

import com.lmax.disruptor.BatchRewindStrategy;
import com.lmax.disruptor.RewindAction;
import com.lmax.disruptor.RewindableException;
import io.solflow.persist.file.SqliteErrors;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.NanoClock;

/**
 * Tries a rolled back batch again for ever: after 100 ms, then twice as long each time, up to 3 s; after a lock that others
 * hold always after 100 ms, because SQLite itself has waited for it, and whoever waits longer loses to those who do not.
 * When the owner stops it sets a deadline, from which the batch is given up and the failure reaches the pipeline's exception
 * handler; until then it is tried every 100 ms, because there is no later.
 */
public final class BusyRewind implements BatchRewindStrategy {

    private static final long FIRST_BACKOFF_NS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long MAX_BACKOFF_NS = TimeUnit.SECONDS.toNanos(3);

    private final NanoClock clock;
    private final long firstBackoffNs;
    private boolean stopping;
    private long deadlineNs;

    /** Waits by this clock. */
    public BusyRewind(final NanoClock clock) {
        this(clock, FIRST_BACKOFF_NS);
    }

    BusyRewind(final NanoClock clock, final long firstBackoffNs) {
        this.clock = clock;
        this.firstBackoffNs = firstBackoffNs;
    }

    /** Gives up from {@code deadlineNs} of the clock on; any thread. */
    public synchronized void stopBy(final long newDeadlineNs) {
        stopping = true;
        deadlineNs = newDeadlineNs;
        notifyAll();
    }

    /** Waits, then rewinds; throws once the deadline has passed or the thread was interrupted. */
    @Override
    public synchronized RewindAction handleRewindException(final RewindableException e, final int attempts) {
        long untilNs = clock.nanoTime() + backoffNs(isLocked(e) ? 1 : attempts);
        while (true) {
            final long nowNs = clock.nanoTime();
            if (stopping) {
                if (deadlineNs - nowNs <= 0) {
                    return RewindAction.THROW;
                }
                untilNs = nowNs + Math.min(untilNs - nowNs, firstBackoffNs);
            }
            long waitNs = untilNs - nowNs;
            if (waitNs <= 0) {
                return RewindAction.REWIND;
            }
            if (stopping) {
                waitNs = Math.min(waitNs, deadlineNs - nowNs);
            }
            try {
                TimeUnit.NANOSECONDS.timedWait(this, waitNs);
            } catch (final InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                return RewindAction.THROW;
            }
        }
    }

    private static boolean isLocked(final RewindableException e) {
        return e.getCause() instanceof SQLException reason && SqliteErrors.isLocked(reason);
    }

    long backoffNs(final int attempts) {
        final int doublings = Math.min(Math.max(attempts - 1, 0), 16);
        return Math.min(firstBackoffNs << doublings, MAX_BACKOFF_NS);
    }
}
