package io.solflow.app.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.solflow.app.support.JsonTree;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class JsonOutTest {

    @Test
    void shouldWriteWhatAStrictParserReadsBack() {
        final String text = JsonOut.text(out -> out.member("text", "a\"b\\c\n\u0001é😀</script>")
                .member("whole", 42L)
                .member("number", -1.5e-300)
                .member("yes", true)
                .nothing("nothing")
                .object("object", inner -> inner.member("x", 1))
                .texts("texts", List.of("a", ""))
                .objects("objects", List.of(1, 2), (inner, value) -> inner.member("v", value.longValue())));
        final Map<String, Object> read = JsonTree.object(text);
        assertThat(read.get("text")).isEqualTo("a\"b\\c\n\u0001é😀</script>");
        assertThat(read.get("whole")).isEqualTo(42L);
        assertThat(read.get("number")).isEqualTo(-1.5e-300);
        assertThat(read.get("yes")).isEqualTo(true);
        assertThat(read).containsEntry("nothing", null);
        assertThat(read.get("object")).isEqualTo(Map.of("x", 1L));
        assertThat(read.get("texts")).isEqualTo(List.of("a", ""));
        assertThat(read.get("objects")).isEqualTo(List.of(Map.of("v", 1L), Map.of("v", 2L)));
    }

    @Test
    void shouldWriteNullForWhatIsNoNumberAndTextForWhatADoubleCannotHold() {
        final Map<String, Object> read = JsonTree.object(JsonOut.text(out -> out.array("v", array -> {
            array.value(Double.NaN);
            array.value(Double.POSITIVE_INFINITY);
            array.value((1L << 53) + 1);
            array.value(1L << 53);
            array.value(Long.MIN_VALUE);
            array.value((String) null);
        })));
        assertThat(read.get("v"))
                .isEqualTo(Arrays.asList(null, null, "9007199254740993", 1L << 53, "-9223372036854775808", null));
    }

    @Test
    void shouldKeepEveryTextAndEveryNumber() {
        final long seed = System.nanoTime();
        final Random random = new Random(seed);
        for (int i = 0; i < 2_000; i++) {
            final StringBuilder text = new StringBuilder();
            for (int length = random.nextInt(40); length > 0; length--) {
                final int c = random.nextInt(0x3000);
                text.appendCodePoint(random.nextBoolean() ? c : random.nextInt(0x80));
            }
            final double number = Double.longBitsToDouble(random.nextLong());
            final Map<String, Object> read = JsonTree.object(
                    JsonOut.text(out -> out.member("t", text.toString()).member("n", number)));
            assertThat(read.get("t")).as("seed %d", seed).isEqualTo(text.toString());
            if (Double.isFinite(number)) {
                assertThat(((Number) read.get("n")).doubleValue())
                        .as("seed %d", seed)
                        .isEqualTo(number);
            }
        }
    }
}
