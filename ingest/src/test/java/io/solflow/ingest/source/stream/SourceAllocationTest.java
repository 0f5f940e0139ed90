package io.solflow.ingest.source.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.management.ThreadMXBean;
import io.solflow.core.pipeline.PipelineConfig;
import io.solflow.core.pipeline.TradePipeline;
import io.solflow.core.wire.UpdateEnvelope.Kind;
import io.solflow.ingest.source.Commitment;
import io.solflow.ingest.source.UpdateRouter;
import io.solflow.ingest.source.UpdateSink;
import io.solflow.ingest.source.connect.GeyserConfig;
import io.solflow.ingest.source.connect.GeyserEndpoint;
import io.solflow.ingest.source.slots.AssemblerConfig;
import io.solflow.ingest.source.slots.SlotAssembler;
import io.solflow.ingest.source.slots.Updates;
import io.solflow.ingest.source.stream.ScriptedServer.Stream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What an update costs on the publishing thread once everything has its size. */
@Timeout(120)
class SourceAllocationTest {

    private static final long SLOT = 400_000_000L;
    private static final long TIME = 1_771_000_000L;
    private static final int PER_SLOT = 100;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private TradePipeline pipeline;

    @BeforeEach
    void open() {
        pipeline = new TradePipeline(
                PipelineConfig.DEFAULT,
                (event, sequence, endOfBatch) -> event.trades().clear(),
                (event, sequence, endOfBatch) -> event.watermarkSeconds(0),
                (event, sequence, endOfBatch) ->
                        assertThat(event.payloadLength()).isNotNegative(),
                (cause, attempts) -> com.lmax.disruptor.RewindAction.REWIND);
        pipeline.start();
    }

    @AfterEach
    void close() {
        pipeline.close();
    }

    @ParameterizedTest
    @EnumSource(Commitment.class)
    void shouldAllocateNothingBetweenBytesAndRing(final Commitment commitment) {
        final UpdateRouter router = newRouter(commitment);
        final byte[][] transactions = new byte[PER_SLOT][];
        final byte[][] metas = new byte[2_000][];
        for (int slot = 0; slot < metas.length; slot++) {
            metas[slot] = Updates.meta(SLOT + slot, TIME + slot * 2L / 5);
        }
        for (int i = 0; i < PER_SLOT; i++) {
            // every tenth has no position
            transactions[i] = Updates.signed(SLOT, i % 10 == 0 ? -1 : PER_SLOT - i, i + 1);
        }
        run(router, transactions, metas, 0, metas.length / 2);

        final long before = THREADS.getCurrentThreadAllocatedBytes();
        run(router, transactions, metas, metas.length / 2, metas.length);
        final long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;

        final int updates = metas.length / 2 * (PER_SLOT + 1);
        assertThat((double) allocated / updates)
                .as("bytes allocated an update, %d in %d updates", allocated, updates)
                .isLessThan(1);
    }

    private static void run(
            final UpdateRouter router,
            final byte[][] transactions,
            final byte[][] metas,
            final int from,
            final int to) {
        for (int slot = from; slot < to; slot++) {
            for (final byte[] transaction : transactions) {
                putSlot(transaction, offsetOfSlot(transaction), SLOT + slot);
                router.onUpdate(transaction, 0, transaction.length, slot);
            }
            router.onUpdate(metas[slot], 0, metas[slot].length, slot);
        }
    }

    /** The varint of the slot ends the message: five bytes, as for every slot from 2^28 to 2^35. */
    private static int offsetOfSlot(final byte[] transaction) {
        return transaction.length - 5;
    }

    private static void putSlot(final byte[] transaction, final int offset, final long slot) {
        for (int i = 0; i < 5; i++) {
            transaction[offset + i] = (byte) (((slot >> (7 * i)) & 0x7F) | (i < 4 ? 0x80 : 0));
        }
    }

    @Test
    void shouldAllocateLittleForAnUpdateOfTheStream() throws IOException, InterruptedException {
        final ScriptedServer server = ScriptedServer.plain();
        final UpdateRouter router = newRouter(Commitment.PROCESSED);
        final YellowstoneSource source = new YellowstoneSource(
                GeyserConfig.standard(
                        new GeyserEndpoint(false, "127.0.0.1", server.port()),
                        "",
                        Commitment.PROCESSED,
                        List.of("6EF8rrecthR5Dkzon8Nwu78hRvfCKubJ14M5uBEwF6P"),
                        1),
                router);
        source.start();
        try {
            final Stream stream = server.accept();
            final byte[] update = Updates.transaction(SLOT, 1, new byte[1_300]);
            stream(router, stream, update, 100_000);
            final long id = ingestThread();
            final long bytesBefore = THREADS.getThreadAllocatedBytes(id);
            final long cpuBefore = THREADS.getThreadCpuTime(id);
            final long startNs = System.nanoTime();
            final int updates = 200_000;
            stream(router, stream, update, updates);
            final long elapsedNs = System.nanoTime() - startNs;
            final double bytes = (double) (THREADS.getThreadAllocatedBytes(id) - bytesBefore) / updates;
            final double cpuNs = (double) (THREADS.getThreadCpuTime(id) - cpuBefore) / updates;

            assertThat(bytes)
                    .as(
                            "bytes an update; %.0f ns of CPU, %d updates/s",
                            cpuNs, updates * TimeUnit.SECONDS.toNanos(1) / elapsedNs)
                    .isLessThan(700);
        } finally {
            source.stop();
            assertThat(source.awaitEnd(20_000)).isPresent();
            server.close();
        }
    }

    private static void stream(final UpdateRouter router, final Stream stream, final byte[] update, final int updates)
            throws InterruptedException {
        final long target = router.count(Kind.TRANSACTION).get() + updates;
        for (int i = 0; i < updates; i++) {
            stream.sendPaced(update);
        }
        await().atMost(60, TimeUnit.SECONDS)
                .until(() -> router.count(Kind.TRANSACTION).get() == target);
    }

    private static long ingestThread() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("solflow-ingest"))
                .mapToLong(Thread::getId)
                .findFirst()
                .orElseThrow();
    }

    private UpdateRouter newRouter(final Commitment commitment) {
        return new UpdateRouter(
                new SlotAssembler(AssemblerConfig.live(commitment), pipeline.publisher(), UpdateSink.NO_CHECKPOINT));
    }
}
