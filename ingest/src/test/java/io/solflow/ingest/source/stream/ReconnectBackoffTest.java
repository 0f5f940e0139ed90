package io.solflow.ingest.source.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.solflow.ingest.source.connect.ReconnectPolicy;
import org.junit.jupiter.api.Test;

class ReconnectBackoffTest {

    private static final int SEEDS = 200;

    @Test
    void shouldStayBetweenTheFloorAndADoublingCeiling() {
        for (long seed = 0; seed < SEEDS; seed++) {
            final ReconnectBackoff backoff = new ReconnectBackoff(ReconnectPolicy.standard(seed));
            long ceilingMs = 100;
            for (int i = 0; i < 20; i++) {
                assertThat(backoff.nextMs()).as("seed %d, wait %d", seed, i).isBetween(100L, ceilingMs);
                ceilingMs = Math.min(30_000, ceilingMs * 2);
            }
        }
    }

    @Test
    void shouldSpreadItsWaits() {
        long sumMs = 0;
        for (long seed = 0; seed < SEEDS; seed++) {
            final ReconnectBackoff backoff = new ReconnectBackoff(ReconnectPolicy.standard(seed));
            for (int i = 0; i < 12; i++) {
                backoff.nextMs();
            }
            sumMs += backoff.nextMs();
        }
        assertThat(sumMs / SEEDS).isBetween(12_000L, 18_000L);
    }

    @Test
    void shouldStartOverAfterAReset() {
        final ReconnectBackoff backoff = new ReconnectBackoff(ReconnectPolicy.standard(3));
        for (int i = 0; i < 12; i++) {
            backoff.nextMs();
        }
        backoff.reset();

        assertThat(backoff.nextMs()).isEqualTo(100);
    }
}
