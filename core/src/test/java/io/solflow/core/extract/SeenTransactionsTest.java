package io.solflow.core.extract;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.solflow.core.event.ChainPosition;
import java.lang.management.ManagementFactory;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SeenTransactionsTest {

    private static final int HORIZON = SeenTransactions.HORIZON_SLOTS;

    private final SeenTransactions seen = new SeenTransactions();

    @Test
    void shouldAgreeWithASetOfAllPositions() {
        for (int seed = 0; seed < 20; seed++) {
            final Random random = new Random(seed);
            final SeenTransactions filter = new SeenTransactions();
            final Set<Long> positions = new HashSet<>();
            final int highest = 1 << random.nextInt(18);
            long slot = random.nextInt(1_000_000_000);
            for (int i = 0; i < 50_000; i++) {
                slot += random.nextInt(3);
                final long at =
                        slot - (random.nextInt(4) == 0 ? Math.min(slot, random.nextInt(HORIZON - 200_000 / 4)) : 0);
                final int txIndex = random.nextInt(highest);
                assertThat(filter.add(at, txIndex))
                        .as("seed %d: slot %d, %d", seed, at, txIndex)
                        .isEqualTo(positions.add(ChainPosition.of(at, txIndex, 0)));
            }
            assertThat(filter.tooOld().get()).as("seed %d", seed).isZero();
        }
    }

    @Test
    void shouldKnowTheFirstAndTheLastPositionOfASlot() {
        assertThat(seen.add(0, 0)).isTrue();
        assertThat(seen.add(ChainPosition.MAX_SLOT, ChainPosition.MAX_TX_INDEX)).isTrue();
        assertThat(seen.add(0, 0)).isFalse();
        assertThat(seen.add(ChainPosition.MAX_SLOT, ChainPosition.MAX_TX_INDEX)).isFalse();
        assertThat(seen.add(ChainPosition.MAX_SLOT, ChainPosition.MAX_TX_INDEX - 64))
                .isTrue();
    }

    @Test
    void shouldTakeASlotBeyondTheHorizonAsNewAndCountIt() {
        assertThat(seen.add(100, 7)).isTrue();
        assertThat(seen.add(100 + HORIZON, 7)).isTrue();
        assertThat(seen.add(100, 7)).isTrue();
        assertThat(seen.tooOld().get()).isEqualTo(1);
        assertThat(seen.add(100 + HORIZON, 7)).isFalse();
    }

    @Test
    void shouldForgetASlotAndNoOther() {
        for (int txIndex = 0; txIndex < 2_000; txIndex++) {
            seen.add(100, txIndex);
        }
        seen.add(101, 7);
        final int pieces = seen.pieces();
        seen.forget(100);
        seen.forget(101 + HORIZON);

        assertThat(seen.add(100, 1_999)).isTrue();
        assertThat(seen.add(100, 1_999)).isFalse();
        assertThat(seen.add(101, 7)).isFalse();
        assertThat(seen.pieces()).isEqualTo(pieces);
    }

    @Test
    void shouldUseNoMoreMemoryForHighPositionsThanForLowOnes() {
        for (int slot = 0; slot < 10_000; slot++) {
            seen.add(slot, ChainPosition.MAX_TX_INDEX - slot % 100);
        }
        assertThat(seen.pieces()).isEqualTo(10_000);
    }

    @Test
    void shouldAllocateNothingOnceItHoldsAFullHorizon() {
        final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        play(0, HORIZON + 10);
        threads.getCurrentThreadAllocatedBytes();
        final int pieces = seen.pieces();

        final long before = threads.getCurrentThreadAllocatedBytes();
        play(HORIZON + 10, 2 * HORIZON);
        final long allocated = threads.getCurrentThreadAllocatedBytes() - before;

        assertThat(allocated).isZero();
        assertThat(seen.pieces()).isEqualTo(pieces);
    }

    private void play(final int from, final int to) {
        for (int slot = from; slot < to; slot++) {
            for (int txIndex = 0; txIndex < 1_500; txIndex += 30) {
                seen.add(slot, txIndex);
            }
        }
    }
}
