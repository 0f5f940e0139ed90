package io.solflow.core.pipeline;

import com.lmax.disruptor.RingBuffer;
import io.solflow.core.counter.Counter;
import io.solflow.core.event.UpdateEvent;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.IdleStrategy;

/**
 * The way into the ring. Used by one thread for the pipeline's whole life: {@link #claim()}, fill the entry,
 * {@link #publish()}, or {@link #hold()} when more of the same slot follows at once. A full ring makes the publisher wait,
 * which slows the source; nothing is dropped. So does a pipeline that has not started yet.
 */
public final class UpdatePublisher {

    /** More are handed over before their slot's end: a larger batch saves nothing, and the stages can work meanwhile. */
    private static final int MAX_HELD = 1024;

    private final RingBuffer<UpdateEvent> ring;
    private final BooleanSupplier unstarted;
    private final BooleanSupplier open;
    private final IdleStrategy idle =
            new BackoffIdleStrategy(20, 20, TimeUnit.MICROSECONDS.toNanos(20), TimeUnit.MILLISECONDS.toNanos(1));
    private final Counter published = new Counter();
    private final Counter fullWaits = new Counter();
    private final Counter fullWaitNs = new Counter();
    private final int maxHeld;
    private long startWaitNs;
    private long claimed = -1;
    private long publishedTo = -1;

    UpdatePublisher(final RingBuffer<UpdateEvent> ring, final BooleanSupplier unstarted, final BooleanSupplier open) {
        this.ring = ring;
        this.unstarted = unstarted;
        this.open = open;
        maxHeld = Math.min(MAX_HELD, ring.getBufferSize() / 2);
    }

    /**
     * Claims the next entry, reset; waits for the pipeline's start, and while the ring is full.
     *
     * @return null when the pipeline takes no more updates, because it is stopping or a stage has failed.
     */
    public UpdateEvent claim() {
        if (claimed < 0 && unstarted.getAsBoolean()) {
            awaitStart();
        }
        if (!open.getAsBoolean() || !(ring.hasAvailableCapacity(1) || waitForCapacity())) {
            publish();
            return null;
        }
        claimed = ring.next();
        return ring.get(claimed).reset();
    }

    private void awaitStart() {
        final long beganNs = System.nanoTime();
        idle.reset();
        while (unstarted.getAsBoolean()) {
            idle.idle();
        }
        startWaitNs += System.nanoTime() - beganNs;
    }

    private boolean waitForCapacity() {
        // the stages can make room only behind what they can see
        publish();
        fullWaits.increment();
        idle.reset();
        long countedNs = System.nanoTime();
        while (!ring.hasAvailableCapacity(1)) {
            if (!open.getAsBoolean()) {
                return false;
            }
            idle.idle();
            final long nowNs = System.nanoTime();
            fullWaitNs.add(nowNs - countedNs);
            countedNs = nowNs;
        }
        return true;
    }

    /** Hands the claimed entry to the stages, with those held before it. */
    public void publish() {
        if (claimed > publishedTo) {
            ring.publish(publishedTo + 1, claimed);
            published.add(claimed - publishedTo);
            publishedTo = claimed;
        }
    }

    /**
     * Leaves the claimed entry to be handed over with the next one that is published, at once when many are held: the stages
     * then take it all as one batch, and the last one as one transaction.
     */
    public void hold() {
        if (claimed - publishedTo >= maxHeld) {
            publish();
        }
    }

    /** Entries published. */
    public Counter published() {
        return published;
    }

    /** Times that the ring was full. */
    public Counter fullWaits() {
        return fullWaits;
    }

    /** Time in which the publishing thread could do nothing else: until the start, and while the ring was full. For that thread. */
    public long waitedNs() {
        return startWaitNs + fullWaitNs.get();
    }

    /** Time spent waiting for a full ring; grows while it waits. */
    public Counter fullWaitNs() {
        return fullWaitNs;
    }
}
