package io.solflow.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.solflow.ingest.capture.CaptureWriter;
import io.solflow.ingest.capture.RecordedUpdates;
import io.solflow.ingest.capture.Recordings;
import io.solflow.ingest.feed.Block;
import io.solflow.ingest.feed.BlockUpdates;
import io.solflow.ingest.simulator.MarketConfig;
import io.solflow.ingest.simulator.MarketSimulator;
import io.solflow.ingest.source.UpdateRouter;
import io.solflow.ingest.source.UpdateSink;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CaptureSinkTest {

    @TempDir
    Path folder;

    private Path file;
    private Block block;
    private List<byte[]> updates;

    @BeforeEach
    void simulate() {
        file = folder.resolve("c.capture");
        try (MarketSimulator simulator = new MarketSimulator(MarketConfig.of(20, 10, 3))) {
            block = simulator.next();
        }
        updates = BlockUpdates.plain().bytes(block);
    }

    @Test
    void shouldRecordUpdatesByteForByteAndTakeABlockMetaForItsCheckpoint() throws IOException {
        try (CaptureWriter writer = CaptureWriter.create(file)) {
            final CaptureSink sink = new CaptureSink(writer, () -> 1_000);
            final UpdateRouter router = new UpdateRouter(sink);
            assertThat(sink.checkpointSlot()).isEqualTo(UpdateSink.NO_CHECKPOINT);
            updates.forEach(update -> router.onUpdate(update, 0, update.length, 0));
            assertThat(sink.checkpointSlot()).isEqualTo(block.slot());
        }
        try (RecordedUpdates recorded = Recordings.open(file)) {
            for (final byte[] update : updates) {
                assertThat(recorded.next()).isTrue();
                assertThat(Arrays.copyOfRange(
                                recorded.bytes(), recorded.offset(), recorded.offset() + recorded.length()))
                        .isEqualTo(update);
                assertThat(recorded.receivedMs()).isEqualTo(1_000);
            }
            assertThat(recorded.next()).isFalse();
        }
    }

    @Test
    void shouldLetAQuietStreamsLastUpdatesReachTheFile() throws IOException {
        try (CaptureWriter writer = CaptureWriter.create(file)) {
            final CaptureSink sink = new CaptureSink(writer, () -> 1_000);
            final UpdateRouter router = new UpdateRouter(sink);
            final long nowNs = System.nanoTime();
            sink.onTime(nowNs);
            updates.forEach(update -> router.onUpdate(update, 0, update.length, nowNs));
            final long before = Files.size(file);
            sink.onTime(nowNs + TimeUnit.SECONDS.toNanos(2));
            assertThat(Files.size(file)).isGreaterThan(before);
        }
    }
}
