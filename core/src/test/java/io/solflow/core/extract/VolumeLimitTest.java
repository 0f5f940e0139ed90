package io.solflow.core.extract;

import static org.assertj.core.api.Assertions.assertThat;

import io.solflow.core.event.Window;
import io.solflow.core.program.SwapDecoder;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class VolumeLimitTest {

    private static final long START_SECONDS = 1_785_000_000L;
    private static final int SPAN_SECONDS = Window.S14400.seconds();
    private static final long SOL = 1_000_000_000L;

    private final VolumeLimit limit = new VolumeLimit();

    private record Admitted(long second, long lamports) {}

    @Test
    void shouldAdmitTheLargestSwapWhenNothingElseIsThere() {
        assertThat(limit.admit(START_SECONDS, SwapDecoder.MAX_LAMPORTS)).isTrue();
    }

    @Test
    void shouldRefuseALittleMoreThanTheLargestSwap() {
        assertThat(limit.admit(START_SECONDS, SwapDecoder.MAX_LAMPORTS + 1)).isFalse();
    }

    @Test
    void shouldLeaveRoomForTheOthersAfterManyHostileTrades() {
        for (int i = 0; i < 1_000; i++) {
            limit.admit(START_SECONDS, SwapDecoder.MAX_LAMPORTS - i * (SwapDecoder.MAX_LAMPORTS / 4_000));
        }
        assertThat(limit.admit(START_SECONDS, 1_700_000 * SOL)).isTrue();
        assertThat(limit.admit(START_SECONDS, SwapDecoder.MAX_LAMPORTS)).isFalse();
    }

    @Test
    void shouldGiveTheRoomBackWhenTradesHaveLeftTheLongestWindow() {
        for (int i = 0; i < 10_000; i++) {
            limit.admit(START_SECONDS, SwapDecoder.MAX_LAMPORTS / 2);
        }
        assertThat(limit.admit(START_SECONDS + SPAN_SECONDS, SwapDecoder.MAX_LAMPORTS - 1))
                .isFalse();
        limit.admit(START_SECONDS + SPAN_SECONDS + 1, 1);
        assertThat(limit.admit(START_SECONDS + SPAN_SECONDS + 1, SwapDecoder.MAX_LAMPORTS - 1))
                .isTrue();
    }

    @Test
    void shouldCountStoredTradesThatAreLargerThanAnyNewOne() {
        assertThat(limit.restore(START_SECONDS, Long.MAX_VALUE - 4096)).isTrue();
        assertThat(limit.restore(START_SECONDS, 4097)).isFalse();
        assertThat(limit.admit(START_SECONDS, 2)).isFalse();
        assertThat(limit.admit(START_SECONDS, 1)).isTrue();
    }

    /** Late trades, jumps of time, amounts of all sizes: no sum of some trades of a window can pass a long. */
    @Test
    void shouldKeepTheSumOfEveryWindowWithinALong() {
        for (long seed = 1; seed <= 20; seed++) {
            final Random random = new Random(seed);
            final VolumeLimit checked = new VolumeLimit();
            final List<Admitted> admitted = new ArrayList<>();
            long now = START_SECONDS;
            for (int i = 0; i < 20_000; i++) {
                now += random.nextInt(100) == 0 ? random.nextInt(4_000) : random.nextInt(2);
                final long second = now - (random.nextInt(10) == 0 ? random.nextInt(16_000) : 0);
                final long lamports = SwapDecoder.MAX_LAMPORTS >>> random.nextInt(random.nextInt(10) == 0 ? 51 : 3);
                if (checked.admit(second, lamports)) {
                    admitted.add(new Admitted(second, lamports));
                }
                if (i % 1_000 == 999) {
                    final long oldest = now - SPAN_SECONDS;
                    final BigInteger sum = admitted.stream()
                            .filter(trade -> trade.second >= oldest)
                            .map(trade -> BigInteger.valueOf(trade.lamports))
                            .reduce(BigInteger.ZERO, BigInteger::add);
                    assertThat(sum.bitLength()).as("seed %d, trade %d", seed, i).isLessThanOrEqualTo(63);
                }
            }
        }
    }
}
