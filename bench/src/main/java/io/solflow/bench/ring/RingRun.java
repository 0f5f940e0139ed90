package io.solflow.bench.ring;

import com.lmax.disruptor.EventHandler;
import com.lmax.disruptor.RewindAction;
import io.solflow.core.event.UpdateEvent;
import io.solflow.core.pipeline.PipelineConfig;
import io.solflow.core.pipeline.TradePipeline;
import io.solflow.core.pipeline.UpdatePublisher;
import io.solflow.core.pipeline.WaitMode;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * One run of the product's pipeline: one producer publishes copies of given entries as fast as the ring takes them, the last
 * stage only checks that all arrive in order.
 */
final class RingRun {

    private static final long DRAIN_TIMEOUT_MS = TimeUnit.MINUTES.toMillis(2);
    private static final double NS_PER_SECOND = 1e9;

    private long arrived;
    private long trades;
    private boolean ordered = true;

    /**
     * Runs it.
     *
     * @param entries what is published, over and over.
     * @param passes how often all of them.
     * @return entries a second, from the first claim until the last stage has seen the last.
     * @throws IllegalStateException when an entry is missing or came out of order, or a stage failed.
     */
    double entriesPerSecond(
            final WaitMode mode,
            final EventHandler<UpdateEvent> extract,
            final EventHandler<UpdateEvent> metrics,
            final List<UpdateEvent> entries,
            final int passes) {
        final long count = (long) entries.size() * passes;
        try (TradePipeline pipeline = new TradePipeline(
                new PipelineConfig(PipelineConfig.DEFAULT.ringSize(), mode),
                extract,
                metrics,
                (event, sequence, endOfBatch) -> onArrival(event),
                (cause, attempts) -> RewindAction.THROW)) {
            pipeline.start();
            final long startNs = System.nanoTime();
            for (int pass = 0; pass < passes; pass++) {
                publish(pipeline.publisher(), entries, (long) pass * entries.size());
            }
            if (!pipeline.drain(DRAIN_TIMEOUT_MS)) {
                throw new IllegalStateException("the ring did not drain", pipeline.failure());
            }
            final double elapsedNs = System.nanoTime() - startNs;
            if (arrived != count || !ordered) {
                throw new IllegalStateException(arrived + " entries of " + count + " arrived, in order: " + ordered);
            }
            return count * NS_PER_SECOND / elapsedNs;
        }
    }

    /** Trades that the last stage has seen. */
    long trades() {
        return trades;
    }

    private static void publish(final UpdatePublisher publisher, final List<UpdateEvent> entries, final long first) {
        for (int i = 0; i < entries.size(); i++) {
            final UpdateEvent source = entries.get(i);
            final UpdateEvent event = publisher.claim();
            event.slot(source.slot())
                    .time(source.timeSeconds(), source.timeSource())
                    .receivedNs(first + i) // a number that the last stage expects
                    .payload(source.payload(), 0, source.payloadLength())
                    .kind(source.kind());
            publisher.publish();
        }
    }

    private void onArrival(final UpdateEvent event) {
        ordered &= event.receivedNs() == arrived;
        arrived++;
        trades += event.trades().size();
    }
}
