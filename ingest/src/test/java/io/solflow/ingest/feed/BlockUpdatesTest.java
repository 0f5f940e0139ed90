package io.solflow.ingest.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.solflow.ingest.proto.SlotStatus;
import io.solflow.ingest.proto.SubscribeUpdate;
import io.solflow.ingest.proto.SubscribeUpdateBlockMeta;
import io.solflow.ingest.proto.SubscribeUpdateTransactionInfo;
import io.solflow.ingest.proto.Timestamp;
import io.solflow.ingest.wire.SyntheticTransactions;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BlockUpdatesTest {

    private final List<SubscribeUpdateTransactionInfo> transactions =
            List.of(SyntheticTransactions.next(new Random(1)), SyntheticTransactions.next(new Random(2)));
    private final Block block = new Block(100, 98, "hash", "parent", 55, OptionalLong.of(1_700_000_000L), transactions);

    @Test
    void shouldSendTransactionsThenBlockMetaThenSlotStatus() throws IOException {
        final List<SubscribeUpdate> updates = parse(BlockUpdates.plain().bytes(block));

        assertThat(updates).hasSize(4);
        for (int i = 0; i < 2; i++) {
            assertThat(updates.get(i).getTransaction().getSlot()).isEqualTo(100);
            assertThat(updates.get(i).getTransaction().getTransaction()).isEqualTo(transactions.get(i));
        }
        final SubscribeUpdateBlockMeta meta = updates.get(2).getBlockMeta();
        assertThat(meta.getSlot()).isEqualTo(100);
        assertThat(meta.getParentSlot()).isEqualTo(98);
        assertThat(meta.getBlockhash()).isEqualTo("hash");
        assertThat(meta.getParentBlockhash()).isEqualTo("parent");
        assertThat(meta.getBlockHeight().getBlockHeight()).isEqualTo(55);
        assertThat(meta.getBlockTime().getTimestamp()).isEqualTo(1_700_000_000L);
        assertThat(meta.getExecutedTransactionCount()).isEqualTo(2);
        assertThat(updates.get(3).getSlot().getSlot()).isEqualTo(100);
        assertThat(updates.get(3).getSlot().getParent()).isEqualTo(98);
        assertThat(updates.get(3).getSlot().getStatus()).isEqualTo(SlotStatus.SLOT_CONFIRMED);
        assertThat(updates).allMatch(update -> update.getFiltersCount() == 0 && !update.hasCreatedAt());
    }

    @Test
    void shouldLeaveOutWhatIsNotKnown() throws IOException {
        final Block bare = new Block(100, 0, "", "", 0, OptionalLong.empty(), List.of());

        final List<SubscribeUpdate> updates = parse(BlockUpdates.plain().bytes(bare));

        assertThat(updates.get(0).getBlockMeta().hasBlockTime()).isFalse();
        assertThat(updates.get(0).getBlockMeta().hasBlockHeight()).isFalse();
        assertThat(updates.get(1).getSlot().hasParent()).isFalse();
    }

    @Test
    void shouldNameFiltersAndCreationTimeWhenGiven() throws IOException {
        final BlockUpdates blockUpdates = BlockUpdates.plain()
                .withFilters(List.of("a", "b"))
                .withCreatedAt(Instant.ofEpochSecond(1_700_000_001L, 5));

        assertThat(parse(blockUpdates.bytes(block))).hasSize(4).allSatisfy(update -> {
            assertThat(update.getFiltersList()).containsExactly("a", "b");
            assertThat(update.getCreatedAt())
                    .isEqualTo(Timestamp.newBuilder()
                            .setSeconds(1_700_000_001L)
                            .setNanos(5)
                            .build());
        });
    }

    private static List<SubscribeUpdate> parse(final List<byte[]> updates) throws IOException {
        final List<SubscribeUpdate> parsed = new ArrayList<>();
        for (final byte[] update : updates) {
            parsed.add(SubscribeUpdate.parseFrom(update));
        }
        return parsed;
    }
}
