package io.solflow.core.pipeline;

import com.lmax.disruptor.BatchRewindStrategy;
import com.lmax.disruptor.EventHandler;
import com.lmax.disruptor.RewindableEventHandler;
import com.lmax.disruptor.RingBuffer;
import com.lmax.disruptor.dsl.Disruptor;
import com.lmax.disruptor.dsl.EventHandlerGroup;
import com.lmax.disruptor.dsl.ProducerType;
import io.solflow.core.event.UpdateEvent;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The ring with its three sequenced stages: extract, rolling metrics, persist. A source may open before {@link #start()}: its
 * first update waits for it. Stop the source before {@link #drain}. The first failure of a stage stops everything and is kept.
 */
public final class TradePipeline implements AutoCloseable {

    private enum Intake {
        UNSTARTED,
        OPEN,
        CLOSED
    }

    private static final long START_TIMEOUT_MS = 30_000;
    private static final long JOIN_TIMEOUT_MS = 10_000;

    private final Disruptor<UpdateEvent> disruptor;
    private final RingBuffer<UpdateEvent> ring;
    private final UpdatePublisher publisher;
    private final FailStop failStop = new FailStop();
    private final StartLatch startLatch;
    private final RewindableEventHandler<UpdateEvent> lastStage;
    private final List<Thread> threads = new CopyOnWriteArrayList<>();
    private volatile Intake intake = Intake.UNSTARTED;

    /**
     * Wires the stages; none runs before {@link #start()}.
     *
     * @param rewind decides what happens when {@code persist} asks for its batch again.
     */
    public TradePipeline(
            final PipelineConfig config,
            final EventHandler<UpdateEvent> extract,
            final EventHandler<UpdateEvent> metrics,
            final RewindableEventHandler<UpdateEvent> persist,
            final BatchRewindStrategy rewind) {
        final boolean shared = config.stageThreads() < PipelineConfig.MAX_STAGE_THREADS;
        final Iterator<String> names =
                (shared ? List.of("extract-metrics", "persist") : List.of("extract", "metrics", "persist")).iterator();
        startLatch = new StartLatch(config.stageThreads());
        disruptor = new Disruptor<>(
                UpdateEvent::new,
                config.ringSize(),
                task -> newThread(task, names.next()),
                ProducerType.SINGLE,
                config.waitMode().newStrategy());
        disruptor.setDefaultExceptionHandler(failStop);
        lastStage = startLatch.lastStage(persist);
        final EventHandlerGroup<UpdateEvent> computed = shared
                ? disruptor.handleEventsWith(startLatch.stage(new StagePair(extract, metrics)))
                : disruptor.handleEventsWith(startLatch.stage(extract)).then(startLatch.stage(metrics));
        computed.then(rewind, lastStage);
        ring = disruptor.getRingBuffer();
        publisher = new UpdatePublisher(ring, () -> intake == Intake.UNSTARTED, this::takesUpdates);
    }

    private Thread newThread(final Runnable task, final String name) {
        final Thread thread = new Thread(task, "solflow-" + name);
        thread.setDaemon(true);
        // FailStop has recorded the cause of a StageFailedException; anything else is a failure of the ring itself
        thread.setUncaughtExceptionHandler((t, cause) -> failStop.fail(cause));
        threads.add(thread);
        return thread;
    }

    /**
     * Starts the stages and returns when all of them run.
     *
     * @throws IllegalStateException when a stage does not start; the cause says why.
     */
    public void start() {
        disruptor.start();
        try {
            if (!startLatch.await(START_TIMEOUT_MS, () -> failure() != null)) {
                final Throwable cause = failStop.firstCause();
                close();
                throw new IllegalStateException("pipeline stages did not start", cause);
            }
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            close();
            throw new IllegalStateException("interrupted while the pipeline stages started", e);
        }
        intake = Intake.OPEN;
    }

    /** The way in, for one publishing thread. */
    public UpdatePublisher publisher() {
        return publisher;
    }

    /** The first failure of a stage, null while there is none; any thread. */
    public Throwable failure() {
        return failStop.firstCause();
    }

    /** Entries published that the last stage has not finished; any thread. */
    public long backlog() {
        return ring.getCursor() - disruptor.getSequenceValueFor(lastStage);
    }

    /** Entries of the ring. */
    public int ringSize() {
        return ring.getBufferSize();
    }

    /** Takes no more updates, and lets go of a publisher that waits for a full ring; what was published goes on. */
    public void closeIntake() {
        intake = Intake.CLOSED;
    }

    /**
     * Takes no more updates and waits until the last stage has finished every one that was published.
     *
     * @return false when the time was too short or a stage failed.
     */
    public boolean drain(final long timeoutMs) {
        closeIntake();
        final long deadlineNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMs);
        while (backlog() > 0) {
            if (failure() != null || System.nanoTime() - deadlineNs > 0) {
                return false;
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
        }
        return failure() == null;
    }

    /** Halts the stages where they are and waits for their threads; {@link #drain} first to lose nothing. Idempotent. */
    @Override
    public void close() {
        intake = Intake.CLOSED;
        disruptor.halt();
        boolean interrupted = false;
        for (final Thread thread : threads) {
            try {
                thread.join(JOIN_TIMEOUT_MS);
            } catch (final InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean takesUpdates() {
        return intake == Intake.OPEN && failStop.firstCause() == null;
    }
}
