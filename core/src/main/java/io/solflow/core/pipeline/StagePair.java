package io.solflow.core.pipeline;

import com.lmax.disruptor.EventHandler;
import io.solflow.core.event.UpdateEvent;

/**
 * Two stages one behind the other on one thread, event by event. With fewer cores than threads a hop between threads costs
 * more than either stage does.
 */
final class StagePair implements EventHandler<UpdateEvent> {

    private final EventHandler<UpdateEvent> first;
    private final EventHandler<UpdateEvent> second;

    StagePair(final EventHandler<UpdateEvent> first, final EventHandler<UpdateEvent> second) {
        this.first = first;
        this.second = second;
    }

    @Override
    public void onEvent(final UpdateEvent event, final long sequence, final boolean endOfBatch) throws Exception {
        first.onEvent(event, sequence, endOfBatch);
        second.onEvent(event, sequence, endOfBatch);
    }

    @Override
    public void onBatchStart(final long batchSize, final long queueDepth) {
        first.onBatchStart(batchSize, queueDepth);
        second.onBatchStart(batchSize, queueDepth);
    }

    @Override
    public void onTimeout(final long sequence) throws Exception {
        first.onTimeout(sequence);
        second.onTimeout(sequence);
    }

    @Override
    public void onStart() {
        first.onStart();
        second.onStart();
    }

    @Override
    public void onShutdown() {
        first.onShutdown();
        second.onShutdown();
    }
}
