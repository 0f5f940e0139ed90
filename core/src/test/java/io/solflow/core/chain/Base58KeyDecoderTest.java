package io.solflow.core.chain;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class Base58KeyDecoderTest {

    private final Base58KeyDecoder decoder = new Base58KeyDecoder();
    private final Key32 key = new Key32();

    private boolean decode(final String text) {
        final byte[] bytes = (">" + text + "<").getBytes(StandardCharsets.UTF_8);
        return decoder.decode(bytes, 1, bytes.length - 2, key);
    }

    @Test
    void shouldReadWhatTheEncoderWrites() {
        final long seed = 58;
        final Random random = new Random(seed);
        final byte[] bytes = new byte[Pubkey.LENGTH];
        for (int i = 0; i < 10_000; i++) {
            random.nextBytes(bytes);
            Arrays.fill(bytes, 0, random.nextInt(8) == 0 ? random.nextInt(33) : 0, (byte) 0);
            final Pubkey expected = Pubkey.copyOf(bytes, 0);
            assertThat(decode(expected.toString()))
                    .as("seed %d, key %d", seed, i)
                    .isTrue();
            assertThat(key.toPubkey()).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1",
                "So1111111111111111111111111111111111111111",
                "So1111111111111111111111111111111111111111112x",
                "So1111111111111111111111111111111111111111O12",
                "So11111111111111111111111111111111111111é12",
                "zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz"
            })
    void shouldRefuseWhatIsNoKey(final String text) {
        key.set(1, 2, 3, 4);
        assertThat(decode(text)).isFalse();
        assertThat(key.matches(1, 2, 3, 4)).isTrue();
    }
}
