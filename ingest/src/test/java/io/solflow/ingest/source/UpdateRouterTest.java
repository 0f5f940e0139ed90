package io.solflow.ingest.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.solflow.core.event.UpdateKind;
import io.solflow.core.wire.UpdateEnvelope.Kind;
import io.solflow.ingest.proto.SlotStatus;
import io.solflow.ingest.source.slots.AssemblerConfig;
import io.solflow.ingest.source.slots.RecordingPipeline;
import io.solflow.ingest.source.slots.RecordingPipeline.Entry;
import io.solflow.ingest.source.slots.SlotAssembler;
import io.solflow.ingest.source.slots.Updates;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class UpdateRouterTest {

    private final RecordingPipeline recorder = new RecordingPipeline();
    private final SlotAssembler assembler =
            new SlotAssembler(AssemblerConfig.replay(), recorder.publisher(), UpdateSink.NO_CHECKPOINT);
    private final UpdateRouter router = new UpdateRouter(assembler);

    @AfterEach
    void close() {
        recorder.close();
    }

    @Test
    void shouldCountByKindAndReadWithinTheGivenBounds() {
        final byte[] meta = Updates.meta(400_000_000L, 1_770_000_000L);
        final byte[] framed = new byte[meta.length + 20];
        System.arraycopy(meta, 0, framed, 7, meta.length);
        router.onUpdate(framed, 7, meta.length, 0);
        final byte[] status = Updates.status(399_999_999L, SlotStatus.SLOT_DEAD);
        router.onUpdate(status, 0, status.length, 0);
        router.onUpdate(Updates.ping(), 0, Updates.ping().length, 0);
        router.onUpdate(meta, 0, meta.length - 1, 0);

        assertThat(router.count(Kind.BLOCK_META).get()).isEqualTo(1);
        assertThat(router.count(Kind.SLOT).get()).isEqualTo(1);
        assertThat(router.count(Kind.PING).get()).isEqualTo(1);
        assertThat(router.malformed().get()).isEqualTo(1);
        assertThat(router.updates()).isEqualTo(3);
        assertThat(router.lastSlot().get()).isEqualTo(400_000_000L);
        assertThat(router.lastBlockTimeSeconds().get()).isEqualTo(1_770_000_000L);
    }

    @Test
    void shouldLiveThroughMutatedUpdates() {
        final SplittableRandom random = new SplittableRandom(5);
        for (int i = 0; i < 50_000; i++) {
            final byte[] update = random.nextBoolean()
                    ? Updates.transaction(400_000_000L + i / 10, i % 10)
                    : Updates.meta(400_000_000L + i / 10, 1_770_000_000L + i / 25);
            for (int flips = random.nextInt(3); flips > 0; flips--) {
                update[random.nextInt(update.length)] = (byte) random.nextInt();
            }
            assertThat(router.onUpdate(update, 0, random.nextInt(10) == 0 ? update.length - 1 : update.length, i))
                    .as("seed 5, update %d", i)
                    .isTrue();
        }
        assembler.flush(0);

        assertThat(router.malformed().get()).isPositive();
        assertThat(recorder.entries(UpdateKind.TRANSACTION)).hasSizeGreaterThan(15_000);
        assertThat(assembler.counters().openSlots().get()).isZero();
    }

    @Test
    void shouldGiveEachBlockOfARecordedStreamItsEnd() throws IOException {
        final Path recording = recording();
        Assumptions.assumeTrue(
                Files.exists(recording), () -> "recorded stream " + recording + " is not here; set SOLFLOW_CORPUS");
        try (DataInputStream in = new DataInputStream(new GZIPInputStream(Files.newInputStream(recording)))) {
            for (int next = in.read(); next >= 0; next = in.read()) {
                final int length = next << 24 | in.read() << 16 | in.readUnsignedShort();
                final byte[] update = in.readNBytes(length);
                assertThat(router.onUpdate(update, 0, length, 0)).isTrue();
            }
        }
        assembler.flush(0);

        assertThat(router.updates()).isEqualTo(40_186);
        assertThat(router.malformed().get()).isZero();
        assertThat(router.count(Kind.BLOCK_META).get()).isEqualTo(50);
        final List<Entry> timed = recorder.entries(UpdateKind.SLOT_END).stream()
                .filter(entry -> entry.slot() >= 398_202_772L && entry.slot() <= 398_202_821L)
                .toList();
        assertThat(timed).hasSize(50).allSatisfy(entry -> assertThat(entry.timeSeconds())
                .isBetween(1_770_287_039L, 1_770_287_059L));
    }

    private static Path recording() {
        final String given = System.getenv("SOLFLOW_CORPUS");
        Path folder = Path.of("").toAbsolutePath();
        if (given != null) {
            return Path.of(given, "stream", "blocks50.bin.gz");
        }
        while (folder.getParent() != null && !Files.isDirectory(folder.resolve("shared/corpus"))) {
            folder = folder.getParent();
        }
        return folder.resolve("shared/corpus/stream/blocks50.bin.gz");
    }
}
