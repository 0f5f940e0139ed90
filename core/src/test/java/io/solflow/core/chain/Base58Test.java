package io.solflow.core.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;

class Base58Test {

    private static final String ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

    @Test
    void shouldEncodeLikeLongDivisionForSeededValuesOfBothSizes() {
        final long seed = 58;
        final Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            final byte[] value = new byte[i % 2 == 0 ? 32 : 64];
            random.nextBytes(value);
            for (int zeros = random.nextInt(8) == 0 ? random.nextInt(value.length + 1) : 0; zeros > 0; zeros--) {
                value[zeros - 1] = 0;
            }
            assertThat(Base58.encode(value, 0, value.length))
                    .as("seed %d round %d", seed, i)
                    .isEqualTo(longDivision(value));
        }
    }

    @Test
    void shouldEncodeTheLargestValues() {
        for (final int length : new int[] {32, 64}) {
            final byte[] value = new byte[length];
            java.util.Arrays.fill(value, (byte) 0xFF);
            assertThat(Base58.encode(value, 0, length)).isEqualTo(longDivision(value));
        }
    }

    @Test
    void shouldDecodeWhatItEncodedAtAnyLength() {
        final long seed = 59;
        final Random random = new Random(seed);
        for (int i = 0; i < 5_000; i++) {
            final byte[] value = new byte[random.nextInt(80)];
            random.nextBytes(value);
            if (value.length > 2 && random.nextBoolean()) {
                value[0] = 0;
                value[1] = 0;
            }
            assertThat(Base58.decode(Base58.encode(value, 0, value.length)))
                    .as("seed %d round %d", seed, i)
                    .isEqualTo(value);
        }
    }

    @Test
    void shouldNameTheCharacterThatIsNotBase58() {
        assertThatThrownBy(() -> Base58.decode("So1l0"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'l' at 3");
        assertThatThrownBy(() -> Base58.decode("ä")).hasMessageContaining("at 0");
    }

    @Test
    void shouldRejectPubkeysOfOtherLengths() {
        assertThatThrownBy(() -> Pubkey.of("So1")).hasMessageContaining("bytes, allowed: 32");
    }

    @Test
    void shouldMatchKnownKeys() {
        assertThat(Pubkey.DEFAULT.toBytes()).containsOnly(0);
        assertThat(Pubkey.WRAPPED_SOL).hasToString("So11111111111111111111111111111111111111112");
    }

    private static String longDivision(final byte[] value) {
        final StringBuilder text = new StringBuilder();
        BigInteger rest = new BigInteger(1, value);
        while (rest.signum() > 0) {
            text.append(ALPHABET.charAt(rest.mod(BigInteger.valueOf(58)).intValue()));
            rest = rest.divide(BigInteger.valueOf(58));
        }
        for (int i = 0; i < value.length && value[i] == 0; i++) {
            text.append('1');
        }
        return text.reverse().toString();
    }
}
