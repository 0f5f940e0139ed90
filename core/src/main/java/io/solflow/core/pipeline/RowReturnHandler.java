package io.solflow.core.pipeline;

import com.lmax.disruptor.RewindableEventHandler;
import com.lmax.disruptor.RewindableException;
import io.solflow.core.event.MetricsRows;
import io.solflow.core.event.UpdateEvent;
import io.solflow.core.metrics.RowReturns;
import java.util.ArrayList;
import java.util.List;

/**
 * The last stage, which gives large arrays of rows back once their batch is done and cannot be rewound any more; else an
 * entry would keep its array until the ring comes round. That stage's thread.
 */
public final class RowReturnHandler implements RewindableEventHandler<UpdateEvent> {

    private final RewindableEventHandler<UpdateEvent> stage;
    private final RowReturns returns;
    private final List<MetricsRows> large = new ArrayList<>();

    /** Wraps the last stage; {@code returns} leads to the engine of the metrics stage. */
    public RowReturnHandler(final RewindableEventHandler<UpdateEvent> stage, final RowReturns returns) {
        this.stage = stage;
        this.returns = returns;
    }

    @Override
    public void onEvent(final UpdateEvent event, final long sequence, final boolean endOfBatch)
            throws RewindableException, Exception {
        try {
            stage.onEvent(event, sequence, endOfBatch);
        } catch (final RewindableException e) {
            large.clear();
            throw e;
        }
        if (RowReturns.isLarge(event.metrics())) {
            large.add(event.metrics());
        }
        if (endOfBatch) {
            for (int i = 0; i < large.size(); i++) {
                returns.give(large.get(i));
            }
            large.clear();
        }
    }

    @Override
    public void onBatchStart(final long batchSize, final long queueDepth) {
        stage.onBatchStart(batchSize, queueDepth);
    }

    @Override
    public void onStart() {
        stage.onStart();
    }

    @Override
    public void onTimeout(final long sequence) throws Exception {
        stage.onTimeout(sequence);
    }

    @Override
    public void onShutdown() {
        stage.onShutdown();
    }
}
