package io.solflow.core.pipeline;

import com.lmax.disruptor.EventHandler;
import io.solflow.core.event.UpdateEvent;
import io.solflow.core.extract.TradeExtractor;

/** Stage 1 of the ring: a {@link TradeExtractor} on its own thread. */
public final class TradeExtractHandler implements EventHandler<UpdateEvent> {

    private final TradeExtractor extractor;

    /** A stage around an extractor that nobody else uses. */
    public TradeExtractHandler(final TradeExtractor extractor) {
        this.extractor = extractor;
    }

    @Override
    public void onEvent(final UpdateEvent event, final long sequence, final boolean endOfBatch) {
        extractor.extract(event);
    }
}
