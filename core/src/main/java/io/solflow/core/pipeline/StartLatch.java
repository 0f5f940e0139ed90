package io.solflow.core.pipeline;

import com.lmax.disruptor.EventHandler;
import com.lmax.disruptor.RewindableEventHandler;
import com.lmax.disruptor.RewindableException;
import io.solflow.core.event.UpdateEvent;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Lets the pipeline wait until every stage runs. Disruptor loses what was published when it is shut down before a
 * stage's start, so nothing may be published earlier.
 */
final class StartLatch {

    private static final long POLL_MS = 10;

    private final CountDownLatch started;

    StartLatch(final int stages) {
        started = new CountDownLatch(stages);
    }

    /** Waits until all stages run; false when the time was too short or {@code failed} became true. */
    boolean await(final long timeoutMs, final BooleanSupplier failed) throws InterruptedException {
        final long deadlineNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMs);
        while (!started.await(POLL_MS, TimeUnit.MILLISECONDS)) {
            if (failed.getAsBoolean() || System.nanoTime() - deadlineNs > 0) {
                return false;
            }
        }
        return true;
    }

    EventHandler<UpdateEvent> stage(final EventHandler<UpdateEvent> handler) {
        return new EventHandler<>() {
            @Override
            public void onEvent(final UpdateEvent event, final long sequence, final boolean endOfBatch)
                    throws Exception {
                handler.onEvent(event, sequence, endOfBatch);
            }

            @Override
            public void onBatchStart(final long batchSize, final long queueDepth) {
                handler.onBatchStart(batchSize, queueDepth);
            }

            @Override
            public void onTimeout(final long sequence) throws Exception {
                handler.onTimeout(sequence);
            }

            @Override
            public void onStart() {
                handler.onStart();
                started.countDown();
            }

            @Override
            public void onShutdown() {
                handler.onShutdown();
            }
        };
    }

    RewindableEventHandler<UpdateEvent> lastStage(final RewindableEventHandler<UpdateEvent> handler) {
        return new RewindableEventHandler<>() {
            @Override
            public void onEvent(final UpdateEvent event, final long sequence, final boolean endOfBatch)
                    throws RewindableException, Exception {
                handler.onEvent(event, sequence, endOfBatch);
            }

            @Override
            public void onBatchStart(final long batchSize, final long queueDepth) {
                handler.onBatchStart(batchSize, queueDepth);
            }

            @Override
            public void onTimeout(final long sequence) throws Exception {
                handler.onTimeout(sequence);
            }

            @Override
            public void onStart() {
                handler.onStart();
                started.countDown();
            }

            @Override
            public void onShutdown() {
                handler.onShutdown();
            }
        };
    }
}
