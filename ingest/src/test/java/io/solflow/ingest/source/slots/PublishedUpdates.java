package io.solflow.ingest.source.slots;

import static org.assertj.core.api.Assertions.assertThat;

import io.solflow.core.wire.UpdateEnvelope;
import io.solflow.ingest.source.UpdateRouter;
import io.solflow.ingest.source.UpdateSink;
import io.solflow.ingest.source.slots.RecordingPipeline.Entry;
import java.util.List;

/** An assembler in front of a real ring, and what came out of it in words, slots counted from a first one. */
final class PublishedUpdates implements AutoCloseable {

    private final long firstSlot;
    private final UpdateEnvelope envelope = new UpdateEnvelope();
    private RecordingPipeline recorder = new RecordingPipeline();
    private SlotAssembler assembler;
    private UpdateRouter router;
    private long nowNs = 1;

    PublishedUpdates(final long firstSlot) {
        this.firstSlot = firstSlot;
    }

    /** Begins anew. */
    void begin(final AssemblerConfig config) {
        recorder.close();
        recorder = new RecordingPipeline();
        assembler = new SlotAssembler(config, recorder.publisher(), UpdateSink.NO_CHECKPOINT);
        router = new UpdateRouter(assembler);
    }

    void give(final byte[] update) {
        assertThat(router.onUpdate(update, 0, update.length, nowNs++)).isTrue();
    }

    void pass(final long ns) {
        nowNs += ns;
        assertThat(assembler.onTime(nowNs)).isTrue();
    }

    void resume() {
        assembler.onResume(nowNs);
    }

    void flush() {
        assertThat(assembler.flush(nowNs)).isTrue();
    }

    AssemblerCounters counters() {
        return assembler.counters();
    }

    UpdateRouter router() {
        return router;
    }

    /** The entry so many from the end, 0 for the last. */
    Entry last(final int fromEnd) {
        final List<Entry> entries = recorder.entries();
        return entries.get(entries.size() - 1 - fromEnd);
    }

    /** What was published: slot, position (or ? where it is not told) and signature; an end, a death, a gap. */
    List<String> taken() {
        return recorder.entries().stream().map(this::say).toList();
    }

    private String say(final Entry entry) {
        final long slot = entry.slot() - firstSlot;
        return switch (entry.kind()) {
            case TRANSACTION -> {
                final byte[] update = entry.payload().toByteArray();
                assertThat(envelope.wrap(update, 0, update.length)).isTrue();
                yield slot + "/" + (entry.positioned() ? envelope.txIndex() : "?") + " "
                        + Updates.signatureOf(update, envelope);
            }
            case SLOT_END -> slot + " end";
            case SLOT_DEAD -> slot + " dead";
            case TRANSACTION_DEAD -> slot + "/" + entry.deadTxIndex() + " dead";
            case GAP -> slot + " gap";
            case EMPTY -> "empty";
        };
    }

    @Override
    public void close() {
        recorder.close();
    }
}
