package io.solflow.core.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class UpdateEventTest {

    private final UpdateEvent event = new UpdateEvent();

    @Test
    void shouldHoldPayloadsOfAnySize() {
        for (final int length : new int[] {0, 1, 2048, 2049, 16_384, 16_385, 1_000_000}) {
            final byte[] update = new byte[length + 3];
            Arrays.fill(update, (byte) length);
            event.reset().payload(update, 3, length);
            assertThat(event.copyPayload()).isEqualTo(Arrays.copyOfRange(update, 3, length + 3));
        }
    }

    @Test
    void shouldNotKeepTheMemoryOfAnOversizedPayload() {
        event.reset().payload(new byte[1_000_000], 0, 1_000_000);
        event.reset();
        assertThat(event.payload().length).isLessThanOrEqualTo(UpdateEvent.RETAINED_PAYLOAD_BYTES);
    }

    @Test
    void shouldNotKeepTheMemoryOfAHostileTransaction() {
        final TradeList trades = event.trades();
        for (int i = 0; i < 2_000; i++) {
            trades.add().lamports(i);
        }
        event.botFlags().reset(2_000);
        for (int i = 0; i < 2_000; i++) {
            event.botFlags().set(i, true);
            event.botFlags().addFlipped(i);
            event.botFlags().addCleared(i);
        }
        trades.clear();
        assertThat(trades.capacity()).isEqualTo(TradeList.RETAINED_CAPACITY);
        assertThat(trades.add().lamports()).isZero();
        event.botFlags().reset(1);
        assertThat(event.botFlags().capacity()).isLessThanOrEqualTo(3 * BotFlags.RETAINED_CAPACITY);
        assertThat(event.botFlags().isBot(0)).isFalse();
        assertThat(event.botFlags().flippedSize()).isZero();
        assertThat(event.botFlags().clearedSize()).isZero();
    }

    @Test
    void shouldBeEmptyAfterReset() {
        event.slot(5).time(6, TimeSource.BLOCK_TIME).checkpointSlot(7).kind(UpdateKind.SLOT_END);
        event.reset();
        assertThat(event.kind()).isEqualTo(UpdateKind.EMPTY);
        assertThat(event.timeSeconds()).isEqualTo(UpdateEvent.NO_TIME);
        assertThat(event.checkpointSlot()).isEqualTo(-1);
    }

    @Test
    void shouldPackAndUnpackChainPositionsInOrder() {
        final long id = ChainPosition.of(ChainPosition.MAX_SLOT, ChainPosition.MAX_TX_INDEX, ChainPosition.MAX_ORDINAL);
        assertThat(id).isEqualTo(Long.MAX_VALUE);
        final long other = ChainPosition.of(371_000_000, 1_234, 3);
        assertThat(ChainPosition.slot(other)).isEqualTo(371_000_000);
        assertThat(ChainPosition.txIndex(other)).isEqualTo(1_234);
        assertThat(ChainPosition.ordinal(other)).isEqualTo(3);
        assertThat(ChainPosition.of(371_000_001, 0, 0)).isGreaterThan(other);
        assertThat(ChainPosition.fits(ChainPosition.MAX_SLOT + 1, 0)).isFalse();
        assertThat(ChainPosition.fits(0, -1)).isFalse();
        assertThat(ChainPosition.fits(-1, 0)).isFalse();
    }

    @Test
    void shouldRemoveTradesKeepingTheOrderOfTheOthers() {
        final TradeList trades = event.trades();
        for (int i = 0; i < 5; i++) {
            trades.add().lamports(i);
        }
        trades.remove(1);
        trades.remove(3);
        trades.add().lamports(9);
        assertThat(new long[] {
                    trades.get(0).lamports(),
                    trades.get(1).lamports(),
                    trades.get(2).lamports(),
                    trades.get(3).lamports()
                })
                .containsExactly(0, 2, 3, 9);
        assertThat(trades.size()).isEqualTo(4);
    }
}
