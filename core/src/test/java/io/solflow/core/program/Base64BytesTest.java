package io.solflow.core.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class Base64BytesTest {

    private static byte[] decode(final String text) {
        final byte[] source = (" " + text).getBytes(StandardCharsets.UTF_8);
        final byte[] target = new byte[Base64Bytes.capacity(source.length - 1)];
        final int length = Base64Bytes.decode(source, 1, source.length - 1, target);
        return length < 0 ? null : Arrays.copyOf(target, length);
    }

    @Test
    void shouldDecodeWhatTheJdkEncodes() {
        final long seed = 20_260_922L;
        final Random random = new Random(seed);
        for (int length = 0; length < 300; length++) {
            final byte[] bytes = new byte[length];
            random.nextBytes(bytes);
            assertThat(decode(Base64.getEncoder().encodeToString(bytes)))
                    .as("seed %d, length %d", seed, length)
                    .isEqualTo(bytes);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"A", "AA", "AAA", "AA-_", "A A=", "A===", "=AAA", "AAAé"})
    void shouldRejectWhatIsNoBase64(final String text) {
        assertThat(decode(text)).isNull();
    }
}
