package io.solflow.persist.write;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TokenAmountTest {

    @Test
    void shouldBeTheNearestDoubleForSeededAmounts() {
        final long seed = 71;
        final Random random = new Random(seed);
        for (int i = 0; i < 200_000; i++) {
            final long units = random.nextLong() >>> random.nextInt(64);
            final int decimals = random.nextInt(30);
            final double expected = Double.parseDouble(
                    new BigDecimal(new BigInteger(Long.toUnsignedString(units)), decimals).toString());
            assertThat(TokenAmount.of(units, decimals))
                    .as("seed %d round %d: %s e-%d", seed, i, Long.toUnsignedString(units), decimals)
                    .isEqualTo(expected);
        }
    }

    @Test
    void shouldTakeUnitsAsUnsigned() {
        assertThat(TokenAmount.of(-1, 0)).isEqualTo(1.8446744073709552E19);
        assertThat(TokenAmount.of((1L << 53) + 1, 0)).isEqualTo(9.007199254740992E15);
        assertThat(TokenAmount.of(0, 255)).isZero();
    }
}
