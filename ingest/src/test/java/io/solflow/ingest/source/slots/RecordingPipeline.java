package io.solflow.ingest.source.slots;

import com.google.protobuf.ByteString;
import com.lmax.disruptor.RewindAction;
import io.solflow.core.event.GapReason;
import io.solflow.core.event.TimeSource;
import io.solflow.core.event.UpdateEvent;
import io.solflow.core.event.UpdateKind;
import io.solflow.core.pipeline.PipelineConfig;
import io.solflow.core.pipeline.TradePipeline;
import io.solflow.core.pipeline.UpdatePublisher;
import io.solflow.core.pipeline.WaitMode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** A real pipeline whose last stage writes down what it gets. */
public final class RecordingPipeline implements AutoCloseable {

    public record Entry(
            UpdateKind kind,
            long slot,
            long timeSeconds,
            TimeSource source,
            long checkpointSlot,
            boolean positioned,
            long deadTxIndex,
            ByteString payload,
            long gapFromSlot,
            long gapToSlot,
            GapReason gapReason) {

        @Override
        public String toString() {
            return switch (kind) {
                case GAP -> "gap " + gapFromSlot + ".." + gapToSlot + " " + gapReason;
                case SLOT_END -> "end " + slot + "@" + timeSeconds + " " + source + " checkpoint " + checkpointSlot;
                default -> kind + " " + slot + "@" + timeSeconds + " " + source + " #" + payload.hashCode();
            };
        }
    }

    private final List<Entry> entries = new ArrayList<>();
    private final Semaphore open = new Semaphore(Integer.MAX_VALUE);
    private final TradePipeline pipeline;

    public RecordingPipeline() {
        this(4096);
    }

    public RecordingPipeline(final int ringSize) {
        this(ringSize, true);
    }

    private RecordingPipeline(final int ringSize, final boolean started) {
        pipeline = new TradePipeline(
                new PipelineConfig(ringSize, WaitMode.TIMEOUT_BLOCKING),
                (event, sequence, endOfBatch) -> event.trades().clear(),
                (event, sequence, endOfBatch) -> event.watermarkSeconds(0),
                (event, sequence, endOfBatch) -> record(event),
                (cause, attempts) -> RewindAction.REWIND);
        if (started) {
            pipeline.start();
        }
    }

    /** One that starts later, see {@link #pipeline()}. */
    static RecordingPipeline unstarted() {
        return new RecordingPipeline(4096, false);
    }

    private void record(final UpdateEvent event) throws InterruptedException {
        open.acquire();
        open.release();
        synchronized (entries) {
            entries.add(new Entry(
                    event.kind(),
                    event.slot(),
                    event.timeSeconds(),
                    event.timeSource(),
                    event.checkpointSlot(),
                    event.positioned(),
                    event.deadTxIndex(),
                    ByteString.copyFrom(event.payload(), 0, event.payloadLength()),
                    event.gapFromSlot(),
                    event.gapToSlot(),
                    event.gapReason()));
        }
    }

    /** Makes the last stage wait, so that the ring fills. */
    public void block() {
        open.acquireUninterruptibly(Integer.MAX_VALUE);
    }

    public void unblock() {
        open.release(Integer.MAX_VALUE);
    }

    public UpdatePublisher publisher() {
        return pipeline.publisher();
    }

    public TradePipeline pipeline() {
        return pipeline;
    }

    /** What has passed so far, nothing in between missing. */
    public List<Entry> entries() {
        Awaitility.await()
                .atMost(20, TimeUnit.SECONDS)
                .pollDelay(0, TimeUnit.MILLISECONDS)
                .pollInterval(1, TimeUnit.MILLISECONDS)
                .until(() -> pipeline.backlog() == 0);
        synchronized (entries) {
            return List.copyOf(entries);
        }
    }

    public List<Entry> entries(final UpdateKind kind) {
        return entries().stream().filter(entry -> entry.kind() == kind).toList();
    }

    public List<String> gaps() {
        return entries(UpdateKind.GAP).stream()
                .map(entry -> entry.gapFromSlot() + ".." + entry.gapToSlot() + " " + entry.gapReason())
                .toList();
    }

    @Override
    public void close() {
        pipeline.close();
    }
}
