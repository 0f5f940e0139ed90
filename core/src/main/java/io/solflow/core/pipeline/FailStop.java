package io.solflow.core.pipeline;

import com.lmax.disruptor.ExceptionHandler;
import io.solflow.core.event.UpdateEvent;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Stops a stage at its first failure and keeps the cause. Going on would pass over the failed event, which would then
 * look done although it is not.
 */
final class FailStop implements ExceptionHandler<UpdateEvent> {

    private final AtomicReference<Throwable> firstCause = new AtomicReference<>();

    @Override
    public void handleEventException(final Throwable cause, final long sequence, final UpdateEvent event) {
        fail(cause);
        throw new StageFailedException("stage failed at sequence " + sequence, cause);
    }

    @Override
    public void handleOnStartException(final Throwable cause) {
        fail(cause);
        throw new StageFailedException("stage failed to start", cause);
    }

    @Override
    public void handleOnShutdownException(final Throwable cause) {
        fail(cause);
    }

    void fail(final Throwable cause) {
        firstCause.compareAndSet(null, cause);
    }

    Throwable firstCause() {
        return firstCause.get();
    }

    /** Ends the stage's thread; the cause is kept by the {@link FailStop} that threw it. */
    static final class StageFailedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        StageFailedException(final String message, final Throwable cause) {
            super(message, cause);
        }
    }
}
