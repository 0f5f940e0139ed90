package io.solflow.bench.source;

import com.lmax.disruptor.RewindAction;
import io.solflow.core.event.UpdateEvent;
import io.solflow.core.event.UpdateKind;
import io.solflow.core.pipeline.PipelineConfig;
import io.solflow.core.pipeline.TradePipeline;
import io.solflow.core.program.DexProgram;
import io.solflow.ingest.source.Commitment;
import io.solflow.ingest.source.UpdateRouter;
import io.solflow.ingest.source.UpdateSink;
import io.solflow.ingest.source.connect.GeyserConfig;
import io.solflow.ingest.source.connect.GeyserEndpoint;
import io.solflow.ingest.source.slots.AssemblerConfig;
import io.solflow.ingest.source.slots.SlotAssembler;
import io.solflow.ingest.source.stream.YellowstoneSource;
import java.util.Arrays;

/**
 * The product's source as it runs live at confirmed: stream, router, slot assembler, ring; only the three stages do nothing.
 * A transaction has arrived when the last stage has seen it, in chain order.
 */
final class ProductClient implements Client {

    private static final long STOP_TIMEOUT_MS = 10_000;

    private final Arrivals arrivals;
    private final TradePipeline pipeline;
    private final YellowstoneSource source;
    private long lastSlot = -1;

    ProductClient(final int port, final Arrivals arrivals) {
        this.arrivals = arrivals;
        pipeline = new TradePipeline(
                PipelineConfig.DEFAULT,
                (event, sequence, endOfBatch) -> {},
                (event, sequence, endOfBatch) -> {},
                (event, sequence, endOfBatch) -> onEvent(event),
                (cause, attempts) -> RewindAction.THROW);
        final SlotAssembler assembler = new SlotAssembler(
                AssemblerConfig.live(Commitment.CONFIRMED), pipeline.publisher(), UpdateSink.NO_CHECKPOINT);
        source = new YellowstoneSource(
                GeyserConfig.standard(
                        GeyserEndpoint.parse("http://127.0.0.1:" + port),
                        "",
                        Commitment.CONFIRMED,
                        Arrays.stream(DexProgram.values())
                                .map(program -> program.programId().toString())
                                .toList(),
                        1),
                new UpdateRouter(assembler));
    }

    private void onEvent(final UpdateEvent event) {
        if (event.slot() < lastSlot) {
            throw new IllegalStateException("slot " + event.slot() + " came after slot " + lastSlot);
        }
        lastSlot = event.slot();
        if (event.kind() == UpdateKind.TRANSACTION) {
            arrivals.add(event.payloadLength(), event.receivedNs());
        }
    }

    @Override
    public void start() {
        pipeline.start();
        source.start();
    }

    @Override
    public long awaitAll() throws InterruptedException {
        return arrivals.await();
    }

    @Override
    public void release() throws InterruptedException {
        source.stop();
        source.awaitEnd(STOP_TIMEOUT_MS);
        pipeline.close();
    }
}
