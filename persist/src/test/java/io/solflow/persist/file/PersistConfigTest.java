package io.solflow.persist.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class PersistConfigTest {

    private static final Path FILE = Path.of("solflow.db");

    @Test
    void shouldFlushAfterAHundredMillisecondsByDefault() {
        assertThat(PersistConfig.of(FILE).flushMs()).isEqualTo(100);
    }

    @Test
    void shouldNameTheValueThatIsOutOfRange() {
        assertThatThrownBy(() -> PersistConfig.of(FILE).withFlushMs(-1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("flushMs is -1, allowed: 0 to 60000");
        assertThatThrownBy(() -> new PersistConfig(FILE, 100, 0, 0, 64, 1, 1 << 20, 8, 8))
                .hasMessage("maxBatchRows is 0, allowed: 1 to 10000000");
        assertThatThrownBy(() -> new PersistConfig(FILE, 100, 1, 0, 64, 1, 1 << 20, 8, 7))
                .hasMessageStartingWith("walletCacheEntries is 7, allowed: 8 to");
    }

    @Test
    void shouldNotRestLongerThanTheFlushTime() {
        assertThat(PersistConfig.of(FILE).withRestMs(100).withFlushMs(10).restMs())
                .isEqualTo(10);
        assertThatThrownBy(() -> PersistConfig.of(FILE).withRestMs(101)).hasMessage("restMs is 101, allowed: 0 to 100");
    }
}
