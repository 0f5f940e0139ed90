package io.solflow.ingest.capture;

import static org.assertj.core.api.Assertions.assertThat;

import io.solflow.core.event.ChainPosition;
import io.solflow.ingest.feed.Block;
import io.solflow.ingest.feed.BlockUpdates;
import io.solflow.ingest.feed.Corpus;
import io.solflow.ingest.proto.SlotStatus;
import io.solflow.ingest.proto.SubscribeUpdateTransactionInfo;
import io.solflow.ingest.wire.SyntheticTransactions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CaptureBlocksTest {

    private static final long SEED = 5;

    @TempDir
    private Path folder;

    private final Random random = new Random(SEED);
    private final List<byte[]> updates = new ArrayList<>();
    private CaptureSummary summary;

    @Test
    void shouldGiveBackTheBlocksOfAConfirmedStream() throws IOException {
        final List<Block> blocks = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            blocks.add(block(100 + 2 * i, random.nextInt(5)));
            updates.addAll(BlockUpdates.plain().bytes(blocks.get(i)));
        }

        assertThat(read()).as("seed %d", SEED).isEqualTo(blocks);
        assertThat(summary.blocks()).isEqualTo(30);
        assertThat(summary.updates()).isEqualTo(updates.size());
        assertThat(summary.truncatedAt()).isEqualTo(RecordedUpdates.WHOLE);
    }

    @Test
    void shouldSortWhatComesOutOfOrderWithinEightSlots() throws IOException {
        final List<Block> blocks = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            blocks.add(block(100 + i, 4));
            updates.addAll(BlockUpdates.plain().bytes(blocks.get(i)));
        }
        Collections.shuffle(updates, random);

        assertThat(read()).as("seed %d", SEED).isEqualTo(blocks);
    }

    @Test
    void shouldLeaveOutWhatAReconnectSendsAgain() throws IOException {
        final List<Block> blocks = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            blocks.add(block(100 + i, 2));
            updates.addAll(BlockUpdates.plain().bytes(blocks.get(i)));
        }
        updates.addAll(BlockUpdates.plain().bytes(blocks.get(0)));
        updates.addAll(BlockUpdates.plain().bytes(blocks.get(19)));

        assertThat(read()).isEqualTo(blocks);
        assertThat(summary.late()).isEqualTo(3);
        assertThat(summary.duplicates()).isEqualTo(2);
    }

    @Test
    void shouldPutThoseWithoutAPositionLastAndTakeTheOneThatHasIt() throws IOException {
        final Block known = block(100, 4);
        final List<SubscribeUpdateTransactionInfo> infos = known.transactions();
        for (final int index : new int[] {2, 0, 3}) {
            updates.add(BlockUpdates.plain()
                    .transaction(known, without(infos.get(index)))
                    .toByteArray());
        }
        for (final int index : new int[] {3, 1, 0}) {
            updates.add(
                    BlockUpdates.plain().transaction(known, infos.get(index)).toByteArray());
        }
        updates.add(BlockUpdates.plain().blockMeta(known).toByteArray());

        assertThat(read().get(0).transactions())
                .containsExactly(infos.get(0), infos.get(1), infos.get(3), without(infos.get(2)));
        assertThat(summary.duplicates()).isEqualTo(2);
    }

    private static SubscribeUpdateTransactionInfo without(final SubscribeUpdateTransactionInfo info) {
        return info.toBuilder().setIndex(ChainPosition.NO_POSITION).build();
    }

    @Test
    void shouldHandOutASlotWhoseMetaIsMissingWithoutATime() throws IOException {
        final Block lost = block(100, 2);
        updates.addAll(BlockUpdates.plain().bytes(lost).subList(0, 2));
        for (int i = 1; i < 12; i++) {
            updates.addAll(BlockUpdates.plain().bytes(block(100 + i, 1)));
        }

        final List<Block> found = read();

        assertThat(found).hasSize(12);
        assertThat(found.get(0).transactions()).isEqualTo(lost.transactions());
        assertThat(found.get(0).blockTimeSeconds()).isEmpty();
        assertThat(summary.withoutMeta()).isEqualTo(1);
    }

    @Test
    void shouldNotHoldAllOfACaptureWithoutBlockMetas() throws IOException {
        for (int i = 0; i < 1_000; i++) {
            updates.addAll(BlockUpdates.plain().bytes(block(100 + i, 1)).subList(0, 1));
        }
        updates.addAll(BlockUpdates.plain().bytes(block(100, 1)).subList(0, 1));

        assertThat(read()).hasSize(1_000).allMatch(block -> block.transactions().size() == 1);
        assertThat(summary.withoutMeta()).isEqualTo(1_000);
        assertThat(summary.late()).as("the first slot had to go before the end").isEqualTo(1);
    }

    @Test
    void shouldLeaveOutADeadSlot() throws IOException {
        final Block dead = block(100, 2);
        updates.addAll(BlockUpdates.plain().bytes(dead));
        updates.add(BlockUpdates.plain().slotStatus(dead, SlotStatus.SLOT_DEAD).toByteArray());
        updates.addAll(BlockUpdates.plain().bytes(block(101, 1)));

        assertThat(read()).extracting(Block::slot).containsExactly(101L);
    }

    @Test
    void shouldCountWhatIsNoUpdate() throws IOException {
        updates.add(new byte[] {(byte) 0xFF});
        updates.addAll(BlockUpdates.plain().bytes(block(101, 1)));

        assertThat(read()).hasSize(1);
        assertThat(summary.malformed()).isEqualTo(1);
    }

    @Test
    void shouldReadTheBlocksOfTheRecordedStream() throws IOException {
        try (CaptureBlocks blocks = CaptureBlocks.open(Corpus.path("stream/blocks50.bin.gz"))) {
            final List<Block> found = drain(blocks);
            assertThat(found).hasSize(50).allMatch(block -> block.blockTimeSeconds()
                    .isPresent());
            for (int i = 1; i < found.size(); i++) {
                assertThat(found.get(i).slot()).isGreaterThan(found.get(i - 1).slot());
                assertThat(found.get(i).parentSlot()).isEqualTo(found.get(i - 1).slot());
                assertThat(found.get(i).parentBlockhash())
                        .isEqualTo(found.get(i - 1).blockhash());
            }
        }
    }

    private Block block(final long slot, final int transactions) {
        final List<SubscribeUpdateTransactionInfo> infos = new ArrayList<>();
        for (int i = 0; i < transactions; i++) {
            infos.add(SyntheticTransactions.next(random).toBuilder()
                    .setIndex(3L * i)
                    .build());
        }
        return new Block(
                slot, slot - 1, "hash" + slot, "parent", slot - 7, OptionalLong.of(1_700_000_000 + slot), infos);
    }

    private List<Block> read() throws IOException {
        final Path file = folder.resolve("a.capture");
        try (CaptureWriter writer = CaptureWriter.create(file)) {
            for (final byte[] update : updates) {
                writer.write(0, update, 0, update.length);
            }
        }
        try (CaptureBlocks blocks = CaptureBlocks.open(file)) {
            return drain(blocks);
        }
    }

    private List<Block> drain(final CaptureBlocks blocks) throws IOException {
        final List<Block> found = new ArrayList<>();
        for (Block block = blocks.next(); block != null; block = blocks.next()) {
            found.add(block);
        }
        summary = blocks.summary();
        return found;
    }
}
