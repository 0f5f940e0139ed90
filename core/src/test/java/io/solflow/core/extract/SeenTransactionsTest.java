package io.solflow.core.extract;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.solflow.core.event.ChainPosition;
import java.lang.management.ManagementFactory;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SeenTransactionsTest {

    private static final int SPAN = SeenTransactions.SPAN_SECONDS;
    private static final long NOW = 1_780_000_000;

    private final SeenTransactions seen = new SeenTransactions();

    @Test
    void shouldKnowEveryPositionOfTheLastFourHoursWhateverSlotsCome() {
        for (int seed = 0; seed < 20; seed++) {
            final Random random = new Random(seed);
            final SeenTransactions filter = new SeenTransactions();
            final Map<Long, Long> lastSeen = new HashMap<>();
            final int highest = 1 << random.nextInt(18);
            long now = NOW;
            long slot = random.nextInt(1_000_000_000);
            long forgotten = 0;
            for (int i = 0; i < 50_000; i++) {
                slot += random.nextInt(3);
                now += random.nextInt(1_000) == 0 ? random.nextInt(4_000) : random.nextInt(2);
                filter.advanceTo(now);
                final long at =
                        switch (random.nextInt(8)) {
                            case 0 -> Math.max(0, slot - random.nextInt(100_000));
                            case 1 -> random.nextLong(ChainPosition.MAX_SLOT + 1);
                            case 2 -> (slot + ((long) random.nextInt(100) << 16)) & ChainPosition.MAX_SLOT;
                            default -> slot;
                        };
                final int txIndex = random.nextInt(highest);
                final long seconds = now + random.nextInt(61) - random.nextInt(20_000);
                final Long before = lastSeen.put(ChainPosition.of(at, txIndex, 0), Math.max(now, seconds));
                final boolean isNew = filter.add(at, txIndex, seconds);
                if (before == null || before >= now - SPAN) {
                    assertThat(isNew)
                            .as("seed %d: slot %d, %d", seed, at, txIndex)
                            .isEqualTo(before == null);
                } else if (isNew) {
                    forgotten++;
                }
            }
            assertThat(forgotten).as("seed %d", seed).isLessThan(lastSeen.size());
        }
    }

    @Test
    void shouldKnowASlotAlthoughWildOnesWithTheSameLowBitsCome() {
        assertThat(seen.add(300_000_000L, 7, NOW)).isTrue();
        for (long wild = 1; wild < 200_000; wild++) {
            seen.add((300_000_000L + (wild << 16)) & ChainPosition.MAX_SLOT, 70_000, NOW - 100_000_000);
        }
        assertThat(seen.add(300_000_000L, 7, NOW)).isFalse();
    }

    @Test
    void shouldKnowTheFirstAndTheLastPositionOfASlot() {
        assertThat(seen.add(0, 0, NOW)).isTrue();
        assertThat(seen.add(ChainPosition.MAX_SLOT, ChainPosition.MAX_TX_INDEX, NOW))
                .isTrue();
        assertThat(seen.add(0, 0, NOW)).isFalse();
        assertThat(seen.add(ChainPosition.MAX_SLOT, ChainPosition.MAX_TX_INDEX, NOW))
                .isFalse();
        assertThat(seen.add(ChainPosition.MAX_SLOT, ChainPosition.MAX_TX_INDEX - 64, NOW))
                .isTrue();
    }

    @Test
    void shouldNotLetATradeFromTheFutureForgetTheOthers() {
        seen.add(100, 7, NOW);
        seen.advanceTo(NOW);
        // its time counts for itself; only a trade that was passed on moves the windows
        seen.add(101, 7, NOW + 10L * SPAN);
        play(1_000, 10_000, NOW);
        assertThat(seen.add(100, 7, NOW)).isFalse();
    }

    @Test
    void shouldForgetASlotAndNoOther() {
        for (int txIndex = 0; txIndex < 2_000; txIndex++) {
            seen.add(100, txIndex, NOW);
        }
        seen.add(101, 7, NOW);
        final int pieces = seen.pieces();
        seen.forget(100);
        seen.forget(101 + 65_536);

        assertThat(seen.add(100, 1_999, NOW)).isTrue();
        assertThat(seen.add(100, 1_999, NOW)).isFalse();
        assertThat(seen.add(101, 7, NOW)).isFalse();
        assertThat(seen.pieces()).isEqualTo(pieces);
    }

    @Test
    void shouldUseNoMoreMemoryForHighPositionsThanForLowOnes() {
        for (int slot = 0; slot < 10_000; slot++) {
            seen.add(slot, ChainPosition.MAX_TX_INDEX - slot % 100, NOW);
        }
        assertThat(seen.pieces()).isEqualTo(10_000);
    }

    @Test
    void shouldAllocateNothingOnceItHoldsFourHours() {
        final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        playHours(0, 20);
        threads.getCurrentThreadAllocatedBytes();
        final int pieces = seen.pieces();
        final int capacity = seen.capacity();

        final long before = threads.getCurrentThreadAllocatedBytes();
        playHours(20, 60);
        final long allocated = threads.getCurrentThreadAllocatedBytes() - before;

        assertThat(allocated).isZero();
        assertThat(seen.pieces()).isEqualTo(pieces);
        assertThat(seen.capacity()).isEqualTo(capacity).isLessThanOrEqualTo(1 << 17);
    }

    private void playHours(final int from, final int to) {
        for (int second = from * 3_600; second < to * 3_600; second++) {
            seen.advanceTo(NOW + second);
            play(second * 5 / 2, (second + 1) * 5 / 2, NOW + second);
        }
    }

    private void play(final int fromSlot, final int toSlot, final long seconds) {
        for (int slot = fromSlot; slot < toSlot; slot++) {
            for (int txIndex = 0; txIndex < 1_500; txIndex += 300) {
                seen.add(slot, txIndex, seconds);
            }
        }
    }
}
