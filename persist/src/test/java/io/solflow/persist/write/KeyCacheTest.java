package io.solflow.persist.write;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class KeyCacheTest {

    @Test
    void shouldNeverAnswerWithTheIdOfAnotherKey() {
        final long seed = 81;
        final Random random = new Random(seed);
        final KeyCache cache = new KeyCache(64);
        final Map<Long, Long> ids = new HashMap<>();
        long hits = 0;
        for (int i = 0; i < 100_000; i++) {
            final long number = random.nextInt(100);
            final long id = cache.get(Events.key(2, number));
            if (id == KeyCache.NONE) {
                final int slot = cache.put(Events.key(2, number), i + 1L);
                ids.put(number, i + 1L);
                if (random.nextInt(10) == 0) {
                    cache.clear(slot);
                    assertThat(cache.get(Events.key(2, number))).isEqualTo(KeyCache.NONE);
                }
            } else {
                hits++;
                assertThat(id).as("seed %d round %d", seed, i).isEqualTo(ids.get(number));
            }
        }
        assertThat(hits).isBetween(20_000L, 99_000L);
    }

    @Test
    void shouldHoldAtLeastWhatWasAskedFor() {
        assertThat(new KeyCache(8).capacity()).isEqualTo(16);
        assertThat(new KeyCache(1000).capacity()).isEqualTo(1024);
        assertThat(new KeyCache(1024).capacity()).isEqualTo(1024);
        assertThat(new KeyCache(1025).capacity()).isEqualTo(2048);
    }

    @Test
    void shouldKeepAKeyInUseWhileOthersPass() {
        final KeyCache cache = new KeyCache(KeyCache.WAYS);
        final long hot = 0;
        cache.put(Events.key(1, hot), 7);
        for (long cold = 1; cold < 1000; cold++) {
            assertThat(cache.get(Events.key(1, hot))).isEqualTo(7);
            cache.put(Events.key(1, cold), cold + 100);
        }
    }
}
