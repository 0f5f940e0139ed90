package io.solflow.core.pipeline;

import com.lmax.disruptor.AlertException;
import com.lmax.disruptor.Sequence;
import com.lmax.disruptor.SequenceBarrier;
import com.lmax.disruptor.TimeoutException;
import com.lmax.disruptor.WaitStrategy;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Parks every stage until what it waits for is there: the first stage until something is published, each other one until the
 * stage before it has finished a batch. Wakes only whose wait is over, and times out so that a stage can look around.
 *
 * <p>Disruptor's own blocking strategies block on the publisher alone: a published entry wakes all stages, and the later ones
 * spin until those before them are done. With more stages than cores they take the core from the very stage they wait for: at
 * 1 000 single updates a second nine tenths of two stages' CPU time went there.
 *
 * <p>Whoever may end a wait calls in after it has moved its sequence: the publisher through {@link #signalAllWhenBlocking}, a
 * stage because it comes to wait itself. An alert wakes nobody; it is seen at the timeout.
 */
final class ParkingWaitStrategy implements WaitStrategy {

    private final long timeoutNs;
    private volatile Waiter[] waiters = {};

    ParkingWaitStrategy(final long timeoutMs) {
        timeoutNs = TimeUnit.MILLISECONDS.toNanos(timeoutMs);
    }

    /** A stage, known by the sequence it waits for, which is no other stage's. */
    private static final class Waiter {
        private static final long NOTHING = Long.MAX_VALUE;

        private final Sequence dependent;
        private volatile Thread thread;
        private volatile long wanted = NOTHING;

        Waiter(final Sequence dependent) {
            this.dependent = dependent;
        }

        void wakeWhenOver() {
            final long sequence = wanted;
            if (sequence != NOTHING && dependent.get() >= sequence) {
                LockSupport.unpark(thread);
            }
        }
    }

    @Override
    public long waitFor(
            final long sequence, final Sequence cursor, final Sequence dependentSequence, final SequenceBarrier barrier)
            throws AlertException, InterruptedException, TimeoutException {
        signalAllWhenBlocking();
        long available = dependentSequence.get();
        if (available >= sequence) {
            return available;
        }
        final Waiter waiter = waiter(dependentSequence);
        waiter.thread = Thread.currentThread();
        // announced before the sequence is read again, so that no move of it goes unseen
        waiter.wanted = sequence;
        try {
            final long deadlineNs = System.nanoTime() + timeoutNs;
            for (available = dependentSequence.get(); available < sequence; available = dependentSequence.get()) {
                barrier.checkAlert();
                final long leftNs = deadlineNs - System.nanoTime();
                if (leftNs <= 0) {
                    throw TimeoutException.INSTANCE;
                }
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
                LockSupport.parkNanos(this, leftNs);
            }
            return available;
        } finally {
            waiter.wanted = Waiter.NOTHING;
        }
    }

    @Override
    public void signalAllWhenBlocking() {
        // sequences move by an ordered write: it has to be out before the waiters are looked at
        VarHandle.fullFence();
        for (final Waiter waiter : waiters) {
            waiter.wakeWhenOver();
        }
    }

    private Waiter waiter(final Sequence dependent) {
        for (final Waiter waiter : waiters) {
            if (waiter.dependent == dependent) {
                return waiter;
            }
        }
        return add(dependent);
    }

    private synchronized Waiter add(final Sequence dependent) {
        final Waiter added = new Waiter(dependent);
        final Waiter[] more = Arrays.copyOf(waiters, waiters.length + 1);
        more[more.length - 1] = added;
        waiters = more;
        return added;
    }
}
